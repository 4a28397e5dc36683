using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Research.Alignment;
using Research.Metrics;
using Research.Sessions;
using Research.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Models;

/// <summary>How the policy of notebook my-experiment is trained.</summary>
public sealed record MyExperimentOptions
{
    /// <summary>Units of the hidden layer.</summary>
    public int Units { get; init; } = 64;

    /// <summary>Passes over the frames.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Frames in a batch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Seed of weights and batch orders.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;
}

/// <summary>What a policy is shown at some frames, and what was pressed there.</summary>
/// <param name="States">What the game knows at each frame, row by row: [N, F].</param>
/// <param name="Keys">The keys that are held at the same frames: [N, A].</param>
public sealed record MyExperimentFrames(float[] States, ActionTimeline Keys)
{
    /// <summary>Numbers of a state (F).</summary>
    /// <exception cref="ArgumentException">The states are not as many whole rows as there are frames.</exception>
    public int Features => Keys.FrameCount > 0 && States.Length > 0 && States.Length % Keys.FrameCount == 0
        ? States.Length / Keys.FrameCount
        : throw new ArgumentException($"{States.Length} numbers are no states of {Keys.FrameCount} frames; expected as many for every frame.");

    internal Tensor StatesOn(Device device) => tensor(States, [Keys.FrameCount, Features], device: device);

    internal Tensor KeysOn(Device device) => tensor(Keys.ToMultiHot(), [Keys.FrameCount, Keys.Actions.Count], device: device);

    internal string Fingerprint => Convert.ToHexStringLower(SHA256.HashData([.. MemoryMarshal.AsBytes<float>(States), .. MemoryMarshal.AsBytes<float>(Keys.ToMultiHot())]))[..16];
}

/// <summary>From a state to its keys: the numbers are brought to one scale, and go through a hidden layer.</summary>
public sealed class MyExperimentNetwork : nn.Module<Tensor, Tensor>
{
    private readonly BatchNorm1d scale;
    private readonly Linear hidden;
    private readonly Linear output;

    /// <summary>A network, begun from the default generator.</summary>
    /// <param name="features">Numbers of a state (F).</param>
    /// <param name="keys">Number of keys (A).</param>
    /// <param name="units">Units of the hidden layer.</param>
    public MyExperimentNetwork(int features, int keys, int units) : base(nameof(MyExperimentNetwork))
    {
        scale = nn.BatchNorm1d(features);
        hidden = nn.Linear(features, units);
        output = nn.Linear(units, keys);
        RegisterComponents();
    }

    /// <summary>How likely each key is.</summary>
    /// <param name="states">[B, F].</param>
    /// <returns>Logits, [B, A].</returns>
    public override Tensor forward(Tensor states)
    {
        using var scope = NewDisposeScope();
        return output.call(nn.functional.relu(hidden.call(scale.call(states)))).MoveToOuterDisposeScope();
    }
}

/// <summary>The network, trained: says of every frame how likely each key is.</summary>
public sealed class MyExperimentPolicy : IDisposable
{
    private readonly MyExperimentNetwork _network;
    private readonly Device _device;

    private MyExperimentPolicy(MyExperimentNetwork network, Device device, TrainingResult training) => (_network, _device, Training) = (network, device, training);

    /// <summary>Its curves: <c>train_loss</c>, <c>val_loss</c>. The weights are those of the epoch with the lowest <c>val_loss</c>.</summary>
    public TrainingResult Training { get; }

    /// <summary>Trains one, or takes it from a run.</summary>
    /// <param name="name">What the run is called.</param>
    /// <param name="options">How to train.</param>
    /// <param name="train">The frames to learn from.</param>
    /// <param name="validation">The frames that say which epoch was the best.</param>
    /// <param name="reuse">What becomes of the same run if it is there.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <exception cref="ArgumentException">There are fewer frames to learn from than fill a batch.</exception>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    public static MyExperimentPolicy Train(
        string name, MyExperimentOptions options, MyExperimentFrames train, MyExperimentFrames validation, Reuse reuse = Reuse.Unfinished,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        if (train.Keys.FrameCount < options.BatchSize)
        {
            throw new ArgumentException($"{train.Keys.FrameCount} frames to learn from do not fill a batch of {options.BatchSize}.", nameof(train));
        }

        var device = options.Device.ToTorch();

        // All that decides what comes out: whoever changes any of it gets another run, and whoever changes nothing gets this one.
        using var run = RunDirectory.Open("my-experiment", name, new { Kind = "my-experiment", Options = options, Train = train.Fingerprint, Validation = validation.Fingerprint }, reuse);
        manual_seed(options.Seed);
        var network = new MyExperimentNetwork(train.Features, train.Keys.Actions.Count, options.Units).to(device);
        return new MyExperimentPolicy(network, device, SavedRun.TrainOrRestore(run, network, () => Fit(options, train, validation, network, run, progress, cancellation)));
    }

    /// <summary>How likely each key is at each frame.</summary>
    public ActionProbabilities Predict(MyExperimentFrames frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        float[] probabilities = _network.call(frames.StatesOn(_device)).sigmoid().cpu().data<float>().ToArray();
        return new ActionProbabilities(frames.Keys.Actions, Enumerable.Range(0, frames.Keys.FrameCount), probabilities);
    }

    /// <summary>Releases the weights.</summary>
    public void Dispose() => _network.Dispose();

    private static TrainingResult Fit(
        MyExperimentOptions options, MyExperimentFrames train, MyExperimentFrames validation, MyExperimentNetwork network, RunDirectory run,
        IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var device = options.Device.ToTorch();
        using var states = train.StatesOn(device);
        using var keys = train.KeysOn(device);
        using var optimizer = new FusedAdam(network.parameters(), options.LearningRate);
        int frames = train.Keys.FrameCount, steps = frames / options.BatchSize;
        return Trainer.Fit(new TrainingPlan<Batch>
        {
            Model = network,
            Optimizer = optimizer,
            Epochs = options.Epochs,
            Seed = options.Seed,
            StepsPerEpoch = steps,
            Batches = (epoch, _) => EpochOrder.Of(frames, options.Seed, epoch).Chunk(options.BatchSize).Take(steps).Select(rows => new Batch(rows)),
            Loss = batch =>
            {
                var rows = tensor([.. batch.Numbers.Select(row => (long)row)], device: device);
                return Loss(network.call(states.index_select(0, rows)), keys.index_select(0, rows));
            },
            Validate = () => new Dictionary<string, double> { ["val_loss"] = Loss(network.call(validation.StatesOn(device)), validation.KeysOn(device)).item<float>() },
            EarlyStopping = new EarlyStopping("val_loss"),
            Threads = StepThreads.Small,
        }, run, progress, cancellation);
    }

    private static Tensor Loss(Tensor logits, Tensor keys) => nn.functional.binary_cross_entropy_with_logits(logits, keys);

    private sealed record Batch(int[] Numbers) : ITrainingBatch
    {
        public ReadOnlySpan<int> Rows => Numbers;
    }
}
