using OpenCvSharp;
using Research.Experiments.ActionDecoder;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ControlTransformer;
using Research.Experiments.DodgeTiming;
using Research.Experiments.LatentActions;
using Research.Experiments.Tests.ActionDecoder;
using Research.Experiments.Tests.BehaviorCloning;
using Research.Experiments.Tests.ControlTransformer;
using Research.Experiments.Tests.DodgeTiming;
using Research.Losses;
using Research.Nn.Quantization;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.Tests.Training;

/// <summary>What a small training came to.</summary>
/// <param name="Loss">The loss of each epoch.</param>
/// <param name="Predicted">What it predicts, after all else that the experiment does with it was done too.</param>
/// <param name="Reload">The same predictions by the saved weights, loaded on a device; null where an experiment loads
/// none.</param>
internal sealed record SmallTraining(double[] Loss, float[] Predicted, Func<TorchDevice, float[]>? Reload = null);

/// <summary>Every experiment in small: two epochs, and all that is done with what comes out.</summary>
internal sealed class SmallTrainings : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FightDataset _fights;
    private readonly TorchDevice _device;
    private readonly IProgress<WorkProgress>? _progress;

    /// <param name="device">Where they train.</param>
    /// <param name="progress">Told of the steps.</param>
    public SmallTrainings(TorchDevice device, IProgress<WorkProgress>? progress = null)
    {
        (_device, _progress) = (device, progress);
        RunDirectory.Root = Path.Combine(_folder.Path, "runs");
        _fights = SquareGame.Play(_folder, "Train", fights: 1, seed: 1);
    }

    public static IReadOnlyDictionary<string, Func<SmallTrainings, SmallTraining>> All { get; } =
        new Dictionary<string, Func<SmallTrainings, SmallTraining>>
        {
            ["autoencoder"] = t => t.Autoencoder(8),
            ["autoencoder without bottleneck"] = t => t.Autoencoder(null),
            ["GRU, logit adjustment"] = t => t.Policy(RecurrentCell.GRU,
                new LogitAdjustment([0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2], loss: new FocalLoss())),
            ["LSTM, weighted cross entropy"] = t => t.Policy(RecurrentCell.LSTM, new BinaryCrossEntropy([1, 2, 3, 4, 5, 6, 7])),
            ["policy on frames, asymmetric loss"] = t => t.OnFrames(),
            ["dodge CNN"] = t => t.Dodge(),
            ["VQ-VAE"] = t => t.LatentActions(new() { CodebookSize = 16, EmbeddingDim = 4 }),
            ["VQ-VAE, all that sets codes"] = t =>
                t.LatentActions(
                new() { CodebookSize = 16, EmbeddingDim = 4, KMeansInit = true, EmaDecay = 0.9, DeadCodeThreshold = 0.9 }),
            ["VQ-VAE, cosine and rotation"] = t =>
                t.LatentActions(new() { CodebookSize = 16, EmbeddingDim = 4, CosineCodebook = true, RotationTrick = true }),
            ["VQ-VAE, linear map"] = t => t.LatentActions(new() { CodebookSize = 16, EmbeddingDim = 4, SimVq = true }),
            ["VQ-VAE, finite scalars and FiLM"] = t => t.LatentActions(new() { FsqLevels = [4, 4] }, film: true),
            ["parallel decoder"] = t => t.Decoder(new() { Decoder = DecoderKind.Parallel }),
            ["timing-aware decoder"] = t => t.Decoder(new() { Decoder = DecoderKind.TimingAware }),
            ["sequential decoder, two scales"] = t =>
                t.Decoder(new() { Decoder = DecoderKind.Sequential, Autoregressive = new() { TimeScales = 2 } }),
            ["attention decoder"] = t => t.Decoder(new() { Decoder = DecoderKind.Attention }),
            ["control transformer"] = t => t.Controls(curriculum: false),
            ["control transformer, curriculum"] = t => t.Controls(curriculum: true),
        };

    public void Dispose()
    {
        RunDirectory.Root = null;
        _fights.Dispose();
        _folder.Dispose();
    }

    private FrameAutoencoder Encoder(int? latent, IProgress<WorkProgress>? progress = null) => FrameAutoencoder.TrainOrLoad(
        new AutoencoderOptions { Latent = latent, Epochs = 2, Patience = null, Device = _device }, _fights.Frames, _fights.Frames,
            RunContext.With(progress));

    private SmallTraining Autoencoder(int? latent)
    {
        using var encoder = Encoder(latent, _progress);
        encoder.Encode(_fights.Frames).Dispose();
        Assert.True(encoder.MeanSquaredError(_fights.Frames) > 0);
        string folder = encoder.Folder;
        return new(encoder.Training.Curve("train_loss"), encoder.Reconstruct(_fights.Frames, [1, 2]), device =>
        {
            using var loaded = FrameAutoencoder.Load(folder, device);
            return loaded.Reconstruct(_fights.Frames, [1, 2]);
        });
    }

    private SmallTraining Policy(RecurrentCell cell, IActionLoss loss)
    {
        using var encoder = Encoder(8);
        using var policy = LatentRecurrentPolicy.TrainOrLoad(new PolicyOptions { Cell = cell, Epochs = 2, Device = _device },
            loss, encoder, (_fights, _fights), RunContext.With(_progress).Named("policy"));
        return Of(policy);
    }

    private SmallTraining OnFrames()
    {
        var options = new ConvRecurrentOptions { Epochs = 2, BatchSize = 2, SequenceLength = 30, Device = _device };
        using var policy = ConvRecurrentPolicy.TrainOrLoad(options, new AsymmetricLoss(), (_fights, _fights),
            RunContext.With(_progress).Named("policy"));
        return Of(policy);
    }

    private SmallTraining Of(ActionPolicy policy)
    {
        string folder = policy.Folder;
        return new(policy.Training.Curve("train_loss"), Values(policy.Predict(_fights)), device =>
        {
            using var loaded = ActionPolicy.Load(folder, device);
            return Values(loaded.Predict(_fights));
        });
    }

    private static float[] Values(ActionProbabilities probabilities) =>
        [.. Enumerable.Range(0, probabilities.Frames.Count)
            .SelectMany(row => Enumerable.Range(0, probabilities.Actions.Count).Select(action => probabilities[row, action]))];

    private (DodgeEpisodes, DodgeSamples) Episodes()
    {
        var episodes = DodgeEpisodes.Open(EpisodeStore.Write(_folder, "ten.zarr", 240,
            [.. Enumerable.Range(0, 10).Select(e => new[] { 40 + e, 110, 180 - e })]));
        return (episodes, DodgeSamples.Draw(episodes));
    }

    private SmallTraining Dodge()
    {
        var (episodes, samples) = Episodes();
        using var detector = DodgeDetector.TrainOrLoad(new DodgeOptions { Epochs = 2, BatchSize = 8, Device = _device }, episodes,
            samples, RunContext.With(_progress).Named("dodge"));
        Assert.True(detector.Saliency(samples.Validation[0]).Sum(picture => picture.Sum()) > 0);
        return new(detector.Training.Curve("train_loss"), detector.Predict(samples.Validation));
    }

    private SmallTraining LatentActions(QuantizerOptions quantizer, bool film = false)
    {
        for (int frame = 0; frame < 9; frame++)
        {
            string folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "pictures", "episode_0000")).FullName;
            using var picture = new Mat(16, 16, MatType.CV_8UC3, new Scalar(60, 20, 100));
            Cv2.Rectangle(picture, new Rect(frame, 6, 6, 6), Scalar.White, Cv2.FILLED);
            Cv2.ImWrite($"{folder}/{frame:00000}.png", picture);
        }

        var pairs = FramePairs.Open(Path.Combine(_folder.Path, "pictures"));
        var options = new LatentActionOptions
        {
            Quantizer = quantizer,
            Channels = [4, 8],
            Film = film,
            FrozenStatsEpochs = 1,
            Loss = new(MotionWeight: 10, GradientWeight: 0.5),
            Epochs = 2,
            BatchSize = 4,
            Device = _device,
        };
        using var model = LatentActionModel.TrainOrLoad(options, (pairs, pairs), [0, 3],
            RunContext.With(_progress).Named("latent"));
        Assert.Equal(pairs.Count * model.Rows * model.Columns, model.Encode(pairs).Length);
        Assert.Equal(16 * 16 * 3, Assert.Single(model.Draw(pairs, [1])).Length);
        string run = model.Folder;
        return new(model.Training.Curve("train_reconstruction"), model.Activations(pairs, 1), device =>
        {
            using var loaded = LatentActionModel.Load(run, device);
            return loaded.Activations(pairs, 1);
        });
    }

    private SmallTraining Decoder(DecodingOptions options)
    {
        var windows = RandomSessions.Windows();
        using var model = TrainedActionDecoder.TrainOrLoad(options with { HiddenSize = 32, Epochs = 2, Device = _device },
            windows, windows, RunContext.With(_progress).Named("decoder"));
        float[] Predicted(TrainedActionDecoder of) =>
            [.. of.LogLikelihood(windows).SelectMany(window => window.Select(judged => (float)judged.TimeRank))];
        Assert.Equal(windows.Count, model.Generate(windows, seed: 1).Count);
        Assert.Equal(2, model.GenerateTogether(windows.Batch(0, 1)).Count);
        Assert.Equal(options.Decoder is DecoderKind.Parallel or DecoderKind.TimingAware,
            model.PredictLengths(windows) is not null);
        Assert.Contains("loss", model.Loss(windows).Keys);
        string run = model.Folder;
        return new(model.Training.Curve("train_loss"), Predicted(model), device =>
        {
            using var loaded = TrainedActionDecoder.Load(run, device);
            return Predicted(loaded);
        });
    }

    private SmallTraining Controls(bool curriculum)
    {
        var options = new ControlOptions
        {
            Size = new() { DModel = 16, Nhead = 2, NumLayers = 2, DimFeedforward = 16, MaxSeqLen = 8 },
            MaxEpochs = curriculum ? 3 : 2,
            WarmupEpochs = 1,
            BatchSize = 32,
            Device = _device,
        };
        var data = ControlFixtures.Dataset();
        using var trained = TrainedControls.TrainOrLoad(options, data, curriculum, context: RunContext.With(_progress)
            .Named("controls"));
        Assert.Equal(3, trained.Policy.AttentionOverTime(trained.Validation, [3, 4]).Length);
        Assert.Equal(5, trained.Policy.FreeRunningRollout([data.Recordings[0]], frames: 5).Controls.Count);
        string folder = trained.Folder;
        var windows = trained.Validation;
        return new([.. trained.Log.Epochs.Select(e => e["train_loss"])], trained.Policy.Predict(windows).Actions, device =>
        {
            using var loaded = ControlPolicy.Load(folder, device);
            return loaded.Predict(windows).Actions;
        });
    }
}
