namespace Research.Figures;

/// <summary>What Plotly.NET is to draw; it crosses into its load context as JSON (<see cref="PlotlyContext"/>).</summary>
/// <param name="Panels">Panels of curves and points, row by row; none where <paramref name="Axes"/> are drawn.</param>
/// <param name="Columns">Panels beside each other.</param>
/// <param name="Axes">Parallel coordinates; none where <paramref name="Panels"/> are drawn.</param>
internal sealed record ChartSpec(IReadOnlyList<PanelSpec> Panels, int Columns, IReadOnlyList<AxisSpec> Axes)
{
    /// <summary>Whether zooming one panel zooms all along their horizontal axis.</summary>
    public bool LinksX { get; init; }

    /// <summary>Where the vertical axes end, which then begin at 0; null fits each to its data.</summary>
    public double? Top { get; init; }

    /// <summary>What could not be drawn, to stand below the title; empty where all is.</summary>
    public string Absent { get; init; } = "";
}

/// <summary>One panel with its axes' titles.</summary>
internal sealed record PanelSpec(string Title, string X, string Y, IReadOnlyList<TraceSpec> Traces);

/// <summary>A curve or a set of points. Traces of one name in several panels have one line in the legend.</summary>
internal sealed record TraceSpec(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>What hovering shows beside the numbers; one a point, or none.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Text that stands beside each point, or none.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    public required string Color { get; init; }

    public string Dash { get; init; } = "solid";

    /// <summary>Diameter of the points in CSS pixels; 0 draws none.</summary>
    public double Points { get; init; }

    /// <summary>Width of the line in CSS pixels; 0 draws none.</summary>
    public double Line { get; init; }

    public double Opacity { get; init; } = 1;

    /// <summary>Whether the area down to zero is filled, and the line goes in steps.</summary>
    public bool IsArea { get; init; }

    /// <summary>Whether the legend has a line for it.</summary>
    public bool InLegend { get; init; } = true;
}

/// <summary>One of several parallel axes; the last one's values colour the lines.</summary>
/// <param name="Name">The axis' title.</param>
/// <param name="Values">A value for each line.</param>
/// <param name="Labels">The names of the values 0, 1, …; none where the values are numbers.</param>
internal sealed record AxisSpec(string Name, IReadOnlyList<double> Values, IReadOnlyList<string> Labels);
