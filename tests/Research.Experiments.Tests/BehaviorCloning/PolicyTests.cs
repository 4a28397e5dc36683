using System.Text.Json.Nodes;
using OpenCvSharp;
using Research.Classical;
using Research.Experiments.BehaviorCloning;
using Research.Figures;
using Research.Losses;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.Tests.BehaviorCloning;

[Collection(nameof(TakingTurns))]
public sealed class PolicyTests : IDisposable
{
    private static readonly string[] Composite = ["JUMP", "SHOOT"];

    private readonly TemporaryFolder _folder = new();
    private readonly FightDataset _train, _test;

    public PolicyTests()
    {
        RunDirectory.Root = Path.Combine(_folder.Path, "runs");
        _train = SquareGame.Play(_folder, "Train", fights: 3, seed: 1);
        _test = SquareGame.Play(_folder, "Test", fights: 1, seed: 2);
    }

    public void Dispose()
    {
        _train.Dispose();
        _test.Dispose();
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Fact]
    public void A_policy_on_frames_learns_when_to_press_and_is_the_same_when_loaded()
    {
        using var policy = Spatial("square");
        var evaluation = PolicyEvaluation.Of("spatial", _test, policy.Predict(_test), Composite);

        Assert.True(evaluation["JUMP"].Onsets[0].F1 > 0.8, $"{evaluation["JUMP"].Onsets[0]}");
        Assert.Equal(0, evaluation.BaselineComparison.Single(s => s.Policy == "repeat previous frame").OnsetF1["JUMP"]);
        Assert.Equal(SquareGame.FramesPerFight - 10, evaluation.FrameCount);
        Assert.Equal("There is no action 'HOP'; there are UP, DOWN, LEFT, RIGHT, JUMP, SHOOT, DASH.",
            Assert.Throws<KeyNotFoundException>(() => evaluation["HOP"]).Message);

        using var loaded = ActionPolicy.Load(policy.Folder);
        Assert.Equal(Values(policy.Predict(_test)), Values(loaded.Predict(_test)));
        Assert.Equal(policy.Training.Curve("val_loss"), loaded.Training.Curve("val_loss"));

        evaluation.Save(policy.Folder);
        var saved = SessionPredictions.Read(PolicyEvaluation.PredictionsFile(policy.Folder, "Test"), _test.Timeline.Actions);
        Assert.Equal((evaluation.Predictions.Labels, _test.Timeline.FrameCount), (saved.Labels, saved.FrameCount));
        Assert.Equal(Values(evaluation.Probabilities), Values(saved.Probabilities));
        Assert.Equal(saved.Labels, PolicyEvaluation.ScoredLabels(policy.Folder, "Test"));
        Assert.Contains("\"composite_f1_interval\"", File.ReadAllText(Path.Combine(policy.Folder, "evaluation-Test.json")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_comes_later_changes_no_prediction(bool currentFrame)
    {
        using var policy = Spatial("causal", currentFrame, epochs: 1);
        using var cut = SquareGame.Play(_folder, "Cut", fights: 1, seed: 2, frames: 60);
        var all = policy.Predict(_test);
        var part = policy.Predict(cut);

        // The fight that never ends closes at the last frame; the frames are the same as far as both go.
        Assert.Equal(50, part.Frames.Count);
        Assert.Equal(part.Frames, all.Frames.Take(50));
        Assert.All(Values(part).Zip(Values(all)), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-5));
    }

    [Theory]
    [InlineData(RecurrentCell.GRU)]
    [InlineData(RecurrentCell.LSTM)]
    public void A_policy_over_codes_is_the_same_when_loaded_and_computed_once(RecurrentCell cell)
    {
        using var encoder = Encoder();
        var options = new PolicyOptions { Cell = cell, Epochs = 2, CrossFights = false };
        using var policy = LatentRecurrentPolicy.TrainOrLoad(options, new FocalLoss(), encoder, (_train, _test),
            new RunContext { Name = $"{cell}" });
        var predicted = policy.Predict(_test);
        Assert.Equal(SlidingWindows.Over(_test.Fights).TargetFrames, predicted.Frames);
        Assert.Equal(2, policy.Training.Epochs.Count);
        Assert.Contains("val_binary_accuracy", policy.Training.Epochs[0].Values.Keys);

        using var loaded = ActionPolicy.Load(policy.Folder);
        Assert.Equal(Values(predicted), Values(loaded.Predict(_test)));

        using var again = LatentRecurrentPolicy.TrainOrLoad(options, new FocalLoss(), encoder, (_train, _test),
            RunContext.With(new Heard(_ => Assert.Fail("It is computed again."))).Named($"{cell}"));
        Assert.Equal(Values(predicted), Values(again.Predict(_test)));
    }

    [Fact]
    public void Other_rare_actions_of_the_game_make_another_run()
    {
        using var encoder = Encoder();
        string jumps = Run(_train), shots = Run(_train with { Game = _train.Game with { RareActions = ["SHOOT"] } });
        Assert.NotEqual(jumps, shots);
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(shots, "config.json")))!["config"]!;
        Assert.Equal(["SHOOT"], config["options"]!["rare_actions"]!.AsArray().Select(action => (string)action!));

        string Run(FightDataset train)
        {
            using var policy = LatentRecurrentPolicy.TrainOrLoad(new PolicyOptions { Epochs = 1 }, new FocalLoss(), encoder,
                (train, _test));
            return policy.Folder;
        }
    }

    [Fact]
    public void Tables_and_figures_of_a_baseline_policy_have_its_scores()
    {
        using var encoder = Encoder();
        var options = new PolicyOptions { Cell = RecurrentCell.LSTM, Epochs = 1 };
        using var policy = LatentRecurrentPolicy.TrainOrLoad(options, new BinaryCrossEntropy(), encoder, (_train, _test),
            new RunContext { Name = "tables" });
        var scores = policy.Evaluate("LSTM", _test, Composite, seed: 1);
        var tuned = scores.AtTunedThresholds(_test, Composite, seed: 1);

        Assert.Equal(("LSTM", "LSTM, thresholds tuned on the test session"), (scores.Name, tuned.Name));
        Assert.Equal(Values(policy.Predict(_test)), Values(scores.Probabilities));
        Assert.True(tuned["JUMP"].Frames.F1 >= (scores["JUMP"].Frames.F1 ?? 0));
        var accuracies = CloningFrames.Accuracies(scores.BaselineComparison, CupheadPublished.BaselineBinaryAccuracies);
        Assert.Equal((scores.BinaryAccuracy, CupheadPublished.BaselineLstmBinaryAccuracy),
            (accuracies["BinaryAccuracy"][0], accuracies["ReportAccuracy"][0]));
        var actions = CloningFrames.ByAction(scores, tuned);
        Assert.Equal((7, tuned["JUMP"].Frames.F1), (actions.Rows.Count, (double?)actions["GruF1"][4]));
        Assert.Equal(
            new[] { "JUMP", "SHOOT" }.Average(action => scores.Calibration(_test, action, CalibrationMethod.Platt).ExpectedError),
            (double)CloningFrames.Calibration(_test, scores)["PlattError"][0], 1e-12);
        Assert.NotEmpty(BaselinePlots.Reliability("t", "JUMP", _test, scores).ToPng(1));
        Assert.NotEmpty(BaselinePlots.Training("t", ("LSTM", policy)).ToPng(1));
        Assert.NotEmpty(BaselinePlots.Phases("t", Session.Open(_folder.Path, "Test"), _test, "JUMP", scores).ToPng(1));
    }

    [Fact]
    public void Classifiers_see_windows_as_long_as_those_of_the_networks()
    {
        using var encoder = Encoder();
        var options = new ClassifierOptions { Kind = ClassifierKind.LogisticRegression };
        var policy = ClassicalPolicy.Train(options, encoder, _train, windowLength: 20);

        Assert.Equal(SlidingWindows.Over(_test.Fights, length: 20).TargetFrames, policy.Predict(_test).Frames);
        Assert.Equal("Train: found no fight of more than 90 frames without a gap; expected one at least.",
            Assert.Throws<InvalidDataException>(() => ClassicalPolicy.Train(options, encoder, _train, windowLength: 90)).Message);
    }

    [Fact]
    public void The_first_batch_of_windows_has_the_latents_before_its_targets()
    {
        using var encoder = Encoder();
        using var latents = encoder.Encode(_train.Frames);
        using var batch = LatentWindows.FirstBatch(_train, encoder, new PolicyOptions { BatchSize = 4 });

        Assert.Equal([4, 10, 8], batch.Inputs.shape);
        Assert.Equal(latents.data<float>().Skip(3 * 8).Take(10 * 8), batch.Inputs[3].contiguous().data<float>().ToArray());
    }

    [Fact]
    public void An_autoencoder_learns_and_its_codes_are_kept()
    {
        using var encoder = Encoder(epochs: 6);
        Assert.True(encoder.Training.Best["val_loss"] < 0.5 * encoder.Training.Epochs[0]["train_loss"]);
        // another number of threads adds up in another order
        Assert.Equal(encoder.Training.Best["val_loss"], encoder.MeanSquaredError(_test.Frames), 8);
        using var codes = encoder.Encode(_test.Frames);
        using var kept = encoder.Encode(_test.Frames);
        Assert.Equal([SquareGame.FramesPerFight, 8], codes.shape);
        Assert.Equal(codes.data<float>().ToArray(), kept.data<float>().ToArray());

        float[] drawn = encoder.Reconstruct(_test.Frames, [5, 3]);
        Assert.Equal(2 * 64 * 48, drawn.Length);
        Assert.All(encoder.Reconstruct(_test.Frames, [3]).Zip(drawn[(64 * 48)..]),
            pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1e-5));

        using var loaded = FrameAutoencoder.Load(encoder.Folder);
        Assert.Equal(drawn, loaded.Reconstruct(_test.Frames, [5, 3]));

        // Its run has a picture of every epoch: frames above, what it made of them then below.
        Assert.Equal(Enumerable.Range(1, 6).Select(epoch => $"epoch-{epoch:0000}.png"),
            Directory.EnumerateFiles(Path.Combine(encoder.Folder, "samples")).Select(Path.GetFileName).Order());
        using var picture = Cv2.ImRead(Path.Combine(encoder.Folder, "samples", $"epoch-{encoder.Training.BestEpoch:0000}.png"),
            ImreadModes.Grayscale);
        Assert.Equal((6 * 64, 2 * 48), (picture.Width, picture.Height));
        int row = (int)(1.5 * _test.Frames.Count / 6);
        float[] frame = new BatchLoader(_test.Frames.Store, [_test.Frames.FrameIndices[row]], 1).Epoch().First().Pixels.ToArray(),
            made = encoder.Reconstruct(_test.Frames, [row]);
        foreach (var (i, value) in frame.Index())
        {
            Assert.InRange(picture.At<byte>(i / 64, 64 + i % 64) - 255 * value, -0.51, 0.51);
            Assert.InRange(picture.At<byte>(48 + i / 64, 64 + i % 64) - 255 * made[i], -0.51, 0.51);
        }
    }

    [Fact]
    public void The_grid_trains_each_cell_on_each_autoencoder_and_ranks_them()
    {
        var grid = FocalGrid.Run(
            new FocalGridOptions
            {
                Latents = [4, 8],
                Autoencoder = new AutoencoderOptions { Epochs = 1 },
                Policy = new PolicyOptions { Epochs = 1 },
            }, new FocalLoss(), new GridFights(_train, _test, _test));

        Assert.Equal(["LSTM 4", "GRU 4", "LSTM 8", "GRU 8"], grid.Policies.Select(p => p.Name));
        Assert.Equal([4, 8], grid.AutoencoderHistories.Keys);
        Assert.Equal(grid.Ranking.Select(p => p.Evaluation.Composite.Estimate).OrderDescending(),
            grid.Ranking.Select(p => p.Evaluation.Composite.Estimate));
        Assert.All(grid.Policies, p => Assert.True(File.Exists(Path.Combine(p.Folder, "evaluation-Test.json"))));
    }

    private ConvRecurrentPolicy Spatial(string name, bool currentFrame = true, int epochs = 20) =>
        ConvRecurrentPolicy.TrainOrLoad(
        new ConvRecurrentOptions
        {
            Epochs = epochs,
            BatchSize = 2,
            SequenceLength = 30,
            Dropout = 0.1,
            LearningRate = 3e-3,
            IncludeCurrentFrame = currentFrame,
            RandomShift = 1,
        }, new BinaryCrossEntropy(), (_train, _test), new RunContext { Name = name });

    private FrameAutoencoder Encoder(int epochs = 1) =>
        FrameAutoencoder.TrainOrLoad(new AutoencoderOptions { Latent = 8, Epochs = epochs, Patience = null }, _train.Frames,
        _test.Frames);

    private static float[] Values(ActionProbabilities probabilities) =>
        [.. Enumerable.Range(0, probabilities.Frames.Count)
            .SelectMany(row => Enumerable.Range(0, probabilities.Actions.Count).Select(action => probabilities[row, action]))];
}
