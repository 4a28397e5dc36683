namespace Research.Figures;

/// <summary>
/// Everything that can be added to a figure or a panel, found by typing a dot after <c>Add</c>. Every method gives back
/// the figure or panel, so that calls chain; settings beyond the parameters are properties of the record that
/// <see cref="Trace"/> or <see cref="Mark"/> takes.
/// </summary>
/// <typeparam name="TOwner"><see cref="Figure"/> or <see cref="Panel"/>.</typeparam>
public sealed class Adder<TOwner>
{
    private readonly TOwner _owner;
    private readonly Panel _panel;

    internal Adder(TOwner owner, Panel panel) => (_owner, _panel) = (owner, panel);

    /// <summary>Any trace, with all of its settings.</summary>
    public TOwner Trace(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        trace.ToPlotly(); // what cannot be drawn is refused in the cell that adds it
        _panel.Traces.Add(trace);
        return _owner;
    }

    /// <summary>Any mark, with all of its settings.</summary>
    public TOwner Mark(Mark mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        _panel.Marks.Add(mark);
        return _owner;
    }

    /// <summary>Bars, with bold text above each where given.</summary>
    public TOwner Bar(
        Series x, Series y, string? name = null, string? color = null, IReadOnlyList<string>? colors = null,
        IReadOnlyList<string>? text = null) =>
        Trace(new Bar(x, y) { Name = name, Color = color, Colors = colors, Text = text });

    /// <summary>A line through points.</summary>
    public TOwner Line(Series x, Series y, string? name = null, string? color = null, Dash dash = Dash.Solid, bool markers = false) =>
        Trace(new Scatter(x, y) { Lines = true, Markers = markers, Name = name, Color = color, Dash = dash });

    /// <summary>Points.</summary>
    public TOwner Points(
        Series x, Series y, string? name = null, string? color = null, double size = 7, double opacity = 0.8) =>
        Trace(new Scatter(x, y) { Markers = true, Name = name, Color = color, MarkerSize = size, Opacity = opacity });

    /// <summary>The area between two lines, such as an interval around a mean.</summary>
    /// <exception cref="ArgumentException">The three columns differ in length.</exception>
    public TOwner Band(Series x, Series low, Series high, string? name = null, string color = Palette.Blue, double opacity = 0.2)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        if (x.Count != low.Count || x.Count != high.Count)
        {
            throw new ArgumentException($"The band has {x.Count} x values, {low.Count} lower and {high.Count} upper values.");
        }

        var outline = new Scatter(
            Series.Of(x.Numbers.Concat(x.Numbers.Reverse())), Series.Of(low.Numbers.Concat(high.Numbers.Reverse())));
        return Trace(outline with
        {
            Name = name,
            Fill = Fill.Enclosed,
            FillColor = Palette.Translucent(color, opacity),
        });
    }

    /// <summary>
    /// Filled stretches of the x axis, such as the frames in which a key is down; each is at least a hair's breadth wide
    /// on paper, so that a single frame stays visible among thousands.
    /// </summary>
    /// <param name="intervals">Start and end of each stretch.</param>
    /// <param name="bottom">Lower edge on the y axis.</param>
    /// <param name="top">Upper edge on the y axis.</param>
    /// <param name="name">What the legend calls them.</param>
    /// <param name="color">The colour, <c>#rrggbb</c>.</param>
    /// <param name="opacity">The opacity of the filling, in [0, 1].</param>
    public TOwner Intervals(
        IEnumerable<(double Start, double End)> intervals, double bottom = 0, double top = 1, string? name = null,
        string color = Palette.Green, double opacity = 0.35)
    {
        ArgumentNullException.ThrowIfNull(intervals);
        List<double> x = [];
        List<double> y = [];
        foreach (var (start, end) in intervals)
        {
            x.AddRange([start, end, end, start, start, double.NaN]);
            y.AddRange([bottom, bottom, top, top, bottom, double.NaN]);
        }

        return Trace(new Scatter(x, y)
        {
            Name = name,
            Lines = true,
            LineWidth = 1,
            Color = Palette.Translucent(color, Math.Min(1, opacity * 1.6)),
            Fill = Fill.Enclosed,
            FillColor = Palette.Translucent(color, opacity),
        });
    }

    /// <summary>A matrix as coloured cells, row 0 on top; NaN leaves a cell empty.</summary>
    /// <param name="values">[rows, columns].</param>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The names of the rows, from the top.</param>
    /// <param name="format">The .NET number format that writes each value into its cell, such as <c>0.00</c>.</param>
    /// <param name="missing">What stands in an empty cell.</param>
    /// <param name="scale">The colours; viridis if null.</param>
    /// <param name="range">The values at the ends of the scale; the matrix's extremes if null.</param>
    /// <param name="colorBar">The title of the colour bar, "" for a bar without title; null draws no bar.</param>
    public TOwner Heatmap(
        double[,] values, IReadOnlyList<string>? columns = null, IReadOnlyList<string>? rows = null, string? format = null,
        string? missing = null, ColorScale? scale = null, (double Min, double Max)? range = null, string? colorBar = null) =>
        Trace(new Heatmap(values)
        {
            Columns = columns,
            Rows = rows,
            Format = format,
            Missing = missing,
            Scale = scale ?? ColorScale.Viridis,
            Range = range,
            ColorBar = colorBar,
        });

    /// <summary>How often values fall into bins.</summary>
    public TOwner Histogram(
        Series values, (double Start, double End, double Width)? bins = null, string? name = null, string? color = null,
        double opacity = 1) =>
        Trace(new Histogram(values) { Bins = bins, Name = name, Color = color, Opacity = opacity });

    /// <summary>A lying box with the sample's points.</summary>
    public TOwner Box(string row, Series values, string? color = null) => Trace(new Box(row, values) { Color = color });

    /// <summary>A picture without axes.</summary>
    public TOwner Image(Image image)
    {
        _panel.XAxis.Hidden = _panel.YAxis.Hidden = true;
        return Trace(image);
    }

    /// <summary>A vertical line from edge to edge.</summary>
    public TOwner VerticalLine(double x, string color = Palette.Grey, Dash dash = Dash.Dash) =>
        Mark(new Rule(x, null) { Color = color, Dash = dash });

    /// <summary>A horizontal line from edge to edge.</summary>
    public TOwner HorizontalLine(double y, string color = Palette.Grey, Dash dash = Dash.Dash) =>
        Mark(new Rule(null, y) { Color = color, Dash = dash });

    /// <summary>A filled rectangle beneath the data; an edge of null reaches the panel's edge.</summary>
    public TOwner Rectangle(
        double? left, double? right, double? bottom = null, double? top = null, string color = Palette.Grey, double opacity = 0.25) =>
        Mark(new Rectangle(left, right, bottom, top) { Color = color, Opacity = opacity });

    /// <summary>Text at a point of the data.</summary>
    public TOwner Label(double x, double y, string text, double size = 12, bool arrow = false) =>
        Mark(new Label(x, y, text) { Size = size, Arrow = arrow });
}
