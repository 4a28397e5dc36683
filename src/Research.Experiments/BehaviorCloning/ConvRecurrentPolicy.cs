using System.Text.Json.Nodes;
using Research.Losses;
using Research.Nn;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A policy trained end to end on frames, without an autoencoder.</summary>
public sealed class ConvRecurrentPolicy : ActionPolicy
{
    internal const string Kind = "policy on frames";

    /// <summary>Frames of a fight before the first prediction: the length of the report's windows.</summary>
    private const int FirstTarget = 10;

    /// <summary>Frames that are predicted in one pass.</summary>
    private const int Block = 200;

    private readonly ConvolutionalPolicy _network;
    private readonly RunContext _context;

    private ConvRecurrentPolicy(
        ConvRecurrentOptions options, TrainedNetwork<ConvolutionalPolicy> trained, RunContext context)
        : base(trained.Network, trained.Folder, trained.Training) =>
        (Options, _network, _context) = (options, trained.Network, context);

    /// <summary>The options that it was trained with.</summary>
    public ConvRecurrentOptions Options { get; }

    /// <summary>Trains a policy, or loads its completed run.</summary>
    /// <param name="options">What to train.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="fights">Fights to train on, and held-out fights that stop the training.</param>
    /// <param name="context">Where the run is kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor does not have the precision.</exception>
    public static ConvRecurrentPolicy TrainOrLoad(
        ConvRecurrentOptions options, IActionLoss loss, (FightDataset Train, FightDataset Validation) fights,
            RunContext? context = null)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(fights.Train);
        ArgumentNullException.ThrowIfNull(fights.Validation);
        context ??= RunContext.Default;
        var frames = fights.Train.Frames;
        return new(options, new ModelRecipe<ConvolutionalPolicy>
        {
            Experiment = "cuphead",
            Name = "spatial",
            Config =
                new
                {
                    Kind,
                    Options = options,
                    Loss = loss.Name,
                    Actions = ActionsOf(frames.Actions),
                    Train = fights.Train.Fingerprint,
                    Validation = fights.Validation.Fingerprint,
                },
            Device = options.Device,
            Precision = options.Precision,
            Seed = options.Seed,
            Create = () => Create(options, frames.Actions.Count, frames.Store.Shape),
            Fit = Fit,
        }.TrainOrLoad(context), context);

        TrainingResult Fit(ConvolutionalPolicy network, RunDirectory run)
        {
            var learning = new FrameSequences(fights.Train, options);
            var validating = new FrameSequences(fights.Validation, options);
            using var optimizer = new FusedAdamW(network.parameters(), options.LearningRate, weightDecay: options.WeightDecay);
            int steps = learning.BatchCount * options.Epochs;
            return Trainer.Fit(new TrainingPlan<PolicyBatch>
            {
                Model = network,
                Optimizer = optimizer,
                Epochs = options.Epochs,
                Seed = options.Seed,
                StepsPerEpoch = learning.BatchCount,
                Batches = (epoch, _) => learning.Epoch(epoch),
                Loss = batch =>
                {
                    using var _ = batch;
                    return loss.forward(network.call(batch.Inputs), batch.Targets, batch.Weights);
                },
                Validate = () => new Dictionary<string, double>
                {
                    ["val_loss"] = PolicyBatch.MeanLoss(network, loss, validating.InOrder()),
                },
                EarlyStopping = new EarlyStopping("val_loss", options.Patience),
                LearningRate = step => options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / steps)),
                MaxGradNorm = 1,
                Threads = StepThreads.Large,
            }, run, context.Progress, context.Cancellation);
        }
    }

    /// <inheritdoc/>
    public override ActionProbabilities Predict(FightDataset fights, CancellationToken cancellation = default)
    {
        RequireFits(fights);
        cancellation = cancellation.CanBeCanceled ? cancellation : _context.Cancellation;
        var frames = new List<int>();
        var values = new List<float>();
        using var noGrad = no_grad();
        var device = Options.Device.ToTorch();
        foreach (var ((firstRow, rows), range) in FrameSequences.Rows(fights.Fights).Zip(fights.Fights.Unbroken)
            .Where(f => f.Second.Count > FirstTarget))
        {
            for (int target = FirstTarget; target < rows; target += Block)
            {
                cancellation.ThrowIfCancellationRequested();
                int end = Math.Min(rows, target + Block), back = Options.IncludeCurrentFrame ? 0 : 1;
                int seen = Math.Max(0, target - back - Options.SequenceLength), last = end - back;
                using var scope = NewDisposeScope();
                var logits = _network.call(FrameSequences.Frames(fights, firstRow + seen, last - seen, device));
                values.AddRange(logits.narrow(1, target - back - seen, end - target).sigmoid().flatten().cpu().data<float>()
                    .ToArray());
            }

            frames.AddRange(range.Frames.Skip(FirstTarget));
        }

        return new ActionProbabilities(fights.Frames.Actions, frames, values);
    }

    /// <inheritdoc/>
    public override LivePolicy Play(int lanes = 1) => new ConvRecurrentLive(_network, Options, lanes);

    internal static ConvRecurrentPolicy Load(string folder, JsonObject config, TorchDevice device)
    {
        var options = SavedRun.OptionsOf<ConvRecurrentOptions>(folder, config) with { Device = device };
        BFloat16Processor.Require(options.Precision);
        var train = config["train"]!;
        var network = Create(options, (int)train["actions"]!, FrameShape.Of(train["size"]!));
        return new(options, SavedRun.Load(network, folder, device), RunContext.Default);
    }

    private static ConvolutionalPolicy Create(ConvRecurrentOptions options, int actions, FrameShape frames) =>
        new(actions, frames, options.FrameDifference, options.Dropout,
            options.Initialization)
        { Precision = options.Precision };
}
