using Research.Classical;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.DodgeTiming;

/// <summary>The document's network, trained: says of a window how likely a dodge begins at its last frame.</summary>
public sealed class DodgeDetector : TrainedModel
{
    private const string Kind = "dodge timing";

    private readonly DodgeTimingCnn _network;
    private readonly DodgeEpisodes _episodes;
    private readonly int _frames;
    private readonly Device _device;
    private readonly RunContext _context;

    private DodgeDetector(
        DodgeOptions options, DodgeEpisodes episodes, int frames, TrainedNetwork<DodgeTimingCnn> trained, RunContext context)
        : base(trained.Network, trained.Folder, trained.Training)
    {
        (Options, _episodes, _frames, _network) = (options, episodes, frames, trained.Network);
        (_device, _context) = (options.Device.ToTorch(), context);
    }

    /// <summary>Options it was trained with.</summary>
    public DodgeOptions Options { get; }

    /// <summary>
    /// Trains one, or loads its completed run. Curves: <c>train_loss</c>, <c>train_accuracy</c>, <c>val_loss</c>,
    /// <c>val_accuracy</c>. As in the document, the last epoch's weights are kept.
    /// </summary>
    /// <param name="options">How to train.</param>
    /// <param name="episodes">Where the windows are.</param>
    /// <param name="samples">The windows.</param>
    /// <param name="context">Where the run is kept, and how; also stops predictions. Null:
    /// <see cref="RunContext.Default"/>.</param>
    /// <exception cref="ArgumentException">There are fewer windows to learn from than fill a batch.</exception>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor does not have the precision.</exception>
    public static DodgeDetector TrainOrLoad(
        DodgeOptions options, DodgeEpisodes episodes, DodgeSamples samples, RunContext? context = null)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(samples);
        context ??= RunContext.Default;
        var device = options.Device.ToTorch();
        if (samples.Train.Count < options.BatchSize)
        {
            throw new ArgumentException(
                $"{samples.Train.Count} windows to learn from do not fill a batch of {options.BatchSize}.", nameof(samples));
        }

        int frames = samples.Sampling.WindowFrames;
        return new(options, episodes, frames, new ModelRecipe<DodgeTimingCnn>
        {
            Experiment = "dodge",
            Name = "frames",
            Config =
                new { Kind, Options = options, samples.Sampling, Episodes = episodes.Items.Count, Data = episodes.Fingerprint },
            Device = options.Device,
            Precision = options.Precision,
            Seed = options.Seed,
            Create = () => new DodgeTimingCnn(3 * frames) { Precision = options.Precision },
            Fit = Fit,
        }.TrainOrLoad(context), context);

        TrainingResult Fit(DodgeTimingCnn network, RunDirectory run)
        {
            var learning = new WindowLoader(episodes, samples.Train, frames, options.BatchSize, options.DownsampleFactor,
                options.Seed, dropLast: true);
            var validating = new WindowLoader(episodes, samples.Validation, frames, options.BatchSize, options.DownsampleFactor);
            using var optimizer = new FusedAdam(network.parameters(), options.LearningRate);
            return Trainer.Fit(new TrainingPlan<FrameBatch>
            {
                Model = network,
                Optimizer = optimizer,
                Epochs = options.Epochs,
                Seed = options.Seed,
                StepsPerEpoch = learning.BatchCount,
                Batches = learning.Epoch,
                Loss = batch =>
                {
                    var (loss, accuracy) = LossAndAccuracy(network, device, batch, samples.Train);
                    return new StepLoss(loss, ("accuracy", accuracy));
                },
                Validate = () => Validate(network, device, validating, samples.Validation, context.Cancellation),
                Threads = StepThreads.Large,
            }, run, context.Progress, context.Cancellation);
        }
    }

    /// <summary>The training loss: binary cross-entropy, the mean over the windows.</summary>
    /// <param name="logits">[B].</param>
    /// <param name="labels">1 where a dodge begins, else 0: [B].</param>
    public static Tensor Loss(Tensor logits, Tensor labels) =>
        nn.functional.binary_cross_entropy_with_logits(logits, labels);

    /// <summary>How likely a dodge begins at the end of each window.</summary>
    /// <param name="windows">The windows; those that would begin before their episode are an error.</param>
    /// <param name="framesBefore">Frames by which each window ends before its onset.</param>
    /// <returns>Probabilities, [N].</returns>
    public float[] Predict(IReadOnlyList<DodgeWindow> windows, int framesBefore = 0) =>
        Compute(windows, framesBefore, frames => _network.call(frames).sigmoid());

    /// <summary>Predicts some windows and scores the predictions.</summary>
    /// <param name="name">Name of the detector in tables and figures.</param>
    /// <param name="windows">The windows, those of an episode one after the other.</param>
    public DodgeEvaluation Evaluate(string name, IReadOnlyList<DodgeWindow> windows) => new(name, windows, Predict(windows));

    /// <summary>What the network makes of each window before its last layer, as a table; a group is an episode.</summary>
    /// <param name="windows">The windows, one at least; those that would begin before their episode are an error.</param>
    /// <param name="framesBefore">Frames by which each window ends before its onset.</param>
    /// <returns>[N, 128].</returns>
    public FeatureTable Features(IReadOnlyList<DodgeWindow> windows, int framesBefore = 0)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return new(Compute(windows, framesBefore, _network.Features), windows.Select(window => window.Episode));
    }

    /// <summary>How much the logit would change with each pixel of each frame of a window.</summary>
    /// <returns>The magnitude of its gradient, the mean over the colours: a picture a frame, [16][H × W].</returns>
    /// <remarks>Source: Simonyan et al. 2013, "Deep inside convolutional networks".</remarks>
    public float[][] Saliency(DodgeWindow window)
    {
        using var scope = NewDisposeScope();
        var batch = Loader([window], 0).Epoch().Single();
        var pixels = batch.ToTensor(_device).requires_grad_();
        _network.call(pixels).sum().backward();
        var magnitude = pixels.grad!.abs().view(_frames, 3, batch.Height * batch.Width).mean([1]).cpu();
        return [.. Enumerable.Range(0, _frames).Select(frame => magnitude[frame].data<float>().ToArray())];
    }

    private float[] Compute(IReadOnlyList<DodgeWindow> windows, int framesBefore, Func<Tensor, Tensor> of)
    {
        using var noGrad = no_grad();
        var values = new List<float>(windows.Count);
        foreach (var batch in Loader(windows, framesBefore).Epoch(0, _context.Cancellation))
        {
            using var scope = NewDisposeScope();
            values.AddRange(of(batch.ToTensor(_device)).contiguous().cpu().data<float>().ToArray());
        }

        return [.. values];
    }

    private WindowLoader Loader(IReadOnlyList<DodgeWindow> windows, int framesBefore) =>
        new(_episodes, windows, _frames, Options.BatchSize, Options.DownsampleFactor, framesBefore: framesBefore);

    private static Dictionary<string, double> Validate(
        DodgeTimingCnn network, Device device, WindowLoader windows, IReadOnlyList<DodgeWindow> all,
            CancellationToken cancellation)
    {
        double loss = 0, right = 0;
        foreach (var batch in windows.Epoch(0, cancellation))
        {
            using var scope = NewDisposeScope();
            var (ofBatch, accuracy) = LossAndAccuracy(network, device, batch, all);
            loss += ofBatch.item<float>() * batch.Count;
            right += accuracy.item<float>() * batch.Count;
        }

        return new Dictionary<string, double> { ["val_loss"] = loss / all.Count, ["val_accuracy"] = right / all.Count };
    }

    private static (Tensor Loss, Tensor Accuracy) LossAndAccuracy(DodgeTimingCnn network, Device device, FrameBatch batch,
        IReadOnlyList<DodgeWindow> windows)
    {
        var logits = network.call(batch.ToTensor(device));
        var labels = tensor([.. batch.Rows.ToArray().Select(row => windows[row].IsDodge ? 1f : 0f)], device: device);
        var accuracy = logits.detach().gt(0).eq(labels.gt(0.5)).to_type(ScalarType.Float32).mean();
        return (Loss(logits, labels), accuracy);
    }
}
