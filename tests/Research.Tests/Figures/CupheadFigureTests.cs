using System.Text.Json.Nodes;
using Research.Alignment;
using Research.Figures;
using Research.Losses;
using Research.Metrics;
using static TorchSharp.torch;

namespace Research.Tests.Figures;

public class CupheadFigureTests
{
    private static readonly ActionTimeline Truth = new(ActionSet.Cuphead, [0b0110000, 0b1110000, 0b1000000, 0b0100001, 0b0000001, 0]);

    [Fact]
    public void Rows_carry_the_support_and_what_does_not_occur_reads_NA()
    {
        var report = ClassificationReport.Of(Truth, Truth, Enumerable.Range(0, 6));
        var json = JsonNode.Parse(ActionHeatmapFigure.Draw("t", ("GRU 512", report)).ToJson())!;

        Assert.Equal(
            ["UP (n=2)", "DOWN (n=0)", "LEFT (n=0)", "RIGHT (n=0)", "JUMP (n=2)", "SHOOT (n=3)", "DASH (n=2)"],
            json["data"]![0]!["y"]!.AsArray().Select(row => (string)row!));
        Assert.Equal(9, json["layout"]!["annotations"]!.AsArray().Count(mark => (string)mark!["text"]! == "N/A"));
    }

    [Fact]
    public void Models_are_sorted_by_their_composite_and_those_without_one_come_last()
    {
        var good = ClassificationReport.Of(Truth, Truth, Enumerable.Range(0, 6));
        var poor = ClassificationReport.Of(Truth, TrivialPolicies.AlwaysHold(Truth, "SHOOT"), Enumerable.Range(0, 6));
        var none = ClassificationReport.Of(Truth, Truth, [5]);
        var json = JsonNode.Parse(ModelComparisonFigure.Draw("t", [("none", none), ("poor", poor), ("good", good)], ["JUMP", "SHOOT", "DASH"]).ToJson())!;

        Assert.Equal(["good", "poor", "none"], json["data"]![0]!["y"]!.AsArray().Select(row => (string)row!));
        Assert.Equal(1, (double)json["data"]![0]!["z"]![0]![7]!);
    }

    [Fact]
    public void Of_several_actions_the_rarest_names_the_colour()
    {
        var json = JsonNode.Parse(LatentPcaFigure.Draw("t", new float[6, 2], Truth, [0, 1, 2, 3, 4, 5], [0.5, 0.25]).ToJson())!;

        Assert.Equal(["JUMP (n=2)", "IDLE/MOVE (n=2)", "DASH (n=1)", "SHOOT (n=1)"], json["data"]!.AsArray().Select(trace => (string)trace!["name"]!));
        Assert.Equal("Principal component 1 (50.0 % of the variance)", (string)json["layout"]!["xaxis"]!["title"]!["text"]!);
    }

    [Fact]
    public void A_timeline_counts_its_frames_from_zero_and_a_tick_covers_its_frame()
    {
        var json = JsonNode.Parse(ActionTimelineFigure.Draw("t", Truth, [1, 2, 4, 5], ("m", Truth)).ToJson())!;
        var dash = json["data"]!.AsArray().First(trace => (string)trace!["yaxis"]! == "y7");

        Assert.Equal([-0.5, 1.5], new[] { (double)dash!["x"]![0]!, (double)dash["x"]![1]! });
        var down = json["data"]!.AsArray().Where(trace => (string)trace!["yaxis"]! == "y2");
        Assert.All(down, trace => Assert.Null(trace!["name"]));
        Assert.NotEmpty(down);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_curve_is_the_loss_without_alpha(double gamma)
    {
        using var scope = NewDisposeScope();
        var line = JsonNode.Parse(FocalLossCurveFigure.Draw(gamma).ToJson())!["data"]![0]!;
        double p = (double)line["x"]![37]!, drawn = (double)line["y"]![37]!;
        var logit = tensor(new[] { (float)Math.Log(p / (1 - p)) }).view(1, 1);

        Assert.Equal(2 * new FocalLoss(gamma, alpha: 0.5).Of(logit, ones(1, 1)).item<float>(), drawn, 1e-5);
    }

    [Fact]
    public void A_ring_marks_the_epoch_whose_weights_are_kept()
    {
        var json = JsonNode.Parse(LossCurvesFigure.Draw("t", [new("", [3, 2, 1], [3, 1.5, 2])]).ToJson())!;
        var ring = json["data"]!.AsArray()[^1]!;

        Assert.Equal((2, 1.5), ((double)ring["x"]![0]!, (double)ring["y"]![0]!));
        Assert.Equal(1.25, new FramePair("f", [0, 1], [1.5f, 0.5f]).MeanSquaredError);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused()
    {
        Assert.Equal("There is no run, or one without an epoch. (Parameter 'runs')",
            Assert.Throws<ArgumentException>(() => LossCurvesFigure.Draw("t", [new("", [], [])])).Message);
        Assert.Equal("There is no frame to draw. (Parameter 'pairs')",
            Assert.Throws<ArgumentException>(() => ReconstructionFigure.Draw("t", [], 72, 128)).Message);
        Assert.Equal("There is no model to draw. (Parameter 'models')",
            Assert.Throws<ArgumentException>(() => ActionHeatmapFigure.Draw("t")).Message);
        Assert.Equal("A timeline shows 1 to 3 models, not 0. (Parameter 'models')",
            Assert.Throws<ArgumentException>(() => ActionTimelineFigure.Draw("t", Truth, [1])).Message);
        Assert.Equal("There is no frame to show. (Parameter 'frames')",
            Assert.Throws<ArgumentException>(() => ActionTimelineFigure.Draw("t", Truth, [], ("m", Truth))).Message);
        Assert.Equal("'m' predicts 1 frames × 7 actions; the session has 6 × 7. (Parameter 'models')",
            Assert.Throws<ArgumentException>(() => ActionTimelineFigure.Draw("t", Truth, [1], ("m", new(ActionSet.Cuphead, [0])))).Message);
        Assert.Equal("2 frames need [2, 2] places; found [3, 2]. (Parameter 'places')",
            Assert.Throws<ArgumentException>(() => LatentPcaFigure.Draw("t", new float[3, 2], Truth, [0, 1], [])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => FocalLossCurveFigure.Draw(-1));
    }
}
