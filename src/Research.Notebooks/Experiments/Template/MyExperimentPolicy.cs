using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Research.Alignment;
using Research.Sessions;
using Research.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.MyExperiment;

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
        : throw new ArgumentException(
            $"{States.Length} numbers are no states of {Keys.FrameCount} frames; expected as many for every frame.");

    internal Tensor StatesOn(Device device) => tensor(States, [Keys.FrameCount, Features], device: device);

    internal Tensor KeysOn(Device device) => tensor(Keys.Labels.ToMultiHot(), [Keys.FrameCount, Keys.Actions.Count], device: device);

    internal string Fingerprint => Convert.ToHexStringLower(
        SHA256.HashData([.. MemoryMarshal.AsBytes<float>(States), .. MemoryMarshal.AsBytes<float>(Keys.Labels.ToMultiHot())]))[..16];
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

/// <summary>A trained network: predicts how likely each key is at every frame.</summary>
public sealed class MyExperimentPolicy : TrainedModel
{
    private readonly MyExperimentNetwork _network;
    private readonly Device _device;

    private MyExperimentPolicy(TrainedNetwork<MyExperimentNetwork> trained, Device device)
        : base(trained.Network, trained.Folder, trained.Training) => (_network, _device) = (trained.Network, device);

    /// <summary>
    /// Trains one, or loads its completed run. Curves: <c>train_loss</c>, <c>val_loss</c>; the weights are those of the epoch
    /// with the lowest <c>val_loss</c>.
    /// </summary>
    /// <param name="options">How to train.</param>
    /// <param name="train">The frames to learn from.</param>
    /// <param name="validation">The frames that say which epoch was the best.</param>
    /// <param name="context">Where the run is kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="ArgumentException">There are fewer frames to learn from than fill a batch.</exception>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    public static MyExperimentPolicy TrainOrLoad(
        MyExperimentOptions options, MyExperimentFrames train, MyExperimentFrames validation, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        context ??= RunContext.Default;
        if (train.Keys.FrameCount < options.BatchSize)
        {
            throw new ArgumentException(
                $"{train.Keys.FrameCount} frames to learn from do not fill a batch of {options.BatchSize}.", nameof(train));
        }

        var device = options.Device.ToTorch();
        return new(new ModelRecipe<MyExperimentNetwork>
        {
            Experiment = "my-experiment",
            Name = "policy",

            // All that decides the result: a change of any of it makes another run, and no change loads this one.
            Config =
                new { Kind = "my-experiment", Options = options, Train = train.Fingerprint, Validation = validation.Fingerprint },
            Device = options.Device,
            Seed = options.Seed,
            Create = () => new MyExperimentNetwork(train.Features, train.Keys.Actions.Count, options.Units),
            Fit = Fit,
        }.TrainOrLoad(context), device);

        TrainingResult Fit(MyExperimentNetwork network, RunDirectory run)
        {
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
                Batches = (epoch, _) =>
                    EpochShuffle.Of(frames, options.Seed, epoch).Chunk(options.BatchSize).Take(steps)
                        .Select(rows => new Batch(rows)),
                Loss = batch =>
                {
                    var rows = tensor([.. batch.Numbers.Select(row => (long)row)], device: device);
                    return Loss(network.call(states.index_select(0, rows)), keys.index_select(0, rows));
                },
                Validate = () => new Dictionary<string, double>
                {
                    ["val_loss"] = Loss(network.call(validation.StatesOn(device)), validation.KeysOn(device)).item<float>(),
                },
                EarlyStopping = new EarlyStopping("val_loss"),
                Threads = StepThreads.Small,
            }, run, context.Progress, context.Cancellation);
        }
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

    private static Tensor Loss(Tensor logits, Tensor keys) => nn.functional.binary_cross_entropy_with_logits(logits, keys);

    private sealed record Batch(int[] Numbers) : ITrainingBatch
    {
        public ReadOnlySpan<int> Rows => Numbers;
    }
}
