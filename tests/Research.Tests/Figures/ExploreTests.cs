using System.Reflection;
using System.Text.Json.Nodes;
using OpenCvSharp;
using Research.Figures;

namespace Research.Tests.Figures;

public sealed class ExploreTests : IDisposable
{
    private static readonly ExploreText Text = new("Codes & <frames>, größer", "Across", "Up");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>One figure of each kind, with names that are markup, unicode and long.</summary>
    public static TheoryData<string> Kinds => ["points", "variants", "runs", "grid", "rollouts"];

    private static ExploredFigure Draw(string kind) => kind switch
    {
        "points" => Explore.Points(
            Text, Places(1_000), Classes(1_000), [.. Enumerable.Range(0, 1_000).Select(i => $"frame {i}: ←&<b>")]),
        "variants" => Explore.Variants(
            Text, ["64", "cure", "<b>bold</b> & größer, " + new string('x', 60)], [3, 40, double.NaN], [20, 21.5, 22],
            ["switch", "cure", "cure"]),
        "runs" => Explore.Runs(
            Text, [Curve("gru", "loss", 3, 2, double.NaN, 1), Curve("lstm", "loss", 2, 1.5), Curve("gru", "F1", 0.1, 0.5)]),
        "grid" => Explore.Grid(Text,
            [Axis("γ", 0, 1, 2), ExploredAxis.Of("net", ["gru", "lstm", "gru"]), Axis("F1", 0.5, 0.7, double.NaN)]),
        _ => Explore.Rollouts(Text, ["LEFT", "JUMP"], new bool[,] { { true, false }, { true, true }, { false, false } },
            [new("free", new float[,] { { 0.1f, 0.2f }, { 0.9f, 0.8f }, { 1, 0 } })]),
    };

    private static float[,] Places(int count)
    {
        var random = new Random(count);
        float[,] places = new float[count, 2];
        for (int row = 0; row < count; row++)
        {
            (places[row, 0], places[row, 1]) = (random.NextSingle(), 1e-4f * random.NextSingle());
        }

        return places;
    }

    private static string[] Classes(int count) => [.. Enumerable.Range(0, count).Select(i => i % 10 == 0 ? "JUMP" : "IDLE")];

    private static ExploredCurve Curve(string run, string measure, params double[] values) =>
        new(run, measure, [.. Enumerable.Range(1, values.Length).Select(epoch => (double)epoch)], values) { Note = $"of {run}" };

    private static ExploredAxis Axis(string name, params double[] values) => ExploredAxis.Of(name, values);

    private static string TitleOf(ExploredFigure figure) =>
        (string)JsonNode.Parse(figure.ToJson())!["layout"]!["title"]!["text"]!;

    private static JsonArray Traces(ExploredFigure figure) => JsonNode.Parse(figure.ToJson())!["data"]!.AsArray();

    [Fact]
    public void Points_of_a_class_are_a_trace_and_the_rarest_is_drawn_last()
    {
        var traces = Traces(Draw("points"));

        Assert.Equal(["IDLE (n=900)", "JUMP (n=100)"], traces.Select(trace => (string?)trace!["name"]));
        Assert.Equal("frame 10: ←&amp;&lt;b&gt;", (string?)traces[1]!["hovertext"]![1]);
        Assert.Equal(Places(1_000)[10, 1], (float)traces[1]!["y"]![1]!, 1e-8);
    }

    [Fact]
    public void A_variant_without_a_score_is_named_and_not_drawn()
    {
        Assert.Equal(2, Traces(Draw("variants")).Sum(trace => trace!["x"]!.AsArray().Count));
        Assert.Contains(
            "without both scores: &lt;b&gt;bold&lt;/b&gt; &amp; gr", TitleOf(Draw("variants")), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_variants_in_one_place_the_first_is_labelled_and_hovering_names_all()
    {
        var trace = Assert.Single(Traces(Explore.Variants(Text, ["a", "b", "c"], [1, 1, 2], [5, 5, 5])))!;

        Assert.Equal(["a", "", "c"], trace["text"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(["a", "b", "c"], trace["hovertext"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public void A_run_has_one_color_and_one_line_in_the_legend_and_an_absent_value_leaves_a_gap()
    {
        var traces = Traces(Draw("runs"));
        var gru = traces.Where(trace => (string?)trace!["name"] == "gru").ToList();

        Assert.Equal(2, gru.Count);
        Assert.Single(gru.Select(trace => (string?)trace!["line"]!["color"]).Distinct());
        Assert.Equal([true, false], gru.Select(trace => (bool)trace!["showlegend"]!));
        Assert.Equal([3, 2, null, 1], gru[0]!["y"]!.AsArray().Select(value => (double?)value));
        Assert.Equal("of gru", (string?)gru[0]!["hovertext"]![0]);
    }

    [Fact]
    public void A_grid_has_an_axis_for_each_setting_and_leaves_out_the_run_without_a_score()
    {
        var trace = Assert.Single(Traces(Draw("grid")))!;

        Assert.Equal(["γ", "net", "F1"], trace["dimensions"]!.AsArray().Select(axis => (string?)axis!["label"]));
        Assert.Equal([0.5, 0.7], trace["line"]!["color"]!.AsArray().Select(value => (double)value!));
        Assert.Equal(["gru", "lstm"], trace["dimensions"]![1]!["ticktext"]!.AsArray().Select(name => (string?)name));
        Assert.Contains("1 of 3 runs", TitleOf(Draw("grid")), StringComparison.Ordinal);
    }

    [Fact]
    public void Rollouts_zoom_together()
    {
        var layout = JsonNode.Parse(Draw("rollouts").ToJson())!["layout"]!;

        Assert.Equal("x", (string?)layout["xaxis2"]!["matches"]);
        Assert.Equal([0, 1.05], layout["yaxis2"]!["range"]!.AsArray().Select(end => (double)end!));
        Assert.Equal(4, Traces(Draw("rollouts")).Count);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_by_one_message()
    {
        float[,] broken = Places(3);
        broken[1, 0] = float.NaN;
        string place = broken[1, 1].ToString(System.Globalization.CultureInfo.InvariantCulture);
        void Refuses(string message, Action draw) => Assert.StartsWith(
            $"expected {message}.", Assert.ThrowsAny<ArgumentException>(draw).Message, StringComparison.Ordinal);

        Refuses($"finite places; found (NaN, {place}) at point 1", () => Explore.Points(Text, broken, Classes(3)));
        Refuses("1 to 20000 points; found 0", () => Explore.Points(Text, new float[0, 2], []));
        Refuses("1 to 20000 points; found 20001", () => Explore.Points(Text, Places(20_001), Classes(20_001)));
        Refuses("a class for each of 3 points; found 2", () => Explore.Points(Text, Places(3), Classes(2)));
        Refuses("places of [N, 2]; found [3, 3]", () => Explore.Points(Text, new float[3, 3], Classes(3)));
        Refuses("a note for each of 3 points; found 1", () => Explore.Points(Text, Places(3), Classes(3), ["a"]));
        Refuses("a variant with both scores; found none among 1", () => Explore.Variants(Text, ["a"], [double.NaN], [1]));
        Refuses("two scores for each of 1 variants; found 1 and 0", () => Explore.Variants(Text, ["a"], [1], []));
        Refuses("a curve with a finite value; found none among 0", () => Explore.Runs(Text, []));
        Refuses("a curve with a finite value; found none among 1", () => Explore.Runs(Text, [Curve("a", "loss", double.NaN)]));
        Refuses("as many values as epochs; found 0 and 1 in loss of a", () => Explore.Runs(Text, [new("a", "loss", [1], [])]));
        Refuses("each measure of a run once; found one twice",
            () => Explore.Runs(Text, [Curve("a", "loss", 1), Curve("a", "loss", 2)]));
        Refuses("a hyper-parameter and a score at least; found 1 axes",
            () => Explore.Grid(Text, [ExploredAxis.Of("F1", [1.0])]));
        Refuses("a value for each of 2 runs; found 1 of F1",
            () => Explore.Grid(Text, [ExploredAxis.Of("γ", [0.0, 1]), ExploredAxis.Of("F1", [1.0])]));
        Refuses("a score in numbers; found names in net",
            () => Explore.Grid(Text, [ExploredAxis.Of("γ", [0.0]), ExploredAxis.Of("net", ["gru"])]));
        Refuses("a run with a value on each axis; found none among 0",
            () => Explore.Grid(Text, [Axis("γ"), Axis("F1")]));
        Refuses("[1, 1]; found [2, 1] in free",
            () => Explore.Rollouts(Text, ["UP"], new bool[1, 1], [new("free", new float[2, 1])]));
        Refuses("probabilities of 0 to 1; found others in free",
            () => Explore.Rollouts(Text, ["UP"], new bool[1, 1], [new("free", new float[,] { { 1.5f } })]));
        Refuses("a rollout; found none", () => Explore.Rollouts(Text, ["UP"], new bool[1, 1], []));
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void A_page_draws_it_without_asking_the_network(string kind)
    {
        string file = _folder.At($"{kind}.html");
        Draw(kind).Save(file);
        using var page = new BrowserPage(new Uri(file).AbsoluteUri, 1100, 800);
        page.Until("document.querySelector('.research-explored .main-svg, .research-explored canvas') !== null");

        Assert.Empty(page.Faults);
        Assert.Equal(0, page.Evaluate(
            "performance.getEntriesByType('resource').filter(entry => !/^(data|blob):/.test(entry.name)).length").GetInt32());
        string? title = page.Evaluate("document.querySelector('.gtitle').textContent").GetString();
        Assert.StartsWith(Text.Title, title, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void A_picture_has_two_pixels_for_each_pixel_of_the_page_and_colored_data(string kind)
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, "There is no Chromium.");
        var figure = Draw(kind);
        using var picture = Cv2.ImDecode(figure.ToPng(), ImreadModes.Color);
        using var hues = new Mat();
        using var saturation = new Mat();
        Cv2.CvtColor(picture, hues, ColorConversionCodes.BGR2HSV);
        Cv2.ExtractChannel(hues, saturation, 1);
        Cv2.Threshold(saturation, saturation, 100, 255, ThresholdTypes.Binary);

        Assert.Equal((2 * ExploredFigure.Width, 2 * figure.Height), (picture.Width, picture.Height));
        Assert.InRange(Cv2.CountNonZero(saturation), 300, picture.Width * picture.Height / 4); // all but data is grey
    }

    [SkippableFact]
    public void Ten_thousand_points_are_drawn()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, "There is no Chromium.");
        var figure = Explore.Points(Text, Places(10_000), Classes(10_000));

        Assert.InRange(figure.ToHtml().Length, 100_000, 400_000);
        using var picture = Cv2.ImDecode(figure.ToPng(), ImreadModes.Color);
        Assert.Equal(2 * ExploredFigure.Width, picture.Width);
    }

    [Fact]
    public void No_type_of_FSharp_or_Plotly_NET_is_in_the_librarys_interface()
    {
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var interfaces = typeof(Explore).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMembers(Declared))
            .SelectMany(member => member switch
            {
                MethodInfo method => [.. method.GetParameters().Select(parameter => parameter.ParameterType), method.ReturnType],
                ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
                PropertyInfo property => [property.PropertyType],
                FieldInfo field => [field.FieldType],
                _ => [],
            }).Select(type => type.Assembly.GetName().Name).Distinct().ToList();

        Assert.Contains("Research", interfaces);
        Assert.DoesNotContain("FSharp.Core", interfaces);
        Assert.DoesNotContain("Plotly.NET", interfaces);
    }

    [Theory]
    [InlineData("Perplexity, 256 codes", "perplexity-256-codes")]
    [InlineData("γ & α\nfür alle", "γ-α-für-alle")]
    [InlineData("…", "figure")]
    public void A_title_names_a_file(string title, string name) => Assert.Equal(name, FigureName.Of(title));

    [Fact]
    public void A_figure_is_written_as_a_page_or_a_picture_only()
    {
        var refused = Assert.Throws<ArgumentException>(() => Draw("variants").Save(_folder.At("a.svg")));
        Assert.StartsWith("A figure is written to .html or .png; found '.svg'", refused.Message, StringComparison.Ordinal);
    }
}
