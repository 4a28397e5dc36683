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

        Assert.Equal(Numbers(numbers["class_balance_train"]!["frames"]!),
            CupheadPublished.TrainFramesHeld.ToDictionary(p => p.Key, p => (double)p.Value));
        Assert.Equal([CupheadPublished.TrainFightFrames, CupheadPublished.FrameHeight, CupheadPublished.FrameWidth, 1],
            numbers["dataset_shape"]!["train"]!.AsArray().Select(n => (int)n!));
        Assert.Equal(CupheadPublished.TestFightFrames, (int)numbers["dataset_shape"]!["validation"]![0]!);
        Assert.Equal(numbers["baseline_autoencoder"]!["val_mse_by_epoch"]!.AsArray().Select(n => (double)n!),
            CupheadPublished.BaselineAutoencoderValidationMse);
        Assert.Equal(CupheadPublished.BaselineBinaryAccuracy, (double)numbers["baseline_bce"]!["global_binary_accuracy"]!);
        Assert.Equal(Numbers(numbers["baseline_bce"]!["f1"]!), new Dictionary<string, double>(CupheadPublished.BaselineF1));
        Assert.Equal(
            numbers["grid_focal"]!.AsArray().Select(m => ($"{m!["cell"]} {m["latent"]}", (double)m["jump_f1"]!,
                (double)m["shoot_f1"]!, (double)m["dash_f1"]!, (double)m["composite"]!)),
            CupheadPublished.Grid.Select(m => (m.Name, m.JumpF1, m.ShootF1, m.DashF1, m.CompositeF1)));
        Assert.Equal(Numbers(numbers["grid_autoencoder_final_val_mse"]!),
            CupheadPublished.LatentAutoencoderValidationMse.ToDictionary(p => $"{p.Key}", p => p.Value));
        Assert.Equal(Numbers(numbers["best_gru512"]!["precision"]!),
            CupheadPublished.BestModel.ToDictionary(s => s.Action, s => s.Precision));
        Assert.Equal(Numbers(numbers["best_gru512"]!["recall"]!),
            CupheadPublished.BestModel.ToDictionary(s => s.Action, s => s.Recall));
        Assert.Equal(Numbers(numbers["best_gru512"]!["f1"]!), CupheadPublished.BestModel.ToDictionary(s => s.Action, s => s.F1));
        Assert.Equal([19, .. numbers["ms_per_step_batch32"]!.AsObject().Select(p => (double)p.Value!)],
            CupheadPublished.MillisecondsPerStep.Values);
    }

    [Fact]
    public void The_printed_numbers_agree_with_each_other()
    {
        Assert.All(CupheadPublished.Grid, m => Assert.Equal((m.JumpF1 + m.ShootF1 + m.DashF1) / 3, m.CompositeF1, 0.006));
        Assert.All(CupheadPublished.BestModel,
            s => Assert.Equal(2 * s.Precision * s.Recall / (s.Precision + s.Recall), s.F1, 0.011));
        Assert.Equal("GRU 512", CupheadPublished.Grid.MaxBy(m => m.CompositeF1)!.Name);
        Assert.Equal(10, CupheadPublished.BaselineAutoencoderValidationMse.Count);
    }

    [SkippableFact]
    public void The_supports_are_those_of_the_windows_targets()
    {
        var session = RecordedSessions.Open("Test");
        var windows = Research.Sessions.SlidingWindows.Over(session.Fights, crossFights: true);

        Assert.Equal(580, windows.Count);
        Assert.Equal(CupheadPublished.TestSupport.Values, session.Timeline.CountHeld(windows.TargetFrames));
    }

    private static Dictionary<string, double> Numbers(JsonNode node) => node.AsObject()
        .ToDictionary(p => p.Key, p => (double)p.Value!);
}
