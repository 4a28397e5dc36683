using System.Text.Json.Nodes;
using Research.Losses;
using Research.Nn;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>The report's policy: a recurrent network over windows of latents.</summary>
public sealed class LatentRecurrentPolicy : ActionPolicy
{
    internal const string Kind = "policy over codes";

    private const int PredictionBatch = 256;

    private readonly FrameAutoencoder _encoder;
    private readonly RecurrentPolicy _network;
    private readonly bool _ownsEncoder;
    private readonly RunContext _context;
    private readonly MotionScaling? _motion;
    private readonly WindowRate? _rate;

    private LatentRecurrentPolicy(
        PolicyOptions options, FrameAutoencoder encoder, TrainedNetwork<RecurrentPolicy> trained, RunContext context,
        bool ownsEncoder, (MotionScaling? Motion, WindowRate? Rate) data)
        : base(trained.Network, trained.Folder, trained.Training) =>
        (Options, _encoder, _network, _context, _ownsEncoder, (_motion, _rate)) =
            (options, encoder, trained.Network, context, ownsEncoder, data);

    /// <summary>Options it was trained with.</summary>
    public PolicyOptions Options { get; }

    /// <summary>
    /// Trains a policy, or loads its completed run. Where the game's definition says that the mouse's motion matters, it predicts
    /// motion too.
    /// </summary>
    /// <param name="options">What to train.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="encoder">Makes the latents; stays the caller's.</param>
    /// <param name="fights">Fights to train on, and fights to validate on; in the report, those of the test session.</param>
    /// <param name="context">Where the run is kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="InvalidDataException">
    /// Motion matters, and a session has no mouse log; or windows are given in seconds, and the sessions have different rates.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">The processor does not have the precision.</exception>
    public static LatentRecurrentPolicy TrainOrLoad(
        PolicyOptions options, IActionLoss loss, FrameAutoencoder encoder, (FightDataset Train, FightDataset Validation) fights,
            RunContext? context = null)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(fights.Train);
        ArgumentNullException.ThrowIfNull(fights.Validation);
        context ??= RunContext.Default;
        var (train, validation) = (fights.Train.Frames, fights.Validation.Frames);
        var rate = WindowRate.Of(options, fights.Train);
        rate?.Require(fights.Validation.Name, fights.Validation.FrameInterval);
        options = rate is null ? options : options.AtInterval(rate.Interval);
        if (options.RareWeight != 1)
        {
            // the run depends on them
            options = options with { RareActions = options.RareActions ?? fights.Train.Game.RareActions };
        }

        var motion = fights.Train.Game.UsesMotion ? ScalingOf(options, fights.Train) : null;
        return new(options, encoder, new ModelRecipe<RecurrentPolicy>
        {
            Experiment = "cuphead",
            Name = RunName(options, encoder.LatentSize),
            Config = new
            {
                Kind,
                Options = options,
                Loss = loss.Name,
                Encoder = Path.GetFileName(encoder.Folder),
                Actions = ActionsOf(train.Actions),
                Train = fights.Train.Fingerprint,
                Validation = fights.Validation.Fingerprint,
                FrameInterval = rate?.Interval,
                Motion = motion is null ? null : new
                {
                    motion.Deviation,
                    Train = fights.Train.RequireMotion().Hash(train.FrameIndices),
                    Validation = fights.Validation.RequireMotion().Hash(validation.FrameIndices),
                },
            },
            Device = options.Device,
            Precision = options.Precision,
            Seed = options.Seed,
            Create = () => Create(options, encoder.LatentSize, train.Actions.Count, motion is not null),
            Fit = Fit,
        }.TrainOrLoad(context), context, ownsEncoder: false, (motion, rate));

        TrainingResult Fit(RecurrentPolicy network, RunDirectory run)
        {
            using var learning = new LatentWindows(fights.Train, encoder.Encode(train, context.Progress, context.Cancellation),
                options, motion);
            using var validating = new LatentWindows(fights.Validation,
                encoder.Encode(validation, context.Progress, context.Cancellation), options, motion);
            using var optimizer = new FusedAdam(network.parameters(), options.LearningRate, epsilon: 1e-7); // Keras's ε
            var result = Trainer.Fit(new TrainingPlan<PolicyBatch>
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
                    return Loss(network, loss, batch, options.MotionWeight).Step;
                },
                Validate = () => Validate(network, loss, validating, options.MotionWeight),
                EarlyStopping = options.Patience is { } patience ? new EarlyStopping("val_loss", patience) : null,
                Threads = encoder.LatentSize > 4096 ? StepThreads.Large : StepThreads.Small,
            }, run, context.Progress, context.Cancellation);
            AtomicFile.Write(run["encoder.txt"], Path.GetRelativePath(run.Folder, encoder.Folder) + "\n");
            return result;
        }
    }

    /// <summary>Name of a run, such as <c>gru-512-seed-42</c>.</summary>
    /// <param name="options">What is trained.</param>
    /// <param name="latentSize">Numbers in a frame's latent.</param>
    public static string RunName(PolicyOptions options, int latentSize)
    {
        ArgumentNullException.ThrowIfNull(options);
        return $"{options.Cell.ToString().ToLowerInvariant()}-{latentSize}-seed-{options.Seed}";
    }

    /// <inheritdoc/>
    public override ActionProbabilities Predict(FightDataset fights, CancellationToken cancellation = default)
    {
        RequireFits(fights);
        _rate?.Require(fights.Name, fights.FrameInterval);
        cancellation = cancellation.CanBeCanceled ? cancellation : _context.Cancellation;
        using var windows = new LatentWindows(fights, _encoder.Encode(fights.Frames, cancellation: cancellation), Options);
        using var noGrad = no_grad();
        var values = new List<float>(windows.Windows.Count * fights.Frames.Actions.Count);
        var moves = new List<float>();
        using var scope = NewDisposeScope();
        foreach (var batch in windows.Batches(PredictionBatch))
        {
            cancellation.ThrowIfCancellationRequested();
            var (logits, motion) = _network.Heads(batch.Inputs);
            values.AddRange(logits.sigmoid().flatten().cpu().data<float>().ToArray());
            if (motion is not null)
            {
                moves.AddRange(motion.flatten().cpu().data<float>().ToArray());
            }

            scope.DisposeEverything();
        }

        return new ActionProbabilities(fights.Frames.Actions, windows.Windows.TargetFrames, values)
        {
            Motion = _motion?.ToPixels(moves),
        };
    }

    /// <inheritdoc/>
    public override LivePolicy Play(int lanes = 1) => new LatentRecurrentLive(_encoder, _network, Options, lanes);

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        if (_ownsEncoder)
        {
            _encoder.Dispose();
        }
    }

    internal static LatentRecurrentPolicy Load(string folder, JsonObject config, TorchDevice device)
    {
        var options = SavedRun.OptionsOf<PolicyOptions>(folder, config) with { Device = device };
        BFloat16Processor.Require(options.Precision);
        string encoderFolder = Path.GetFullPath(
            Path.Combine(folder, File.ReadAllText(Path.Combine(folder, "encoder.txt")).Trim()));
        var encoder = FrameAutoencoder.Load(encoderFolder, device);
        var motion = config["motion"]?["deviation"] is { } deviation
            ? new MotionScaling([.. deviation.AsArray().Select(axis => (double)axis!)]) : null;
        var rate = (double?)config["frame_interval"] is { } interval ? new WindowRate(interval) : null;
        var network = Create(options, encoder.LatentSize, (int)config["train"]!["actions"]!, motion is not null);
        return new(options, encoder, SavedRun.Load(network, folder, device), RunContext.Default, ownsEncoder: true,
            (motion, rate));
    }

    private static RecurrentPolicy Create(PolicyOptions options, int latentSize, int actions, bool motion) =>
        new(latentSize, options.Cell, actions, initialization: options.Initialization, motion: motion)
        {
            Precision = options.Precision,
        };

    /// <summary>The motion that windows lead to says by what motion is divided.</summary>
    private static MotionScaling ScalingOf(PolicyOptions options, FightDataset train)
    {
        int[] targets = [.. SlidingWindows.Over(
            train.Fights, options.WindowLength, options.IncludeCurrentFrame, options.CrossFights).TargetFrames];
        return MotionScaling.Of(train.RequireMotion(), targets.Length > 0 ? targets : train.Frames.FrameIndices);
    }

    /// <summary>
    /// The loss of the keys, to which that of the motion is added: the mean over both axes of Huber's loss (smooth L1, β = 1).
    /// </summary>
    private static (StepLoss Step, Tensor Logits) Loss(
        RecurrentPolicy network, IActionLoss loss, PolicyBatch batch, double motionWeight)
    {
        var (logits, motion) = network.Heads(batch.Inputs);
        var keys = loss.forward(logits, batch.Targets, batch.Weights);
        if (motion is null)
        {
            return (keys, logits);
        }

        var moves = nn.functional.smooth_l1_loss(motion, batch.Motion!);
        return (new StepLoss(keys + motionWeight * moves, ("keys", keys), ("motion", moves)), logits);
    }

    /// <summary>Loss and binary accuracy, weighted as in training.</summary>
    private static Dictionary<string, double> Validate(
        RecurrentPolicy network, IActionLoss loss, LatentWindows windows, double motionWeight)
    {
        double sum = 0, right = 0;
        foreach (var batch in windows.Batches(PredictionBatch))
        {
            using var scope = NewDisposeScope();
            var (step, logits) = Loss(network, loss, batch, motionWeight);
            sum += step.Total.item<float>() * batch.Numbers.Length;
            right += logits.gt(0).eq(batch.Targets.gt(0.5)).to_type(
                ScalarType.Float32).mean().item<float>() * batch.Numbers.Length;
            batch.Dispose();
        }

        return new Dictionary<string, double>
        {
            ["val_loss"] = sum / windows.Windows.Count,
            ["val_binary_accuracy"] = right / windows.Windows.Count,
        };
    }
}
