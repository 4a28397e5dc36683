using Research.Figures;
using ScottPlot;
using SkiaSharp;

namespace Research.Tests.Figures;

/// <summary>Plots draw what is unusual, or refuse it with one clear message.</summary>
public class PlotTests
{
    private const double NaN = double.NaN;

    private static readonly string[] Odd = [new string('x', 60), "übermäßig γ ≤ 0.5 −1 " + new string('w', 39), "two\nlines", ""];

    private static readonly double[] OddValues = [1, NaN, double.PositiveInfinity, -2];

    /// <summary>Every plot, with labels of 60 letters, Unicode and line breaks, and values that are not finite.</summary>
    public static TheoryData<string, Func<object>> Unusual => new()
    {
        { "bars", () => new Chart(Odd[0]).Bars(Odd, OddValues) },
        { "bars, one", () => new Chart(Odd[2]).Bars(["a"], [0.0]) },
        { "bars, all missing", () => new Chart().Bars(["a", "b"], [NaN, NaN], options: new() { Logarithmic = true }) },
        { "series of bars", () => new Chart(Odd[1]).GroupedBars(Odd, [new(Odd[0], OddValues)
        {
            Intervals = [(0, 2), (NaN, NaN), (0, 1), (-3, -1)],
        }, new(Odd[1], OddValues)]) },
        { "ranking", () => new Chart(Odd[0]).Ranking(Odd, OddValues) },
        { "curves", () => new Chart().Curves([new(Odd[0], OddValues), new(Odd[1], [NaN])], new() { Logarithmic = true }) },
        { "10,000 points", () => new Chart().Curves([new("", [.. Enumerable.Range(0, 10_000).Select(i => Math.Sin(i / 100.0))])]) },
        { "one epoch", () => new Chart().TrainingCurves([new(Odd[0], [0.3], [NaN])]) },
        { "calibration", () => new Chart().Calibration([new(Odd[1], [NaN, 1]) { X = [0, 1] }]) },
        { "heat map", () => new Chart().HeatMap(new[,] { { 1, NaN, 2, 3 } }, [Odd[0]], Odd, new() { ColorBar = Odd[1] }) },
        { "heat map, all missing", () => new Chart().HeatMap(new[,] { { NaN } }, null, null, new() { ColorBar = "" }) },
        { "heat map, constant", () => new Chart().HeatMap(new[,] { { 2.0, 2.0 } }, null, null, new() { ColorBar = "" }) },
        { "heat map, large", () => new Chart().HeatMap(new double[300, 300], null, null) },
        { "heat maps", () => new ChartGrid(Odd[1], 2, 2).HeatMaps([(Odd[0], new[,]
        {
            { 1, NaN },
        }), (Odd[2], new[,] { { 0.0, 1 } }), ("", new[,] { { NaN, NaN } })], [Odd[0]], Odd[..2]) },
        { "10,000 frames", () => new Chart(Odd[2]).KeyTimeline(Odd, [new(Odd[0], Alternating(10_000, 4)), new(Odd[1], new bool[10_000, 4])]) },
        { "one frame", () => new Chart().KeyTimeline(["a"], [new("human", new[,] { { true } })]) },
        { "images", () => new Chart(Odd[1]).ImageGrid([.. Odd.Select(title => new Picture(title, [0, float.NaN, 2, -1], 2, 2))], 3, new()
        {
            Rows = Odd[..2],
        }) },
        {
            "one class",
            () => new Chart().ScatterByClass(
                [.. Enumerable.Range(0, 10_000).Select(i => (double)i)], new double[10_000],
                    [.. Enumerable.Repeat(Odd[0], 10_000)])
        },
        { "scatter, not finite", () => new Chart().ScatterByClass(OddValues, OddValues, Odd) },
        { "histogram", () => new Chart().Histogram([new(Odd[0], OddValues), new(Odd[1], [])]) },
        { "histogram, one value", () => new Chart().Histogram([new("", [3])]) },
        { "boxes", () => new Chart().Boxes([new(Odd[0], OddValues), new(Odd[2], [])], new() { Logarithmic = true }) },
        { "codebook, nothing chosen", () => new Chart().CodebookUsage([("a", [0, 0]), (Odd[1], [5, 0])]) },
    };

    /// <summary>What is refused, and a part of the message.</summary>
    public static TheoryData<Action, string> Refused => new()
    {
        { () => new Chart().Bars([], []), "no label" },
        { () => new Chart().Bars(["a"], [1, 2]), "Found 2 values of '', expected 1" },
        { () => new Chart().Curves([]), "no curve" },
        { () => new Chart().Curves([new("a", [1, 2]) { X = [1] }]), "Found 1 places of the curve 'a', expected 2" },
        { () => new Chart().TrainingCurves([new("GRU", [], [])]), "The run 'GRU' has no epoch" },
        { () => new Chart().HeatMap(new double[0, 3], [], null), "no cell of the heat map" },
        { () => new Chart().HeatMap(new double[2, 2], ["a"], null), "Found 1 names of rows, expected 2" },
        { () => new ChartGrid("", 1, 1).HeatMaps([("a", new double[1, 1]), ("b", new double[1, 1])], ["r"], ["c"]), "Found 2 items, expected at most 1" },
        { () => new Chart().KeyTimeline(["a"], [new("human", new bool[3, 1]), new("GRU", new bool[2, 1])]), "Found 2 frames of 'GRU', expected 3" },
        { () => new Chart().KeyTimeline(["a"], [new("human", new bool[0, 1])]), "no frame" },
        { () => new Chart().ImageGrid([new Picture("frame 3", new float[5], 2, 2)], 1), "The picture 'frame 3' has 5 values, "
            + "expected 2 × 2" },
        { () => new Chart().ScatterByClass([1], [1], []), "Found 0 classes, expected 1" },
        { () => new Chart().Histogram([new("a", [NaN])]), "no finite value" },
        { () => new Chart().Histogram([new("a", [1])], new() { Bins = (0, 1, 0) }), "Found bins of 0 from 0 to 1" },
        { () => new Chart().CodebookUsage([("a", [])]), "no entry of the codebook 'a'" },
    };

    [Theory]
    [MemberData(nameof(Unusual), DisableDiscoveryEnumeration = true)]
    public void Unusual_input_is_drawn(string name, Func<object> draw)
    {
        using var picture = SKBitmap.Decode(Rendering.ToPng(draw(), scale: 0.5));

        Assert.True(picture.Pixels.Distinct().Count() > 1, $"{name}: the picture is blank.");
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_cannot_be_drawn_is_refused_by_one_message(Action draw, string message)
    {
        Assert.Contains(message, Assert.Throws<ArgumentException>(draw).Message);
    }

    [Fact]
    public void Seeds_of_a_run_are_their_mean_and_a_band()
    {
        var chart = new Chart().TrainingCurves([new("a", [1, 3], []), new("a", [3, 5], []), new("b", [0], [])]);

        var lines = chart.GetPlottables<ScottPlot.Plottables.Scatter>()
            .Select(line => line.Data.GetScatterPoints().Select(p => p.Y)).ToArray();
        Assert.Equal([[2.0, 4.0], [0.0]], lines);
        Assert.Single(chart.GetPlottables<ScottPlot.Plottables.FillY>());
    }

    [Fact]
    public void The_best_epoch_is_the_lowest_validation_value_or_the_highest_where_higher_is_better()
    {
        double Best(bool higher) => new Chart()
            .TrainingCurves([new("a", [9, 9, 9], [2, 1, 3])], new() { HigherIsBetter = higher })
            .GetPlottables<ScottPlot.Plottables.Marker>().Single().X;

        Assert.Equal((2, 3), (Best(higher: false), Best(higher: true)));
    }

    [Fact]
    public void A_missing_cell_reads_not_available_and_has_no_colour_of_the_scale()
    {
        var chart = new Chart().HeatMap(new[,] { { 0.25, NaN } }, ["a"], ["b", "c"], new() { Range = (0, 1) });

        Assert.Equal(["0.25", "N/A"], chart.GetPlottables<ScottPlot.Plottables.Text>().Select(text => text.LabelText));
        Assert.Equal(new Color(Theme.Light.Absent), chart.GetPlottables<ScottPlot.Plottables.Heatmap>().Single().NaNCellColor);
    }

    [Fact]
    public void A_ranking_runs_from_the_highest_to_the_lowest()
    {
        var chart = new Chart().Ranking(["low", "none", "high"], [0.1, NaN, 0.9]);
        chart.ToPng(1);

        Assert.Equal(["none  N/A", "low  0.10", "high  0.90"], chart.Axes.Left.TickGenerator.Ticks.OrderBy(tick => tick.Position)
            .Select(tick => tick.Label));
    }

    [Fact]
    public void The_axis_of_bars_reaches_the_ends_of_intervals_and_the_reference()
    {
        var limits = new Chart()
            .GroupedBars(["a"], [new("x", [0.02]) { Intervals = [(-0.03, 0.07)] }], new() { Reference = 0.5 }).Axes.GetLimits();
        Assert.True(limits.Bottom < -0.03 && limits.Top > 0.5, $"found an axis from {limits.Bottom} to {limits.Top}");

        var logarithmic = new Chart().Bars(["a"], [10.0], options: new() { Logarithmic = true, Reference = 0.01 });
        Assert.Equal(-2, logarithmic.GetPlottables<ScottPlot.Plottables.HorizontalLine>().Single().Y, precision: 9);
        Assert.InRange(logarithmic.Axes.GetLimits().Bottom, -4, -2.001);
    }

    [Fact]
    public void Panels_have_equal_data_areas_whatever_their_labels_take()
    {
        var grid = new ChartGrid("title", 2, 2).Each(["a", "b", "c"],
            (plot, name, at) => plot.Bars([name], [at.Row == 0 ? 1e9 : 1.0], options: new() { Y = at.Column == 0 ? "y" : "" }));
        grid.ToPng(1);

        var sizes = grid.Panels.Take(3).Select(panel => (panel.LastRender.DataRect.Width, panel.LastRender.DataRect.Height))
            .ToArray();
        Assert.Equal(sizes[0].Width, sizes[1].Width, 1f);
        Assert.Equal(sizes[0].Width, sizes[2].Width, 1f);
        Assert.Equal(sizes[0].Height, sizes[2].Height, 1f);
    }

    [Fact]
    public void The_dark_theme_turns_paper_and_ink_and_leaves_the_data()
    {
        var chart = new Chart("title").Bars(["a"], [1.0]);
        Theme.Dark.Apply(chart);
        using var picture = SKBitmap.Decode(chart.ToPng(1));

        Assert.Equal(new Color(Theme.Dark.Paper).ToSKColor(), picture.GetPixel(2, 2));
        Assert.Contains(new Color(Research.Figures.Palette.Viridis(1)[0]).ToSKColor(), picture.Pixels);
    }

    [Theory]
    [InlineData("one two three", 7, "one two\nthree")]
    [InlineData("abcdefgh", 3, "abc\ndef\ngh")]
    [InlineData("a\r\nb", 9, "a\nb")]
    [InlineData("", 9, "")]
    public void Text_is_broken_at_spaces_and_inside_words_longer_than_a_line(string text, int letters, string expected)
    {
        Assert.Equal(expected, Plots.Wrap(text, letters));
    }

    private static bool[,] Alternating(int frames, int keys)
    {
        bool[,] held = new bool[frames, keys];
        for (int frame = 0; frame < frames; frame++)
        {
            held[frame, frame % keys] = frame % 2 == 0;
        }

        return held;
    }
}
