using Research.Alignment;
using Research.Experiments.BehaviorCloning;
using Research.Figures;
using Research.Losses;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.Tests.BehaviorCloning;

/// <summary>Losses, thresholds and policies that are chosen on held-out fights, and the grid's tables and figures.</summary>
[Collection(nameof(TakingTurns))]
public sealed class LossComparisonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FightDataset _train, _test;

    public LossComparisonTests()
    {
        RunDirectory.Root = Path.Combine(_folder.Path, "runs");
        _train = SquareGame.Play(_folder, "Train", fights: 3, seed: 1, dashes: true);
        _test = SquareGame.Play(_folder, "Test", fights: 1, seed: 2, dashes: true);
    }

    public void Dispose()
    {
        _train.Dispose();
        _test.Dispose();
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Fact]
    public void Losses_are_compared_over_seeds_and_the_best_is_chosen_at_tuned_thresholds()
    {
        using var encoder = Encoder();
        var (learning, heldOut) = _train.HoldOut(3);
        var options = new PolicyOptions { Epochs = 1, CrossFights = false };
        var comparison = LossComparison.Run(
            [new("bce", new BinaryCrossEntropy(), options), LossVariant.Focal(2, 0.25, options)], encoder, (learning, heldOut),
            seeds: 2);

        var table = comparison.ToDataFrame();
        Assert.Equal(["bce", "gamma-2-alpha-0.25"], table["Loss"].Cast<string>());
        Assert.Contains("JUMP average precision", table.Columns.Select(column => column.Name));
        Assert.All(comparison.Scores, seeds => Assert.Equal(2, seeds.Count));
        Assert.All(comparison.Scores.SelectMany(seeds => seeds),
            seed => Assert.True(seed.AtTunedThresholds >= seed.AtDefaultThreshold));
        Assert.Equal(comparison.Variants.Max(loss => comparison[loss.Name].AtTunedThresholds),
            comparison[comparison.Best.Name].AtTunedThresholds);
        Assert.Equal("There is no loss 'mse'; there are bce, gamma-2-alpha-0.25.",
            Assert.Throws<KeyNotFoundException>(() => comparison["mse"]).Message);

        using var policy = comparison.Variants[1].TrainOrLoad(encoder, (learning, heldOut), seed: 43);
        var again = HeldOutScores.Of(policy, heldOut);
        Assert.Equal(comparison.Scores[1][1] with { Rare = again.Rare }, again);
        Assert.Equal(comparison.Scores[1][1].Rare, again.Rare);
        Assert.StartsWith("gamma-2-alpha-0.25-seed-43-", Path.GetFileName(policy.Folder));
        Assert.Contains($"{Path.DirectorySeparatorChar}losses{Path.DirectorySeparatorChar}", policy.Folder);
        Assert.Matches(@"^composite F1 \d\.\d\d at 0\.5, \d\.\d\d at tuned thresholds; average precision of JUMP \d\.\d\d, of DASH "
            + @"\d\.\d\d$", comparison.Scores[1][1].ToString());

        Assert.NotEmpty(GridPlots.Sensitivity("t", [2], [0.25, 0.5], comparison).ToPng(1));
        Assert.StartsWith("Found 2 variants; expected one for each of 2 γ and 2 α.",
            Assert.Throws<ArgumentException>(() => GridPlots.Sensitivity("t", [0, 2], [0.25, 0.5], comparison)).Message);
    }

    [Fact]
    public void Thresholds_come_from_the_held_out_fights_and_the_tables_compare_the_policies()
    {
        using var encoder = Encoder();
        var (learning, heldOut) = _train.HoldOut(3);
        using var policy = LossVariant.Focal(2, 0.25, new() { Epochs = 2 }).TrainOrLoad(encoder, (learning, heldOut));
        var scores = policy.EvaluateAtHeldOutThresholds("policy", _test, heldOut, seed: 1);

        Assert.Equal(policy.Predict(heldOut).BestThresholds(heldOut.Timeline).Select(action => action.Threshold),
            scores.Actions.Select(action => action.Threshold));
        Assert.True(File.Exists(PolicyEvaluation.PredictionsFile(policy.Folder, "Test")));

        var withBaselines = CloningFrames.WithBaselines([scores, scores], "JUMP");
        Assert.Equal(scores.BaselineComparison.Count + 1, withBaselines.Rows.Count);
        var compared = scores.ComparedWith(scores);
        Assert.Equal($"policy {scores.Composite}: {scores.Composite.ComparedWith(scores.Composite)}", compared["Difference"][0]);
        var bounds = CloningFrames.PerfectOnsets(_train, _test, scores, seed: 1);
        Assert.Equal(["every onset exact, median length", "the same, one frame late", "policy"], bounds["Policy"].Cast<string>());
        Assert.Equal((1.0, 0.0), (bounds["JUMP onset F1"][0], bounds["JUMP onset F1"][1]));
        var aims = CloningFrames.Aims(scores, _test.Game, composite: 1.1, rare: 0, onset: 0);
        Assert.Equal(["no", Reached("JUMP"), Reached("DASH"), "no"], aims["Reached"].Cast<string>());
        Assert.Null(scores["SHOOT"].Onsets[1].F1); // held throughout: without its onset the mean of three is not defined
        Assert.Null(aims["Ours"][3]);
        var presses = _test.Game with { CompositeActions = ["JUMP", "DASH"] };
        Assert.Equal((scores["JUMP"].Onsets[1].F1 + scores["DASH"].Onsets[1].F1) / 2,
            (double?)CloningFrames.Aims(scores, presses, composite: 1.1, rare: 0, onset: 0)["Ours"][3]);
        Assert.Equal((0.6733, 0.62, 0.40), (aims["Report"][0], aims["Report"][1], aims["Report"][2]));

        var another = _test.Game with { CompositeActions = ["UP"], RareActions = ["LEFT"] };
        aims = CloningFrames.Aims(scores, another, composite: 1.1, rare: 0, onset: 0);
        Assert.Equal(["composite F1", "LEFT F1", "onset F1 within one frame, mean of UP"], aims["Score"].Cast<string>());
        Assert.Equal(3, aims["Report"].NullCount);

        string Reached(string action) => scores[action].Frames.F1 is null ? "no" : "yes";

        var session = Session.Open(_folder.Path, "Test");
        Assert.StartsWith("The lamps of an overlay need frames of 160 pixels at least, not 64 × 48.", Assert.Throws<ArgumentException>(
            () => PolicyVideo.Write(session, scores, policy.Folder, clipFrames: 5)).Message);
    }

    [Fact]
    public void Tables_and_figures_of_a_grid_have_its_scores_and_those_of_the_copy_baseline()
    {
        var grid = FocalGrid.Run(
            new FocalGridOptions
            {
                Latents = [4],
                Autoencoder = new AutoencoderOptions { Epochs = 1 },
                Policy = new PolicyOptions { Epochs = 1 },
            }, new FocalLoss(), new GridFights(_train, _test, _test));

        Assert.Equal(("repeat previous frame", 0.0), (grid.Copy.Policy, grid.Copy.OnsetF1["JUMP"]));
        var autoencoders = GridFrames.Autoencoders(grid);
        Assert.Equal((4, null), (autoencoders["Latent"][0], autoencoders["ReportError"][0]));
        var policies = GridFrames.BesideReport(grid, _test.Game);
        Assert.Equal([.. grid.Ranking.Select(policy => policy.Name), "copy"], policies["Policy"].Cast<string>());
        Assert.Equal(6, GridFrames.ByAction(grid.Ranking[0].Evaluation).Rows.Count);
        var numbers = CupheadPublished.CompareGrid(grid, frames: 100, windows: 100);
        Assert.Contains("ms for 32 windows, policies", numbers.ToDataFrame()["Number"].Cast<string>());
        Assert.NotEmpty(GridPlots.FocalLoss("t", 0, 2).ToPng(1));
        Assert.NotEmpty(PolicyPlots.Timeline("t", _test, grid.Ranking[0].Evaluation).ToPng(1));
        Assert.Contains("composite F1", GridPlots.Runs("t", grid).ToJson());
    }

    [Fact]
    public void Without_an_action_of_the_composite_there_is_no_best_loss_and_no_score_of_0()
    {
        var undefined = new HeldOutScores(double.NaN, double.NaN, [("DASH", double.NaN)]);
        var comparison = new LossComparison(
            [new("bce", new BinaryCrossEntropy(), new()), new("focal", new FocalLoss(), new())], [[undefined], [undefined]]);
        Assert.Equal("composite F1 N/A at 0.5, N/A at tuned thresholds; average precision of DASH N/A",
            comparison["bce"].ToString());
        Assert.StartsWith("Found no composite F1 of bce, focal; expected one to choose the best loss by: ",
            Assert.Throws<InvalidOperationException>(() => comparison.Best).Message);

        using var peaceful = SquareGame.Play(_folder, "Peaceful", fights: 2, seed: 1);
        Assert.StartsWith("Peaceful (validation): found no frame with DASH after the first 10 of a fight; expected one at least, "
            + "for policies are chosen by the mean F1 of JUMP, SHOOT, DASH.",
            Assert.Throws<InvalidDataException>(() => peaceful.HoldOutToChoose()).Message);
        Assert.Equal([_train.Fights.Ranges[2]], _train.HoldOutToChoose().Validation.Fights.Ranges);
    }

    [Fact]
    public void Beside_another_game_s_scores_of_all_its_actions_there_is_nothing_of_the_report()
    {
        var logs = SessionLogs.Open(_folder.Path, "Test", new ActionSet(("FIRE", "f"), ("JUMP", "Key.space"), ("ZOOM", "z")));
        var fights = new FightDataset(
            "Test", new FrameDataset(_test.Frames.Store, logs.Fights.Frames, logs.Timeline), logs.Fights);
        int[] frames = [.. SlidingWindows.Over(fights.Fights).TargetFrames];
        var scores = PolicyEvaluation.Of("GRU 512", fights,
            new ActionProbabilities(logs.Timeline.Actions, frames, Enumerable.Repeat(0.6f, 3 * frames.Length)));
        var grid = new GridResult(
            [new(512, RecurrentCell.GRU, 42, "", new TrainingResult([], 3, StoppedEarly: false, 0), scores)],
            new Dictionary<int, TrainingResult>());

        Assert.Equal(["FIRE", "JUMP", "ZOOM"], GridFrames.ByAction(scores)["Action"].Cast<string>());
        var policies = GridFrames.BesideReport(grid, fights.Game);
        Assert.Equal(["Policy", "Composite", "CompositeLow", "CompositeHigh", "FIRE F1", "JUMP F1", "ZOOM F1",
            "FIRE onset F1 ±1", "BestEpoch"], policies.Columns.Select(column => column.Name));
        Assert.Equal((scores["JUMP"].Frames.F1, double.NaN), ((double?)policies["JUMP F1"][0], (double)policies["ZOOM F1"][0]));
        Assert.All(
            new[]
            {
                GridFrames.ByAction(scores),
                CloningFrames.ByAction(scores, scores),
                CloningFrames.BesideReport(logs.Balance()),
                CloningFrames.Accuracies(scores.BaselineComparison, CupheadPublished.BaselineBinaryAccuracies),
            }.SelectMany(table => table.Columns),
            column => Assert.DoesNotContain("Report", column.Name, StringComparison.Ordinal));
        Assert.Empty(CupheadPublished.CompareClassBalance(logs.Balance()).Ours);
        Assert.Empty(CupheadPublished.CompareGrid(grid, frames: 1, windows: 1).Ours);
        Assert.Empty(CupheadPublished.CompareBaseline(scores, scores, milliseconds: 1).Ours);
    }

    private FrameAutoencoder Encoder() => FrameAutoencoder.TrainOrLoad(
        new AutoencoderOptions { Latent = 8, Epochs = 1, Patience = null }, _train.Frames, _test.Frames);
}
