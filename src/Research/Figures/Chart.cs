using ScottPlot;

namespace Research.Figures;

/// <summary>A <see cref="Plot"/> in the kit's look, with the size at which it is shown.</summary>
public sealed class Chart : Plot
{
    /// <summary>An empty chart.</summary>
    /// <param name="title">What stands above it; a newline breaks it.</param>
    public Chart(string title = "")
    {
        ArgumentNullException.ThrowIfNull(title);
        Theme.Light.Apply(this);
        Title(title);
    }

    /// <summary>Width in CSS pixels.</summary>
    public int Width { get; set; } = Theme.Width;

    /// <summary>Height in CSS pixels.</summary>
    public int Height { get; set; } = Theme.Height;

    /// <summary>
    /// The most pixels for each CSS pixel, along each side, that a notebook is given; 1 for photographs, of which PNG files are
    /// large.
    /// </summary>
    public int MostScale { get; set; } = 2;
}
