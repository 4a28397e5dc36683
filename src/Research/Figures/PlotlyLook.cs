using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>Gives a figure of plotly.js the looks of <see cref="Theme"/>.</summary>
internal static class PlotlyLook
{
    /// <summary>Liberation Sans has Arial's widths: labels take the same room on every machine.</summary>
    private const string Font = "Arial, Liberation Sans, DejaVu Sans, sans-serif";

    /// <summary>plotly.js takes text for markup.</summary>
    internal static string Markup(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal);

    /// <summary>Adds size, title, template and configuration to a figure, and makes <c>null</c> of absent values.</summary>
    internal static void Apply(JsonObject figure, ExploredFigure explored, ChartSpec chart)
    {
        foreach (var trace in figure["data"]!.AsArray())
        {
            Complete(trace!.AsObject());
        }

        var layout = figure["layout"]!.AsObject();
        layout["width"] = ExploredFigure.Width;
        layout["height"] = explored.Height;
        layout["template"] = Template(Theme.Light);
        string absent = chart.Absent.Length == 0 ? ""
            : $"<br><span style=\"font-size: {Theme.TextSize}px\">{Markup(chart.Absent)}</span>";
        layout["title"] = new JsonObject
        {
            ["text"] = $"<b>{Markup(explored.Title)}</b>{absent}",
            ["x"] = 0.5,
            ["y"] = 1,
            ["yref"] = "container",
            ["yanchor"] = "top",
            ["pad"] = new JsonObject { ["t"] = 14 },
        };
        bool isBusyAbove = absent.Length > 0 || chart.Axes.Count > 0 || chart.Panels.Count > 1;
        layout["margin"] = new JsonObject { ["t"] = isBusyAbove ? 100 : 60, ["b"] = 50, ["l"] = 70, ["r"] = 30 };
        foreach (var (name, axis) in layout)
        {
            if (chart.LinksX && name.StartsWith("xaxis", StringComparison.Ordinal) && name != "xaxis")
            {
                axis!["matches"] = "x";
            }

            if (chart.Top is { } top && name.StartsWith("yaxis", StringComparison.Ordinal))
            {
                axis!["range"] = new JsonArray(0, top);
            }
        }

        layout["meta"] = new JsonObject { ["name"] = explored.Name, ["title"] = explored.Title };
        figure["config"] = new JsonObject { ["responsive"] = true, ["displaylogo"] = false };
    }

    /// <summary>A look as plotly.js's template.</summary>
    internal static JsonObject Template(Theme theme) => new()
    {
        ["layout"] = new JsonObject
        {
            ["paper_bgcolor"] = theme.Paper,
            ["plot_bgcolor"] = theme.Paper,
            ["font"] = new JsonObject { ["family"] = Font, ["size"] = Theme.TextSize, ["color"] = theme.Ink },
            ["title"] = new JsonObject { ["font"] = new JsonObject { ["size"] = Theme.TitleSize } },
            ["colorway"] = new JsonArray([.. Palette.Categorical.Select(color => (JsonNode)color)]),
            ["xaxis"] = Axis(theme),
            ["yaxis"] = Axis(theme),
            ["legend"] = new JsonObject { ["bgcolor"] = "rgba(0, 0, 0, 0)" },
            ["hovermode"] = "closest",
        },
    };

    /// <summary>An absent value is null to plotly.js; Json.NET wrote <c>NaN</c>.</summary>
    private static void Complete(JsonObject trace)
    {
        if (trace["y"] is JsonArray values)
        {
            for (int i = 0; i < values.Count; i++)
            {
                if (values[i]!.GetValueKind() == JsonValueKind.String)
                {
                    values[i] = null;
                }
            }
        }
    }

    private static JsonObject Axis(Theme theme) => new()
    {
        ["automargin"] = true,
        ["gridcolor"] = theme.GridColor,
        ["linecolor"] = theme.Frame,
        ["mirror"] = true,
        ["showline"] = true,
        ["zeroline"] = false,
        ["title"] = new JsonObject { ["font"] = new JsonObject { ["size"] = Theme.LabelSize }, ["standoff"] = 8 },
    };
}
