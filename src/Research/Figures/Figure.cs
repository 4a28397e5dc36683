using System.Text;
using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>Where a figure's legend stands. It never covers data.</summary>
public enum Legend
{
    /// <summary>At the right, one entry below the other.</summary>
    Right,

    /// <summary>Under the title, in one line.</summary>
    Top,

    /// <summary>Nowhere.</summary>
    None,
}

/// <summary>
/// A figure: one panel, or a grid of them, described in plain data and drawn by Plotly.
/// </summary>
/// <example>
/// <code>
/// new Figure("Loss") { XAxis = { Title = "Epoch" }, YAxis = { Title = "Focal loss", Log = true } }
///     .Add.Line(epochs, training, "training")
///     .Add.Line(epochs, validation, "validation", dash: Dash.Dash)
/// </code>
/// </example>
/// <remarks>All text is plain text; a newline breaks the line. The same figure always gives the same JSON.</remarks>
public sealed class Figure
{
    private readonly Panel[,] _panels;

    /// <summary>An empty figure.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="rows">The number of rows of panels, at least 1.</param>
    /// <param name="columns">The number of columns of panels, at least 1.</param>
    public Figure(string title, int rows = 1, int columns = 1)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Title = title;
        Name = Slug(title);
        _panels = new Panel[rows, columns];
        for (var index = 0; index < rows * columns; index++)
        {
            _panels[index / columns, index % columns] = new();
        }

        Add = new(this, _panels[0, 0]);
    }

    /// <summary>Adds data and marks to the first panel.</summary>
    public Adder<Figure> Add { get; }

    /// <summary>What stands above the figure.</summary>
    public string Title { get; set; }

    /// <summary>The figure's name in file names; from the title if not set: <c>Loss (GRU)</c> gives <c>loss-gru</c>.</summary>
    public string Name { get; set; }

    /// <summary>The width in CSS pixels.</summary>
    public int Width { get; set; } = 1000;

    /// <summary>The height in CSS pixels.</summary>
    public int Height { get; set; } = 600;

    /// <summary>The number of rows of panels.</summary>
    public int Rows => _panels.GetLength(0);

    /// <summary>The number of columns of panels.</summary>
    public int Columns => _panels.GetLength(1);

    /// <summary>The first panel's horizontal axis.</summary>
    public Axis XAxis => _panels[0, 0].XAxis;

    /// <summary>The first panel's vertical axis.</summary>
    public Axis YAxis => _panels[0, 0].YAxis;

    /// <summary>The panels of a column share their horizontal axis; only the lowest is labelled.</summary>
    public bool SharedX { get; set; }

    /// <summary>The panels of a row share their vertical axis; only the leftmost is labelled.</summary>
    public bool SharedY { get; set; }

    /// <summary>Where the legend stands, once a trace has a name.</summary>
    public Legend Legend { get; set; }

    /// <summary>A panel of the grid, counted from 0 at the top left.</summary>
    public Panel this[int row, int column] => _panels[row, column];

    /// <summary>The panels, row by row.</summary>
    public IEnumerable<Panel> Panels => _panels.Cast<Panel>();

    /// <summary>The figure as Plotly takes it (<c>application/vnd.plotly.v1+json</c>): data, layout and config.</summary>
    public string ToJson() => Describe().ToJsonString(PlotlyJson.Plain);

    /// <summary>
    /// The figure as a fragment of an HTML page: it fills the page's width up to its own, and follows the reader's choice
    /// of a light or dark page. The page loads Plotly once, before or after (see <see cref="PlotlyScript"/>).
    /// </summary>
    public string ToHtml() => FigureHtml.Fragment(Describe());

    internal JsonObject Describe()
    {
        var json = FigureLayout.Describe(this).WithoutNulls();
        json["layout"]!["meta"] = new JsonObject { ["name"] = Name, ["title"] = Title };
        return json;
    }

    private static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var character in title.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                slug.Append(character);
            }
            else if (slug.Length > 0 && slug[^1] != '-' && character != '\'')
            {
                slug.Append('-');
            }
        }

        return slug.Length == 0 ? "figure" : slug.ToString().TrimEnd('-');
    }
}
