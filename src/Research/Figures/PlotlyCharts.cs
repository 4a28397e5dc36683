using System.Text.Json;
using System.Text.Json.Serialization;
using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.TraceObjects;
using PlotlyChart = Plotly.NET.CSharp.Chart;

namespace Research.Figures;

/// <summary>
/// Turns a <see cref="ChartSpec"/> into a figure of Plotly.NET. Called only inside a <see cref="PlotlyContext"/>.
/// </summary>
internal static class PlotlyCharts
{
    /// <summary>An axis of so few numbers has a tick at each of them, and no other.</summary>
    private const int FewValues = 8;

    /// <summary>How a <see cref="ChartSpec"/> crosses; a value that is absent crosses as <c>NaN</c>.</summary>
    internal static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The figure's data and layout as JSON; sizes and looks are not in it.</summary>
    internal static string Draw(string spec)
    {
        var chart = JsonSerializer.Deserialize<ChartSpec>(spec, Json)!;
        return GenericChart.toFigureJson(chart.Axes.Count > 0 ? Parallel(chart.Axes) : Panels(chart));
    }

    private static GenericChart Panels(ChartSpec chart)
    {
        GenericChart[] panels = [.. chart.Panels.Select(panel => PlotlyChart.Combine(panel.Traces.Select(Trace))
            .WithXAxisStyle<double, double, string>(TitleText: PlotlyLook.Markup(panel.X))
            .WithYAxisStyle<double, double, string>(TitleText: PlotlyLook.Markup(panel.Y)))];
        return panels is [var only] ? only : PlotlyChart.Grid(
            panels, nRows: (panels.Length + chart.Columns - 1) / chart.Columns, nCols: chart.Columns,
            SubPlotTitles: new(chart.Panels.Select(panel => $"<b>{PlotlyLook.Markup(panel.Title)}</b>"), true),
            Pattern: StyleParam.LayoutGridPattern.Independent);
    }

    private static GenericChart Trace(TraceSpec trace)
    {
        var marker = new Marker();
        marker.SetProperty("size", trace.Points);
        marker.SetProperty("color", trace.Color);
        var line = new Line();
        line.SetProperty("width", trace.Line);
        line.SetProperty("color", trace.Color);
        line.SetProperty("dash", trace.Dash);
        line.SetProperty("shape", trace.IsArea ? "hv" : "linear");
        var chart = PlotlyChart.Scatter<double, double, string>(
            trace.X, trace.Y, Mode(trace), Name: PlotlyLook.Markup(trace.Name), ShowLegend: trace.InLegend,
            Opacity: trace.Opacity, MultiText: new(trace.Labels.Select(PlotlyLook.Markup), trace.Labels.Count > 0),
            TextPosition: StyleParam.TextPosition.TopCenter, Marker: marker, Line: line,
            Fill: trace.IsArea ? StyleParam.Fill.ToZero_y : StyleParam.Fill.None);
        var drawn = chart.GetTraces()[0];
        drawn.SetProperty("legendgroup", trace.Name);
        drawn.SetProperty("cliponaxis", trace.Labels.Count == 0); // a label may reach past the panel
        if (trace.Notes.Count > 0)
        {
            drawn.SetProperty("hovertext", trace.Notes.Select(PlotlyLook.Markup));
        }

        return chart;
    }

    private static StyleParam.Mode Mode(TraceSpec trace) => (trace.Line > 0, trace.Points > 0, trace.Labels.Count > 0) switch
    {
        (true, true, _) => StyleParam.Mode.Lines_Markers,
        (true, false, _) => StyleParam.Mode.Lines,
        (false, _, true) => StyleParam.Mode.Markers_Text,
        (false, _, false) => StyleParam.Mode.Markers,
    };

    private static GenericChart Parallel(IReadOnlyList<AxisSpec> axes)
    {
        var colors = axes[^1];
        var line = new Line();
        line.SetProperty("color", colors.Values);
        line.SetProperty("colorscale", "Viridis");
        line.SetProperty("showscale", true);
        var chart = PlotlyChart.ParallelCoord(axes.Select(Dimension), Line: line);
        var invisible = new Font();
        invisible.SetProperty("size", 1);
        invisible.SetProperty("color", "rgba(0, 0, 0, 0)");
        chart.GetTraces()[0].SetProperty("rangefont", invisible); // the ticks say it
        return chart;
    }

    /// <summary>Whether numbers are so few and so far apart that each can have a tick.</summary>
    private static bool IsFew(double[] values) => values.Length <= FewValues
        && values.Zip(values.Skip(1), (low, high) => high - low).All(gap => gap >= (values[^1] - values[0]) / (2 * FewValues));

    private static Dimension Dimension(AxisSpec axis)
    {
        var dimension = new Dimension();
        dimension.SetProperty("label", PlotlyLook.Markup(axis.Name));
        dimension.SetProperty("values", axis.Values);
        if (axis.Labels.Count > 0)
        {
            dimension.SetProperty("tickvals", Enumerable.Range(0, axis.Labels.Count));
            dimension.SetProperty("ticktext", axis.Labels.Select(PlotlyLook.Markup));
        }
        else if (IsFew([.. axis.Values.Distinct().Order()]))
        {
            dimension.SetProperty("tickvals", axis.Values.Distinct());
        }

        return dimension;
    }
}
