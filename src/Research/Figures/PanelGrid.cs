using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>A panel's place in Plotly's unit square, and the names of its axes.</summary>
internal sealed record PanelCell(
    Panel Panel, int Row, int Column, string X, string Y, double Left, double Right, double Bottom, double Top);

/// <summary>
/// Divides the paper among title, legend and panels. Plotly itself grows the outer margins to fit labels; between panels
/// nothing grows, so the gaps are reckoned here from what has to stand in them.
/// </summary>
internal sealed class PanelGrid
{
    internal const int Edge = 14;

    private const int Bare = 24;
    private const double CharacterWidth = PlotlyTheme.TextSize * 0.58;
    private const double AxisTitleRoom = 30;
    private const double HalfLabels = 36;
    private const double ColorBarRoom = 95;
    private const double ColorBarOffset = 12;

    private readonly Figure _figure;

    internal PanelGrid(Figure figure)
    {
        _figure = figure;
        Title = Wrap(figure.Title, figure.Width - 60, PlotlyTheme.TitleSize * 0.54);
        HasLegend = figure.Legend != Legend.None && figure.Panels.Any(panel => panel.Traces.Any(trace => trace.Name is not null));
        PanelTitleHeight = TitleHeight(0);
        var titleHeight = Title.Length == 0 ? 0 : Title.Split('\n').Length * PlotlyTheme.TitleSize * 1.3;
        var legendHeight = HasLegend && figure.Legend == Legend.Top ? 30 : 0;
        Left = Column(0).All(panel => panel.YAxis.Hidden) ? Bare : 60;
        Right = Bare;
        Bottom = Row(figure.Rows - 1).All(panel => panel.XAxis.Hidden) ? Bare : 50;
        Top = Edge + titleHeight + 8 + legendHeight + PanelTitleHeight;
        PlotHeight = Math.Max(figure.Height - Top - Bottom, 1);
        var spare = SpareWidth();
        Left += spare;
        Right += spare;
        Cells = [.. Divide()];
    }

    /// <summary>The figure's title, wrapped to its width.</summary>
    internal string Title { get; }

    internal bool HasLegend { get; }

    /// <summary>The height in pixels of the titles above the first row of panels.</summary>
    internal double PanelTitleHeight { get; }

    internal double Left { get; }

    internal double Right { get; }

    internal int Bottom { get; }

    internal double Top { get; }

    internal double PlotHeight { get; }

    internal IReadOnlyList<PanelCell> Cells { get; }

    /// <summary><c>x</c>, <c>x2</c>, <c>x3</c>, …: the axes of the panel with that index, as traces refer to them.</summary>
    internal static string AxisName(string letter, int index) => index == 0 ? letter : $"{letter}{index + 1}";

    /// <summary>The layout's name of the axis that traces call <c>x2</c>: <c>xaxis2</c>.</summary>
    internal static string AxisKey(string name) => $"{name[0]}axis{name[1..]}";

    /// <summary>
    /// A colour bar beside its panel. The only one of a figure speaks for all panels if it stands at the right: it is
    /// then as high as the figure.
    /// </summary>
    internal JsonObject ColorBar(string title, PanelCell cell)
    {
        var alone = _figure.Panels.Sum(panel => panel.Traces.Count(trace => trace.ColorBarTitle is not null)) == 1;
        var whole = alone && cell.Column == _figure.Columns - 1;
        var (bottom, top) = whole ? (0, 1) : (cell.Bottom, cell.Top);
        return new()
        {
            ["title"] = title.Length == 0
                ? null
                : new JsonObject
                {
                    ["text"] = PlotlyJson.Text(title),
                    ["side"] = "right",
                    ["font"] = new JsonObject { ["size"] = PlotlyTheme.TextSize },
                },
            ["thickness"] = 16,
            ["outlinewidth"] = 0,
            ["x"] = cell.Right + (ColorBarOffset / PlotWidth),
            ["xpad"] = 0,
            ["y"] = (bottom + top) / 2,
            ["len"] = top - bottom,
            ["ypad"] = 0,
        };
    }

    private double PlotWidth => Math.Max(_figure.Width - Left - Right, 1);

    /// <summary>
    /// What a single panel of square cells leaves free at either side: as margin it keeps the colour bar beside the panel,
    /// where Plotly would leave the bar behind at the edge.
    /// </summary>
    private double SpareWidth()
    {
        var panel = _figure[0, 0];
        var raster = panel.Traces.Select(trace => trace.Raster).FirstOrDefault(size => size is not null);
        if (_figure.Rows * _figure.Columns > 1 || !panel.HasEqualAspect || raster is not var (width, height) || height == 0)
        {
            return 0;
        }

        return Math.Max(0, (PlotWidth - (PlotHeight * width / height)) / 2);
    }

    private IEnumerable<PanelCell> Divide()
    {
        var columnGap = LargestGap(_figure.Columns, GapLeftOf) / PlotWidth;
        var rowGap = LargestGap(_figure.Rows, GapAbove) / PlotHeight;
        var width = Share(_figure.Columns, columnGap);
        var height = Share(_figure.Rows, rowGap);
        for (var row = 0; row < _figure.Rows; row++)
        {
            for (var column = 0; column < _figure.Columns; column++)
            {
                var index = (row * _figure.Columns) + column;
                var left = column * (width + columnGap);
                var top = 1 - (row * (height + rowGap));
                yield return new(
                    _figure[row, column], row, column, AxisName("x", index), AxisName("y", index),
                    left, Math.Min(left + width, 1), Math.Max(top - height, 0), top);
            }
        }
    }

    /// <summary>Each panel's share of a side; panels keep at least half of it, however much stands between them.</summary>
    private static double Share(int panels, double gap) => Math.Max((1 - ((panels - 1) * gap)) / panels, 0.5 / panels);

    private static double LargestGap(int count, Func<int, double> gap) =>
        Enumerable.Range(1, count - 1).Select(gap).DefaultIfEmpty(0).Max();

    private double GapLeftOf(int column)
    {
        var labels = Column(column).Max(panel => _figure.SharedY ? 0 : Labels(panel.YAxis.LongestLabel(panel.YData), panel.YAxis));
        var bar = Column(column - 1).Any(panel => panel.HasColorBar);
        var labelledBelow = Column(column).Any(panel => !panel.XAxis.Hidden);
        return (labelledBelow ? HalfLabels : 8) + labels + (bar ? ColorBarRoom : 0);
    }

    private double GapAbove(int row)
    {
        var labels = Row(row - 1).Max(panel =>
            _figure.SharedX || panel.XAxis.Hidden ? 0 : 24 + (panel.XAxis.Title is null ? 0 : AxisTitleRoom));
        return 8 + TitleHeight(row) + labels;
    }

    private double TitleHeight(int row) => Row(row).Max(panel =>
        panel.Title is null ? 0 : 6 + (panel.Title.Split('\n').Length * PlotlyTheme.PanelTitleSize * 1.3));

    private static double Labels(int characters, Axis axis) => axis.Hidden
        ? 0
        : 10 + (characters * CharacterWidth) + (axis.Title is null ? 0 : AxisTitleRoom);

    private IEnumerable<Panel> Row(int row) => Enumerable.Range(0, _figure.Columns).Select(column => _figure[row, column]);

    private IEnumerable<Panel> Column(int column) => Enumerable.Range(0, _figure.Rows).Select(row => _figure[row, column]);

    private static string Wrap(string text, double width, double characterWidth)
    {
        var room = (int)(width / characterWidth);
        return string.Join('\n', text.Split('\n').Select(line => line.Length <= room ? line : WrapLine(line, room)));
    }

    private static string WrapLine(string line, int room)
    {
        var lines = new List<string> { "" };
        foreach (var word in line.Split(' '))
        {
            var longer = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            if (longer.Length <= room || lines[^1].Length == 0)
            {
                lines[^1] = longer;
            }
            else
            {
                lines.Add(word);
            }
        }

        return string.Join('\n', lines);
    }
}
