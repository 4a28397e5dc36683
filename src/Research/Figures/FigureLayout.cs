using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>Puts a figure's panels, titles, legend and colour bars in their places.</summary>
internal static class FigureLayout
{
    internal static JsonObject Describe(Figure figure)
    {
        var grid = new PanelGrid(figure);
        var data = new JsonArray();
        var layout = Frame(figure, grid);
        var lists = new Dictionary<string, JsonArray> { ["shapes"] = [], ["annotations"] = [] };
        var named = new HashSet<string>();
        foreach (var cell in grid.Cells.Where(cell => !cell.Panel.IsUnused))
        {
            foreach (var trace in cell.Panel.Traces)
            {
                data.Add(Place(trace, cell, grid, named));
            }

            AddAxes(layout, cell, figure);
            AddMarks(lists, cell);
        }

        foreach (var (name, list) in lists.Where(list => list.Value.Count > 0))
        {
            layout[name] = list;
        }

        return new()
        {
            ["data"] = data,
            ["layout"] = layout,
            ["config"] = new JsonObject { ["displayModeBar"] = false, ["responsive"] = true },
        };
    }

    private static JsonObject Frame(Figure figure, PanelGrid grid) => new()
    {
        ["template"] = PlotlyTheme.Light(),
        ["title"] = new JsonObject
        {
            ["text"] = PlotlyJson.Text(grid.Title),
            ["font"] = new JsonObject { ["size"] = PlotlyTheme.TitleSize, ["weight"] = 700 },
            ["x"] = 0.5,
            ["xref"] = "container",
            ["xanchor"] = "center",
            ["y"] = 1 - (TitleTop(grid.Title) / figure.Height),
            ["yref"] = "container",
            ["yanchor"] = "top",
        },
        ["width"] = figure.Width,
        ["height"] = figure.Height,
        ["margin"] = new JsonObject
        {
            ["l"] = grid.Left,
            ["r"] = grid.Right,
            ["t"] = grid.Top,
            ["b"] = grid.Bottom,
        },
        ["showlegend"] = grid.HasLegend,
        ["legend"] = figure.Legend == Legend.Top && grid.HasLegend
            ? new JsonObject
            {
                ["orientation"] = "h",
                ["x"] = 0.5,
                ["xanchor"] = "center",
                ["y"] = 1 + (grid.PanelTitleHeight / grid.PlotHeight),
                ["yanchor"] = "bottom",
            }
            : null,
        ["bargap"] = Has<Bar>(figure) ? 0.2 : Has<Histogram>(figure) ? 0.02 : null,
        ["barmode"] = Has<Histogram>(figure) ? "overlay" : null,
    };

    /// <summary>Plotly hangs one line from its top, but the first of several from its baseline.</summary>
    private static double TitleTop(string title) =>
        PanelGrid.Edge + (title.Contains('\n', StringComparison.Ordinal) ? 0.7 * PlotlyTheme.TitleSize : 0);

    private static bool Has<TTrace>(Figure figure) => figure.Panels.Any(panel => panel.Traces.Any(trace => trace is TTrace));

    private static JsonObject Place(Trace trace, PanelCell cell, PanelGrid grid, HashSet<string> named)
    {
        var json = trace.ToPlotly();
        json["name"] = PlotlyJson.Text(trace.Name);
        json["legendgroup"] = trace.Name;
        if (json["type"]!.GetValue<string>() is not ("heatmap" or "image"))
        {
            json["showlegend"] = trace.Name is not null && named.Add(trace.Name);
        }
        else
        {
            json.Remove("legendgroup");
        }

        json["xaxis"] = cell.X;
        json["yaxis"] = cell.Y;
        var scaled = json["marker"]?["colorscale"] is null ? json : json["marker"]!.AsObject();
        if (scaled["colorscale"] is not null)
        {
            scaled["showscale"] = trace.ColorBarTitle is not null;
            scaled["colorbar"] = trace.ColorBarTitle is null ? null : grid.ColorBar(trace.ColorBarTitle, cell);
        }

        return json;
    }

    private static void AddAxes(JsonObject layout, PanelCell cell, Figure figure)
    {
        var panel = cell.Panel;
        var x = panel.XAxis.ToPlotly(panel.XData, rowsRunDown: false, gridByDefault: false);
        var y = panel.YAxis.ToPlotly(panel.YData, panel.RowsRunDown, gridByDefault: true);
        x["domain"] = PlotlyJson.Numbers(cell.Left, cell.Right);
        y["domain"] = PlotlyJson.Numbers(cell.Bottom, cell.Top);
        x["anchor"] = cell.Y;
        y["anchor"] = cell.X;
        if (panel.RowsRunDown && panel.XAxis.TickStep is null && panel.XData is [{ IsCategorical: false, Count: <= 20 }])
        {
            x["dtick"] = 1;
        }

        if (panel.HasEqualAspect)
        {
            y["scaleanchor"] = cell.X;
            x["constrain"] = "domain";
            y["constrain"] = "domain";
        }

        if (figure.SharedX && cell.Row < figure.Rows - 1)
        {
            Follow(x, PanelGrid.AxisName("x", (cell.Row + 1) * figure.Columns + cell.Column), figure[cell.Row + 1, cell.Column]);
        }

        if (figure.SharedY && cell.Column > 0)
        {
            Follow(y, PanelGrid.AxisName("y", cell.Row * figure.Columns), figure[cell.Row, 0]);
        }

        layout[PanelGrid.AxisKey(cell.X)] = x;
        layout[PanelGrid.AxisKey(cell.Y)] = y;
    }

    /// <summary>Takes the range of a neighbour's axis and leaves the labels to it; an unused neighbour has no axis.</summary>
    private static void Follow(JsonObject axis, string neighbour, Panel panel)
    {
        if (!panel.IsUnused)
        {
            axis["matches"] = neighbour;
            axis["showticklabels"] = false;
            axis.Remove("title");
        }
    }

    private static void AddMarks(Dictionary<string, JsonArray> lists, PanelCell cell)
    {
        var panel = cell.Panel;
        var x = new AxisReference(cell.X, panel.XAxis.Log);
        var y = new AxisReference(cell.Y, panel.YAxis.Log);
        foreach (var mark in panel.Marks.Concat(panel.Traces.SelectMany(trace => trace.Marks)))
        {
            lists[mark.Kind].Add(mark.ToPlotly(x, y));
        }

        if (panel.Title is not null)
        {
            lists["annotations"].Add(new JsonObject
            {
                ["xref"] = x.Domain,
                ["yref"] = y.Domain,
                ["x"] = 0.5,
                ["y"] = 1,
                ["yanchor"] = "bottom",
                ["yshift"] = 2,
                ["text"] = PlotlyJson.Text(panel.Title),
                ["font"] = new JsonObject { ["size"] = PlotlyTheme.PanelTitleSize, ["weight"] = 700 },
                ["showarrow"] = false,
            });
        }
    }
}
