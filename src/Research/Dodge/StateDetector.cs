using System.ComponentModel.DataAnnotations;
using Research.Data;
using Research.Nn;
using Research.Training;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Dodge;

/// <summary>How a policy on state is trained.</summary>
public sealed record StateOptions
{
    /// <summary>Hidden units; 0: none, a logistic regression.</summary>
    [Range(0, ConfigRanges.MostUnits)]
    public int Hidden { get; init; } = 64;

    /// <summary>Passes over the windows.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Epochs { get; init; } = 60;

    /// <summary>Windows in a batch.</summary>
    [Range(1, ConfigRanges.Most)]
    public int BatchSize { get; init; } = 32;

    /// <summary>AdamW's learning rate.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>AdamW's decay of weights.</summary>
    [Range(0.0, 10.0)]
    public double WeightDecay { get; init; } = 0.05;

    /// <summary>Seed of weights, dropout and the order of windows.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;
}

/// <summary>
/// What the game's memory alone says about a coming dodge, without a picture: the comparison that the document's conclusion asks
/// for. A logistic regression, or a network with one hidden layer, on the state of all frames of a window.
/// </summary>
public sealed class StateDetector : IDisposable
{
    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly StateFeatures _features;
    private readonly Device _device;

    private StateDetector(nn.Module<Tensor, Tensor> network, StateFeatures features, Device device, TrainingResult training) =>
        (_network, _features, _device, Training) = (network, features, device, training);

    /// <summary>Its curve: <c>train_loss</c>.</summary>
    public TrainingResult Training { get; }

    /// <summary>Trains one, or takes it from a run.</summary>
    /// <param name="name">What the run is called.</param>
    /// <param name="options">How to train.</param>
    /// <param name="episodes">Where the windows are.</param>
    /// <param name="samples">The windows.</param>
    /// <param name="reuse">What becomes of the same run if it is there.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    public static StateDetector Train(
        string name, StateOptions options, DodgeEpisodes episodes, DodgeSamples samples, Reuse reuse = Reuse.Unfinished,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(samples);
        var device = options.Device.ToTorch();
        var features = new StateFeatures(episodes, samples.Train, samples.Sampling.WindowFrames);
        using var run = RunDirectory.Open("dodge", name, new { Kind = "dodge timing on state", Options = options, samples.Sampling, Episodes = episodes.Items.Count, Data = episodes.Fingerprint }, reuse);
        manual_seed(options.Seed);
        nn.Module<Tensor, Tensor> network = options.Hidden == 0
            ? nn.Linear(features.Count, 1)
            : nn.Sequential(nn.Linear(features.Count, options.Hidden), nn.ReLU(), new SeededDropout(0.5), nn.Linear(options.Hidden, 1));
        network.to(device);
        var training = SavedRun.TrainOrRestore(run, network, () => Fit(options, features, samples.Train, network, run, progress, cancellation));
        return new StateDetector(network, features, device, training);
    }

    /// <summary>How likely a dodge begins at the end of each window.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="framesBefore">How many frames earlier the windows end.</param>
    /// <returns>Probabilities, [N].</returns>
    public float[] Predict(IReadOnlyList<DodgeWindow> windows, int framesBefore = 0)
    {
        ArgumentNullException.ThrowIfNull(windows);
        if (windows.Count == 0)
        {
            return [];
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var inputs = tensor([.. windows.SelectMany(w => _features.Of(w, framesBefore))], [windows.Count, _features.Count], device: _device);
        return _network.call(inputs).squeeze(-1).sigmoid().cpu().data<float>().ToArray();
    }

    /// <summary>Releases the weights.</summary>
    public void Dispose() => _network.Dispose();

    private static TrainingResult Fit(
        StateOptions options, StateFeatures features, IReadOnlyList<DodgeWindow> windows, nn.Module<Tensor, Tensor> network, RunDirectory run,
        IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var device = options.Device.ToTorch();
        float[][] inputs = [.. windows.Select(w => features.Of(w).ToArray())];
        using var optimizer = new FusedAdamW(network.parameters(), options.LearningRate, weightDecay: options.WeightDecay);
        return Trainer.Fit(new TrainingPlan<StateBatch>
        {
            Model = network,
            Optimizer = optimizer,
            Epochs = options.Epochs,
            Seed = options.Seed,
            StepsPerEpoch = (windows.Count + options.BatchSize - 1) / options.BatchSize,
            Batches = (epoch, _) => EpochOrder.Of(windows.Count, options.Seed, epoch).Chunk(options.BatchSize).Select(rows => new StateBatch(rows)),
            Loss = batch => nn.functional.binary_cross_entropy_with_logits(
                network.call(tensor([.. batch.Numbers.SelectMany(row => inputs[row])], [batch.Numbers.Length, features.Count], device: device)).squeeze(-1),
                tensor([.. batch.Numbers.Select(row => windows[row].IsDodge ? 1f : 0f)], device: device)),
            Threads = StepThreads.Small,
        }, run, progress, cancellation);
    }

    private sealed record StateBatch(int[] Numbers) : ITrainingBatch
    {
        public ReadOnlySpan<int> Rows => Numbers;
    }
}
