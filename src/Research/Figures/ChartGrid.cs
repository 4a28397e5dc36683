using ScottPlot;

namespace Research.Figures;

/// <summary>A <see cref="Multiplot"/> in the kit's look: a title above panels whose data areas are equally large.</summary>
public sealed class ChartGrid : Multiplot
{
    /// <summary>Empty panels below a title.</summary>
    /// <param name="title">What stands above them; a newline breaks it.</param>
    /// <param name="rows">Rows of panels, at least 1.</param>
    /// <param name="columns">Columns of panels, at least 1.</param>
    public ChartGrid(string title, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (Rows, Columns, Height) = (rows, columns, 60 + 340 * rows);
        Subplots.RemoveAt(0); // a multiplot begins with one
        for (int panel = 0; panel < rows * columns; panel++)
        {
            Subplots.Add(Panel(Width / columns));
        }

        var strip = new Chart(title);
        strip.HideAxesAndGrid();
        strip.Axes.Title.IsVisible = true;
        Subplots.Add(strip); // last: the panels' numbers begin at 0
        Layout = new GridLayout(rows, columns);
    }

    /// <summary>Rows of panels.</summary>
    public int Rows { get; }

    /// <summary>Columns of panels.</summary>
    public int Columns { get; }

    /// <summary>What stands above the panels.</summary>
    public string Title
    {
        get => TitleStrip.Axes.Title.Label.Text;
        set => TitleStrip.Title(value);
    }

    /// <summary>Width in CSS pixels.</summary>
    public int Width { get; set; } = Theme.Width;

    /// <summary>Height in CSS pixels.</summary>
    public int Height { get; set; }

    /// <summary>A panel, counted from 0 at the top left.</summary>
    public Plot this[int row, int column] => Subplots.GetPlot(row * Columns + column);

    /// <summary>The panels, row by row.</summary>
    public IEnumerable<Plot> Panels => Subplots.GetPlots().Take(Rows * Columns);

    private Plot TitleStrip => Subplots.GetPlot(Rows * Columns);

    private static Chart Panel(int width)
    {
        var panel = new Chart { Width = width, Height = 300 };
        panel.Axes.Title.Label.FontSize = Theme.LabelSize;
        panel.Axes.Title.FullFigureCenter = false;
        return panel;
    }
}
