using System.Text.Json.Nodes;
using Research.Losses;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A policy on stacks of frames, trained by binary cross-entropy: its probabilities are those of the keys.</summary>
public sealed class FrameStackPolicy : ActionPolicy
{
    internal const string Kind = "policy on stacked frames";

    private const string UsualExperiment = "cuphead";

    private readonly FrameShape _frames;

    private FrameStackPolicy(FrameStackOptions options, FrameShape frames, TrainedNetwork<FrameStackNetwork> trained)
        : base(trained.Network, trained.Folder, trained.Training) =>
        (Options, Network, _frames) = (options, trained.Network, frames);

    /// <summary>The options that it was trained with.</summary>
    public FrameStackOptions Options { get; }

    /// <summary>The network, in evaluation mode.</summary>
    internal FrameStackNetwork Network { get; }

    /// <summary>Trains a policy, or loads its completed run.</summary>
    /// <param name="options">What to train.</param>
    /// <param name="sessions">Fights to train on: one session or several.</param>
    /// <param name="validation">Held-out fights, whose loss is measured after each epoch; nothing is chosen by it.</param>
    /// <param name="start">A policy whose weights it begins with, such as that of DAgger's last round; null: drawn ones.</param>
    /// <param name="context">Where the run is kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="ArgumentException">There is no session.</exception>
    public static FrameStackPolicy TrainOrLoad(
        FrameStackOptions options, IReadOnlyList<FightDataset> sessions, FightDataset validation, FrameStackPolicy? start = null,
        RunContext? context = null)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(validation);
        if (sessions.Count == 0)
        {
            throw new ArgumentException("A policy learns from one session at least.", nameof(sessions));
        }

        context ??= RunContext.Default;
        var frames = sessions[0].Frames;
        return new(options, frames.Store.Shape, new ModelRecipe<FrameStackNetwork>
        {
            Experiment = UsualExperiment,
            Name = NameOf(options),
            Config = Definition(options, sessions, validation, start?.Folder),
            Device = options.Device,
            Seed = options.Seed,
            Create = () => Create(options, frames.Actions.Count, frames.Store.Shape),
            Fit = Fit,
        }.TrainOrLoad(context));

        TrainingResult Fit(FrameStackNetwork network, RunDirectory run)
        {
            if (start is not null)
            {
                network.load_state_dict(start.Network.state_dict());
            }

            var loss = new BinaryCrossEntropy();
            var learning = new StackedFrames(sessions, options);
            var validating = new StackedFrames([validation], options);
            using var optimizer = new FusedAdamW(network.parameters(), options.LearningRate, weightDecay: options.WeightDecay);
            int steps = learning.BatchCount * options.Epochs;
            return Trainer.Fit(new TrainingPlan<PolicyBatch>
            {
                Model = network,
                Optimizer = optimizer,
                Epochs = options.Epochs,
                Seed = options.Seed,
                StepsPerEpoch = learning.BatchCount,
                Batches = (epoch, _) => learning.Batches(epoch),
                Loss = batch =>
                {
                    using var _ = batch;
                    return loss.forward(network.call(batch.Inputs), batch.Targets, batch.Weights);
                },
                Validate = () => new Dictionary<string, double>
                {
                    ["val_loss"] = PolicyBatch.MeanLoss(network, loss, validating.Batches()),
                },
                LearningRate = step => options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / steps)),
                MaxGradNorm = 1,
                Threads = StepThreads.Large,
            }, run, context.Progress, context.Cancellation);
        }
    }

    /// <summary>
    /// The folder of the completed run that <see cref="TrainOrLoad"/> would load, for whoever has not loaded the policy that it
    /// begins with; null where there is none, or none of this build of the kit.
    /// </summary>
    /// <param name="options">What was trained.</param>
    /// <param name="sessions">The fights that it was trained on.</param>
    /// <param name="validation">Held-out fights.</param>
    /// <param name="start">The folder of the policy whose weights it began with.</param>
    /// <param name="context">Where the run is kept.</param>
    internal static string? FindCompleted(
        FrameStackOptions options, IReadOnlyList<FightDataset> sessions, FightDataset validation, string start,
        RunContext context) =>
        CompletedRun.Find(context.Experiment ?? UsualExperiment, context.Name ?? NameOf(options),
            Definition(options, sessions, validation, start));

    /// <inheritdoc/>
    public override ActionProbabilities Predict(FightDataset fights, CancellationToken cancellation = default)
    {
        RequireFits(fights);
        return StackedFrames.Predict(Network, fights, Options, cancellation);
    }

    /// <inheritdoc/>
    public override LivePolicy Play(int lanes = 1) => new FrameStackLive(Network, _frames, Options.Device, lanes);

    internal static FrameStackPolicy Load(string folder, JsonObject config, TorchDevice device)
    {
        var options = SavedRun.OptionsOf<FrameStackOptions>(folder, config) with { Device = device };
        var train = config["train"]!;
        var frames = FrameShape.Of(train["size"]!);
        var network = Create(options, (int)train["actions"]!, frames);
        return new(options, frames, SavedRun.Load(network, folder, device));
    }

    private static string NameOf(FrameStackOptions options) => $"frame-stack-{options.StackSize}-seed-{options.Seed}";

    /// <summary>All that defines a run.</summary>
    private static object Definition(
        FrameStackOptions options, IReadOnlyList<FightDataset> sessions, FightDataset validation, string? start)
    {
        return new
        {
            Kind,
            Options = options,
            Actions = ActionsOf(sessions[0].Frames.Actions),
            Rare = options.RareWeight == 1 ? null : sessions[0].Game.RareActions,
            Start = Path.GetFileName(start),
            Train = sessions[0].Fingerprint,
            More = sessions.Skip(1).Select(session => session.Fingerprint),
            Validation = validation.Fingerprint,
        };
    }

    private static FrameStackNetwork Create(FrameStackOptions options, int actions, FrameShape frames) =>
        new(actions, (options.StackSize * frames.Channels, frames.Height, frames.Width), options.Dropout);
}
