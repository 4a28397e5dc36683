using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>The look of the dashboard's curves, as Plotly templates for light and dark pages.</summary>
internal static class PlotlyTheme
{
    private const int TextSize = 13;

    /// <summary>Liberation Sans has Arial's widths: labels take the same room on every machine.</summary>
    private const string Font = "Arial, Liberation Sans, DejaVu Sans, sans-serif";

    internal static JsonObject Light() => Template(paper: "#ffffff", ink: "#262626", grid: "#dedede", frame: "#c4c4c4");

    internal static JsonObject Dark() => Template(paper: "#1b1b1d", ink: "#dcdcdc", grid: "#38383d", frame: "#5a5a60");

    private static JsonObject Template(string paper, string ink, string grid, string frame) => new()
    {
        ["layout"] = new JsonObject
        {
            ["paper_bgcolor"] = paper,
            ["plot_bgcolor"] = paper,
            ["font"] = new JsonObject { ["family"] = Font, ["size"] = TextSize, ["color"] = ink },
            ["colorway"] = new JsonArray([.. Palette.Categorical.Select(color => (JsonNode?)color)]),
            ["xaxis"] = Axis(grid, frame),
            ["yaxis"] = Axis(grid, frame),
            ["legend"] = new JsonObject { ["bgcolor"] = "rgba(0, 0, 0, 0)" },
            ["annotationdefaults"] = new JsonObject { ["arrowcolor"] = ink },
            ["hovermode"] = "closest",
        },
    };

    private static JsonObject Axis(string grid, string frame) => new()
    {
        ["automargin"] = true,
        ["gridcolor"] = grid,
        ["griddash"] = "solid",
        ["gridwidth"] = 1,
        ["linecolor"] = frame,
        ["mirror"] = true,
        ["showline"] = true,
        ["zeroline"] = false,
        ["ticks"] = "",
        ["ticklabelstandoff"] = 4,
        ["exponentformat"] = "none",
        ["title"] = new JsonObject { ["font"] = new JsonObject { ["size"] = 15 }, ["standoff"] = 12 },
    };
}
