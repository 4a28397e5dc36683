using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Losses;
using Research.Metrics;
using Research.Nn;
using Research.Training;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A policy that was trained on the frames themselves, without an autoencoder between.</summary>
public sealed class SpatialPolicy : ActionPolicy
{
    internal const string Kind = "policy on frames";

    /// <summary>Frames of a fight before the first prediction, as many as the report's windows have.</summary>
    private const int FirstTarget = 10;

    /// <summary>Frames that are predicted at once.</summary>
    private const int Block = 200;

    private readonly ConvolutionalPolicy _network;

    private SpatialPolicy(SpatialOptions options, ConvolutionalPolicy network, string folder, TrainingResult training)
        : base(folder, training) => (Options, _network) = (options, network);

    /// <summary>What it was trained by.</summary>
    public SpatialOptions Options { get; }

    /// <summary>Trains a policy, or takes it from a run.</summary>
    /// <param name="name">What the run is called.</param>
    /// <param name="options">What to train.</param>
    /// <param name="loss">What it minimises.</param>
    /// <param name="train">Fights to learn from.</param>
    /// <param name="validation">Fights that say when to stop.</param>
    /// <param name="reuse">What becomes of the same run if it is there.</param>
    /// <param name="experiment">Folder of the run.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor does not have the precision.</exception>
    public static SpatialPolicy Train(
        string name, SpatialOptions options, IActionLoss loss, RecordedFights train, RecordedFights validation,
        Reuse reuse = Reuse.Unfinished, string experiment = "cuphead", IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        options.Device.ToTorch(); // refused here, before there is a folder
        BFloat16Processor.Require(options.Precision);
        using var run = RunDirectory.Open(experiment, name, new
        {
            Kind,
            Options = options,
            Loss = loss.Name,
            Train = train.Frames.Fingerprint,
            Validation = validation.Frames.Fingerprint,
        }, reuse);
        var network = Create(options, train.Frames.Actions.Count, train.Frames.Store.Height, train.Frames.Store.Width);
        var training = SavedRun.TrainOrRestore(run, network, () => Fit(options, loss, network, train, validation, run, progress, cancellation));
        return new SpatialPolicy(options, network, run.Folder, training);
    }

    /// <inheritdoc/>
    public override ActionProbabilities Predict(RecordedFights fights, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fights);
        var frames = new List<int>();
        var values = new List<float>();
        using var noGrad = no_grad();
        var device = Options.Device.ToTorch();
        foreach (var ((firstRow, rows), range) in FrameStretches.Rows(fights.Fights).Zip(fights.Fights.Unbroken).Where(f => f.Second.Count > FirstTarget))
        {
            for (int target = FirstTarget; target < rows; target += Block)
            {
                cancellation.ThrowIfCancellationRequested();
                int end = Math.Min(rows, target + Block), back = Options.IncludeCurrentFrame ? 0 : 1;
                int seen = Math.Max(0, target - back - Options.StretchFrames), last = end - back;
                using var scope = NewDisposeScope();
                var logits = _network.call(FrameStretches.Frames(fights, firstRow + seen, last - seen, device));
                values.AddRange(logits.narrow(1, target - back - seen, end - target).sigmoid().flatten().cpu().data<float>().ToArray());
            }

            frames.AddRange(range.Frames.Skip(FirstTarget));
        }

        return new ActionProbabilities(fights.Frames.Actions, frames, values);
    }

    /// <inheritdoc/>
    public override void Dispose() => _network.Dispose();

    internal static SpatialPolicy Load(string folder, JsonObject config, TorchDevice device)
    {
        var options = config["options"].Deserialize<SpatialOptions>(RunDirectory.Json)! with { Device = device };
        BFloat16Processor.Require(options.Precision);
        var train = config["train"]!;
        var network = Create(options, (int)train["actions"]!, (int)train["size"]![0]!, (int)train["size"]![1]!);
        return new SpatialPolicy(options, network, folder, SavedRun.Restore(network, folder));
    }

    private static ConvolutionalPolicy Create(SpatialOptions options, int actions, int height, int width)
    {
        manual_seed(options.Seed);
        var network = new ConvolutionalPolicy(actions, height, width, options.Motion, options.Dropout, options.Initialization)
        {
            Precision = options.Precision,
        };
        return network.to(options.Device.ToTorch());
    }

    private static TrainingResult Fit(
        SpatialOptions options, IActionLoss loss, ConvolutionalPolicy network, RecordedFights train, RecordedFights validation, RunDirectory run,
        IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        var learning = new FrameStretches(train, options);
        var validating = new FrameStretches(validation, options);
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
                return loss.Of(network.call(batch.Inputs), batch.Targets, batch.Weights);
            },
            Validate = () => new Dictionary<string, double> { ["val_loss"] = Loss(network, loss, validating) },
            EarlyStopping = new EarlyStopping("val_loss", options.Patience),
            LearningRate = step => options.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / steps)),
            GradientNorm = 1,
            Threads = StepThreads.Large,
        }, run, progress, cancellation);
    }

    private static double Loss(ConvolutionalPolicy network, IActionLoss loss, FrameStretches stretches)
    {
        double sum = 0;
        foreach (var batch in stretches.InOrder())
        {
            using var scope = NewDisposeScope();
            sum += loss.Of(network.call(batch.Inputs), batch.Targets, batch.Weights).item<float>() * batch.Rows.Length;
            batch.Dispose();
        }

        return sum / stretches.Count;
    }
}
