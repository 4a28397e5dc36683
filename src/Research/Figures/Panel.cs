namespace Research.Figures;

/// <summary>One pair of axes with what is drawn on it; a figure is a grid of panels.</summary>
public sealed class Panel
{
    internal Panel() => Add = new(this, this);

    /// <summary>Adds data and marks.</summary>
    public Adder<Panel> Add { get; }

    /// <summary>What stands above the panel; a newline breaks it.</summary>
    public string? Title { get; set; }

    /// <summary>The horizontal axis.</summary>
    public Axis XAxis { get; } = new();

    /// <summary>The vertical axis.</summary>
    public Axis YAxis { get; } = new();

    /// <summary>One unit is equally long on both axes: square cells, undistorted pictures. Null does so for images only.</summary>
    public bool? EqualAspect { get; set; }

    internal List<Trace> Traces { get; } = [];

    internal List<Mark> Marks { get; } = [];

    internal bool RowsRunDown => Traces.Any(trace => trace.RowsRunDown);

    internal bool HasEqualAspect => EqualAspect ?? Traces.Any(trace => trace is Image);

    internal bool HasColorBar => Traces.Any(trace => trace.ColorBarTitle is not null);

    /// <summary>A place in the grid that nothing was said about: no axes are drawn there.</summary>
    internal bool IsUnused =>
        Traces.Count == 0 && Marks.Count == 0 && Title is null && XAxis.IsUntouched && YAxis.IsUntouched;

    internal IReadOnlyList<Series> XData => [.. Traces.Select(trace => trace.Horizontal).OfType<Series>()];

    internal IReadOnlyList<Series> YData => [.. Traces.Select(trace => trace.Vertical).OfType<Series>()];
}
