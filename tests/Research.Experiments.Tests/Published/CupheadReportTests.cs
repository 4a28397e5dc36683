using System.Text.Json.Nodes;
using Research.Experiments.BehaviorCloning;

namespace Research.Experiments.Tests.Published;

public class CupheadReportTests
{
    [SkippableFact]
    public void Every_number_is_the_one_that_was_read_from_the_report()
    {
        string file = Path.Combine(Repository.Root, "..", "shared", "reference", "report.json");
        Skip.IfNot(File.Exists(file), $"The numbers read from the report are not here ({file}).");
        var numbers = JsonNode.Parse(File.ReadAllText(file))!["cuphead"]!;

        Assert.Equal(Numbers(numbers["class_balance_train"]!["frames"]!), CupheadReport.TrainFramesHeld.ToDictionary(p => p.Key, p => (double)p.Value));
        Assert.Equal([CupheadReport.TrainFightFrames, CupheadReport.FrameHeight, CupheadReport.FrameWidth, 1], numbers["dataset_shape"]!["train"]!.AsArray().Select(n => (int)n!));
        Assert.Equal(CupheadReport.TestFightFrames, (int)numbers["dataset_shape"]!["validation"]![0]!);
        Assert.Equal(numbers["baseline_autoencoder"]!["val_mse_by_epoch"]!.AsArray().Select(n => (double)n!), CupheadReport.BaselineAutoencoderValidationMse);
        Assert.Equal(CupheadReport.BaselineBinaryAccuracy, (double)numbers["baseline_bce"]!["global_binary_accuracy"]!);
        Assert.Equal(Numbers(numbers["baseline_bce"]!["f1"]!), new Dictionary<string, double>(CupheadReport.BaselineF1));
        Assert.Equal(
            numbers["grid_focal"]!.AsArray().Select(m => ($"{m!["cell"]} {m["latent"]}", (double)m["jump_f1"]!, (double)m["shoot_f1"]!, (double)m["dash_f1"]!, (double)m["composite"]!)),
            CupheadReport.Grid.Select(m => (m.Name, m.JumpF1, m.ShootF1, m.DashF1, m.CompositeF1)));
        Assert.Equal(Numbers(numbers["grid_autoencoder_final_val_mse"]!), CupheadReport.LatentAutoencoderValidationMse.ToDictionary(p => $"{p.Key}", p => p.Value));
        Assert.Equal(Numbers(numbers["best_gru512"]!["precision"]!), CupheadReport.BestModel.ToDictionary(s => s.Action, s => s.Precision));
        Assert.Equal(Numbers(numbers["best_gru512"]!["recall"]!), CupheadReport.BestModel.ToDictionary(s => s.Action, s => s.Recall));
        Assert.Equal(Numbers(numbers["best_gru512"]!["f1"]!), CupheadReport.BestModel.ToDictionary(s => s.Action, s => s.F1));
        Assert.Equal([19, .. numbers["ms_per_step_batch32"]!.AsObject().Select(p => (double)p.Value!)], CupheadReport.MillisecondsPerStep.Values);
    }

    [Fact]
    public void The_printed_numbers_agree_with_each_other()
    {
        Assert.All(CupheadReport.Grid, m => Assert.Equal((m.JumpF1 + m.ShootF1 + m.DashF1) / 3, m.CompositeF1, 0.006));
        Assert.All(CupheadReport.BestModel, s => Assert.Equal(2 * s.Precision * s.Recall / (s.Precision + s.Recall), s.F1, 0.011));
        Assert.Equal("GRU 512", CupheadReport.Grid.MaxBy(m => m.CompositeF1)!.Name);
        Assert.Equal(10, CupheadReport.BaselineAutoencoderValidationMse.Count);
    }

    [SkippableFact]
    public void The_supports_are_those_of_the_windows_targets()
    {
        var session = RecordedSessions.Open("Test");
        var windows = Research.Sessions.SlidingWindows.Over(session.Fights, crossFights: true);

        Assert.Equal(580, windows.Count);
        Assert.Equal(CupheadReport.TestSupport.Values, session.Timeline.CountHeld(windows.TargetFrames));
    }

    private static Dictionary<string, double> Numbers(JsonNode node) => node.AsObject().ToDictionary(p => p.Key, p => (double)p.Value!);
}
