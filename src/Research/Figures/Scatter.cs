using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>How a line is drawn.</summary>
public enum Dash
{
    /// <summary>Unbroken.</summary>
    Solid,

    /// <summary>Dashes.</summary>
    Dash,

    /// <summary>Dots.</summary>
    Dot,
}

/// <summary>What a scatter trace fills.</summary>
public enum Fill
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The area down to zero.</summary>
    ToZero,

    /// <summary>The polygons that the points themselves enclose; a gap (NaN) ends a polygon.</summary>
    Enclosed,
}

/// <summary>Points in the plane: markers, lines through them, and areas they bound.</summary>
/// <param name="X">Horizontal coordinates.</param>
/// <param name="Y">Vertical coordinates; NaN is a gap.</param>
public sealed record Scatter(Series X, Series Y) : Trace
{
    /// <summary>Draw lines from point to point.</summary>
    public bool Lines { get; init; }

    /// <summary>Draw a marker at each point.</summary>
    public bool Markers { get; init; }

    /// <summary>The colour; null takes the next of the palette.</summary>
    public string? Color { get; init; }

    /// <summary>A number for each marker, shown as its colour on <see cref="Scale"/>.</summary>
    public Series? ColorBy { get; init; }

    /// <summary>The scale of <see cref="ColorBy"/>.</summary>
    public ColorScale Scale { get; init; } = ColorScale.Viridis;

    /// <summary>The title of the colour bar of <see cref="ColorBy"/>; null draws none.</summary>
    public string? ColorBar { get; init; }

    /// <summary>The width of lines in pixels.</summary>
    public double LineWidth { get; init; } = 2;

    /// <summary>How lines are drawn.</summary>
    public Dash Dash { get; init; }

    /// <summary>The diameter of markers in pixels.</summary>
    public double MarkerSize { get; init; } = 7;

    /// <summary>The opacity of the markers, in [0, 1].</summary>
    public double Opacity { get; init; } = 1;

    /// <summary>What is filled.</summary>
    public Fill Fill { get; init; }

    /// <summary>The colour of the fill; null takes the line's, half transparent.</summary>
    public string? FillColor { get; init; }

    /// <summary>The bounds of each value's interval, drawn as an error bar.</summary>
    public IReadOnlyList<(double Low, double High)>? Interval { get; init; }

    internal override Series Horizontal => X;

    internal override Series Vertical => Y;

    internal override string? ColorBarTitle => ColorBy is null ? null : ColorBar;

    internal override JsonObject ToPlotly()
    {
        RequireSameLength(X, Y, "scatter trace");
        return new()
        {
            ["type"] = "scatter",
            ["x"] = X.ToPlotly(),
            ["y"] = Y.ToPlotly(),
            ["mode"] = (Lines, Markers) switch
            {
                (true, true) => "lines+markers",
                (true, false) => "lines",
                (false, true) => "markers",
                _ => "none",
            },
            ["line"] = Lines ? Line() : null,
            ["marker"] = Markers ? Marker() : null,
            ["fill"] = Fill switch { Fill.ToZero => "tozeroy", Fill.Enclosed => "toself", _ => null },
            ["fillcolor"] = Fill == Fill.None ? null : FillColor,
            ["hoverinfo"] = Fill == Fill.Enclosed ? "skip" : null,
            ["error_y"] = ErrorBars(Y, Interval),
        };
    }

    private JsonObject Line() => new()
    {
        ["color"] = Color,
        ["width"] = LineWidth,
        ["dash"] = Dash switch { Dash.Dash => "dash", Dash.Dot => "dot", _ => null },
    };

    private JsonObject Marker() => new()
    {
        ["color"] = ColorBy is null ? Color : ColorBy.ToPlotly(),
        ["colorscale"] = ColorBy is null ? null : Scale.ToPlotly(),
        ["reversescale"] = ColorBy is null ? null : Scale.Reversed,
        ["size"] = MarkerSize,
        ["opacity"] = Opacity,
    };
}
