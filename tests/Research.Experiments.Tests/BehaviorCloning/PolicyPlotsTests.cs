using Research.Alignment;
using Research.Experiments.BehaviorCloning;
using Research.Figures;
using Research.Metrics;
using Research.Sessions;
using ScottPlot.Plottables;

namespace Research.Experiments.Tests.BehaviorCloning;

public sealed class PolicyPlotsTests : IDisposable
{
    private static readonly LabelMatrix Truth =
        LabelMatrix.OfBits(ActionSet.Cuphead.Names, [0b0110000, 0b1110000, 0b1000000, 0b0100001, 0b0000001, 0]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_carry_the_support_and_what_does_not_occur_reads_NA()
    {
        var grid = PolicyPlots.Scores("t", ("GRU 512", ClassificationReport.Of(Truth, Truth)));
        grid.ToPng(1);

        Assert.Equal(
            ["DASH (n=2)", "SHOOT (n=3)", "JUMP (n=2)", "RIGHT (n=0)", "LEFT (n=0)", "DOWN (n=0)", "UP (n=2)"],
            grid[0, 0].Axes.Left.TickGenerator.Ticks.OrderBy(tick => tick.Position).Select(tick => tick.Label));
        Assert.Equal(9, grid[0, 0].GetPlottables<Text>().Count(text => text.LabelText == "N/A"));
    }

    [Fact]
    public void Models_are_sorted_by_their_composite_and_those_without_one_come_last()
    {
        var good = ClassificationReport.Of(Truth, Truth);
        var poor = ClassificationReport.Of(Truth, Baselines.AlwaysHold(Truth, "SHOOT"));
        var none = ClassificationReport.Of(Truth, Truth, [5]);

        var grid = PolicyPlots.ScoresByComposite("t", [("none", none), ("poor", poor), ("good", good)], ["JUMP", "DASH"]);

        Assert.Equal(
            ["good\nComposite F1: 1.00", "poor\nComposite F1: 0.00", "none\nComposite F1: N/A"],
            grid.Panels.Select(panel => panel.Axes.Title.Label.Text));
    }

    [Fact]
    public void A_timeline_counts_the_frames_that_it_shows_from_0()
    {
        var held = new ActionTimeline(ActionSet.Cuphead, Truth);
        var chart = PolicyPlots.Timeline("t", held, [1, 2, 3], ("same", held));

        Assert.Equal((-0.5, 2.5), (chart.Axes.GetLimits().Left, chart.Axes.GetLimits().Right));
        Assert.Contains("Found 5 frames", Assert.Throws<ArgumentException>(
            () => new Chart().KeyTimeline(["a"], [new("human", new bool[6, 1]), new("model", new bool[5, 1])])).Message);
    }

    [Fact]
    public void Keys_held_together_are_shares_of_the_rows_frames()
    {
        var chart = PolicyPlots.Cooccurrence("t", ["A", "B"], new[,] { { 4, 1 }, { 0, 0 } });

        Assert.Equal(["100%", "25%", "N/A", "N/A"], chart.GetPlottables<Text>().Select(text => text.LabelText));
    }

    [Fact]
    public void Nine_frames_around_the_first_press_with_room_in_its_fight()
    {
        var chart = PolicyPlots.Moment(Record(), "JUMP");

        Assert.Equal("Before and after JUMP goes down, frame 20 of 'A'", Rendering.TitleOf(chart));
        Assert.Equal(["−6", "−5", "−4", "−3", "−2", "−1", "0: JUMP in the label", "+1", "+2"],
            chart.GetPlottables<Text>().Select(text => text.LabelText));
        Assert.Equal(9, chart.GetPlottables<ImageRect>().Count());
    }

    [Fact]
    public void No_such_press_is_said_instead_of_drawn() =>
        Assert.Equal("No press of DASH in a fight of 'A' has 6 frames before it and 2 after",
            Rendering.TitleOf(PolicyPlots.Moment(Record(), "DASH")));

    [Fact]
    public void A_frame_without_a_prediction_says_so_and_the_press_that_is_shown_was_predicted()
    {
        var session = Record();
        using var fights = FightDataset.Load(session, new FrameTransform(64, 48, FrameColor.Gray));
        var scores = PolicyEvaluation.Of("GRU", fights,
            new ActionProbabilities(ActionSet.Cuphead, Enumerable.Range(15, 14), Enumerable.Repeat(0.25f, 14 * 7)));

        Assert.Equal(
            ["frame 12: JUMP down, GRU no prediction", "frame 17: JUMP up, GRU 25 %", "frame 20: JUMP down, GRU 25 %"],
            Labels("JUMP"));
        Assert.Equal(["frame 12: DASH up, GRU no prediction", "frame 17: DASH up, GRU 25 %"], Labels("DASH"));

        IEnumerable<string> Labels(string action) => BaselinePlots.Phases("t", session, fights, action, scores)
            .GetPlottables<Text>().Select(text => text.LabelText.Replace('\n', ' '));
    }

    /// <summary>
    /// Forty frames, a fight from 10 to 30, JUMP pressed at 12 (too early for six frames of the fight before it) and at 20.
    /// </summary>
    private Session Record()
    {
        RecordedVideo.Write(Path.Combine(_folder.Path, "A.mp4"), frames: 40, width: 320, height: 180);
        _folder.Write("A_frames.jsonl", string.Concat(Enumerable.Range(0, 40).Select(i => $"{{\"t\":{i}}}\n")));
        _folder.Write("A_events.jsonl", """
            {"event":"marker","type":"fight_start","t":10}
            {"event":"keydown","key":"Key.space","t":12}
            {"event":"keyup","key":"Key.space","t":13}
            {"event":"keydown","key":"Key.space","t":20}
            {"event":"keyup","key":"Key.space","t":21}
            {"event":"marker","type":"fight_end","t":30}
            """);
        return Session.Open(_folder.Path, "A");
    }
}
