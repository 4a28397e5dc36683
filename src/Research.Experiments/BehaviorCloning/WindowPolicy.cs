using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Losses;
using Research.Metrics;
using Research.Nn;
using Research.Training;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>The report's policy: a recurrent network over windows of frame codes.</summary>
public sealed class WindowPolicy : ActionPolicy
{
    internal const string Kind = "policy over codes";

    private const int PredictionBatch = 256;

    private readonly FrameAutoencoder _encoder;
    private readonly RecurrentPolicy _network;
    private readonly bool _ownsEncoder;

    private WindowPolicy(PolicyOptions options, FrameAutoencoder encoder, RecurrentPolicy network, string folder, TrainingResult training, bool ownsEncoder)
        : base(folder, training) => (Options, _encoder, _network, _ownsEncoder) = (options, encoder, network, ownsEncoder);

    /// <summary>What it was trained by.</summary>
    public PolicyOptions Options { get; }

    /// <summary>Trains a policy, or takes it from a run.</summary>
    /// <param name="name">What the run is called, such as <c>gru-512</c>.</param>
    /// <param name="options">What to train.</param>
    /// <param name="loss">What it minimises.</param>
    /// <param name="encoder">Makes the codes; stays the caller's.</param>
    /// <param name="train">Fights to learn from.</param>
    /// <param name="validation">Fights to validate on; the report's is the test session's.</param>
    /// <param name="reuse">What becomes of the same run if it is there.</param>
    /// <param name="experiment">Folder of the run.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor does not have the precision.</exception>
    public static WindowPolicy Train(
        string name, PolicyOptions options, IActionLoss loss, FrameAutoencoder encoder, RecordedFights train, RecordedFights validation,
        Reuse reuse = Reuse.Unfinished, string experiment = "cuphead", IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        options.Device.ToTorch(); // refused here, before there is a folder
        BFloat16Processor.Require(options.Precision);
        using var run = RunDirectory.Open(experiment, name, new
        {
            Kind,
            Options = options,
            Loss = loss.Name,
            Encoder = Path.GetFileName(encoder.Folder),
            Train = train.Frames.Fingerprint,
            Validation = validation.Frames.Fingerprint,
        }, reuse);
        var network = Create(options, encoder.LatentSize, train.Frames.Actions.Count);
        var training = SavedRun.TrainOrRestore(run, network, () =>
        {
            var result = Fit(options, loss, encoder, network, train, validation, run, progress, cancellation);
            AtomicFile.Write(run["encoder.txt"], Path.GetRelativePath(run.Folder, encoder.Folder) + "\n");
            return result;
        });
        return new WindowPolicy(options, encoder, network, run.Folder, training, ownsEncoder: false);
    }

    /// <inheritdoc/>
    public override ActionProbabilities Predict(RecordedFights fights, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fights);
        using var windows = new CodeWindows(fights, _encoder.Encode(fights.Frames, cancellation: cancellation), Options);
        using var noGrad = no_grad();
        var values = new List<float>(windows.Windows.Count * fights.Frames.Actions.Count);
        using var scope = NewDisposeScope();
        foreach (var batch in windows.Batches(PredictionBatch))
        {
            cancellation.ThrowIfCancellationRequested();
            values.AddRange(_network.call(batch.Inputs).sigmoid().flatten().cpu().data<float>().ToArray());
            scope.DisposeEverything();
        }

        return new ActionProbabilities(fights.Frames.Actions, windows.Windows.TargetFrames, values);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _network.Dispose();
        if (_ownsEncoder)
        {
            _encoder.Dispose();
        }
    }

    internal static WindowPolicy Load(string folder, JsonObject config, TorchDevice device)
    {
        var options = config["options"].Deserialize<PolicyOptions>(RunDirectory.Json)! with { Device = device };
        BFloat16Processor.Require(options.Precision);
        string encoderFolder = Path.GetFullPath(Path.Combine(folder, File.ReadAllText(Path.Combine(folder, "encoder.txt")).Trim()));
        var encoder = FrameAutoencoder.Load(encoderFolder, device);
        var network = Create(options, encoder.LatentSize, (int)config["train"]!["actions"]!);
        return new WindowPolicy(options, encoder, network, folder, SavedRun.Restore(network, folder), ownsEncoder: true);
    }

    private static RecurrentPolicy Create(PolicyOptions options, int codeSize, int actions)
    {
        manual_seed(options.Seed);
        var network = new RecurrentPolicy(codeSize, options.Cell, actions, initialization: options.Initialization)
        {
            Precision = options.Precision,
        };
        return network.to(options.Device.ToTorch());
    }

    private static TrainingResult Fit(
        PolicyOptions options, IActionLoss loss, FrameAutoencoder encoder, RecurrentPolicy network, RecordedFights train, RecordedFights validation,
        RunDirectory run, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using var learning = new CodeWindows(train, encoder.Encode(train.Frames, progress, cancellation), options);
        using var validating = new CodeWindows(validation, encoder.Encode(validation.Frames, progress, cancellation), options);
        using var optimizer = new FusedAdam(network.parameters(), options.LearningRate, epsilon: 1e-7); // Keras's ε
        return Trainer.Fit(new TrainingPlan<PolicyBatch>
        {
            Model = network,
            Optimizer = optimizer,
            Epochs = options.Epochs,
            Seed = options.Seed,
            StepsPerEpoch = learning.BatchCount(options.BatchSize),
            Batches = (epoch, _) => learning.Batches(options.BatchSize, options.Seed, epoch),
            Loss = batch =>
            {
                using var _ = batch;
                return loss.Of(network.call(batch.Inputs), batch.Targets, batch.Weights);
            },
            Validate = () => Validate(network, loss, validating),
            EarlyStopping = options.Patience is { } patience ? new EarlyStopping("val_loss", patience) : null,
            Threads = encoder.LatentSize > 4096 ? StepThreads.Large : StepThreads.Small,
        }, run, progress, cancellation);
    }

    /// <summary>Loss and binary accuracy, weighted as in training.</summary>
    private static Dictionary<string, double> Validate(RecurrentPolicy network, IActionLoss loss, CodeWindows windows)
    {
        double sum = 0, right = 0;
        foreach (var batch in windows.Batches(PredictionBatch))
        {
            using var scope = NewDisposeScope();
            var logits = network.call(batch.Inputs);
            sum += loss.Of(logits, batch.Targets, batch.Weights).item<float>() * batch.Numbers.Length;
            right += logits.gt(0).eq(batch.Targets.gt(0.5)).to_type(ScalarType.Float32).mean().item<float>() * batch.Numbers.Length;
            batch.Dispose();
        }

        return new Dictionary<string, double> { ["val_loss"] = sum / windows.Windows.Count, ["val_binary_accuracy"] = right / windows.Windows.Count };
    }
}
