using Research.Nn;
using Research.Sessions.Controls;
using Research.Training;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>A training that is whole: the policy, what it learned from, and how it went.</summary>
public sealed class TrainedControls : IDisposable
{
    private TrainedControls(
        ControlPolicy policy, (ControlWindows Train, ControlWindows Validation) windows, ControlLog log,
            (ControlEvaluation Half, ControlEvaluation Own) scores, string folder)
    {
        (Policy, Train, Validation, Log) = (policy, windows.Train, windows.Validation, log);
        (AtDefaultThreshold, AtTunedThresholds, Folder) = (scores.Half, scores.Own, folder);
    }

    /// <summary>The policy, with the weights of the best epoch.</summary>
    public ControlPolicy Policy { get; }

    /// <summary>The windows that it learned from.</summary>
    public ControlWindows Train { get; }

    /// <summary>
    /// The windows that it was validated on, whose recordings it never learned from; its thresholds are chosen on them.
    /// </summary>
    public ControlWindows Validation { get; }

    /// <summary>All epochs.</summary>
    public ControlLog Log { get; }

    /// <summary>Scores on <see cref="Validation"/> with all thresholds 0.5.</summary>
    public ControlEvaluation AtDefaultThreshold { get; }

    /// <summary>
    /// Scores on <see cref="Validation"/> with the policy's thresholds, which were chosen there: flattering by as much.
    /// </summary>
    public ControlEvaluation AtTunedThresholds { get; }

    /// <summary>
    /// The folder with <c>control_policy.safetensors</c>, <c>control_config.json</c> and <c>training_log.json</c>.
    /// </summary>
    public string Folder { get; }

    /// <summary>Trains a policy, or loads its completed runs.</summary>
    /// <param name="options">How to train.</param>
    /// <param name="data">The recordings.</param>
    /// <param name="curriculum">Whether in three stages (<see cref="CurriculumStage.Curriculum"/>), or all at once.</param>
    /// <param name="epochDone">Gets every epoch, those of earlier calls first.</param>
    /// <param name="context">Where the runs are kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="InvalidDataException">There are too few recordings, or fewer windows than fill a batch.</exception>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor does not have the precision.</exception>
    public static TrainedControls TrainOrLoad(
        ControlOptions options, ControlDataset data, bool curriculum = false, Action<ControlEpoch>? epochDone = null,
            RunContext? context = null)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(data);
        context ??= RunContext.Default;
        var device = options.Device.ToTorch();
        BFloat16Processor.Require(options.Precision);
        var (train, validation) = data.Split(options.ValidationShare, options.Seed);
        var statistics = FeatureStatistics.Of(train);
        ControlWindows Windows(IReadOnlyList<ControlRecording> recordings, bool isPlayOnly = false) => new(
            recordings, statistics, options.Size.MaxSeqLen, options.Stride,
                isPlayOnly ? (recording, frame) => !recording.IsScreenOpen(frame) : null);
        var (all, validating) = (Windows(train), Windows(validation));
        var stages = curriculum ? CurriculumStage.Curriculum : [CurriculumStage.All];
        manual_seed(options.Seed);
        var network = new FiveHeadTransformer(options.Size) { Precision = options.Precision }.to(device);
        var log = new ControlLog([]);
        string name = context.Name ?? (curriculum ? "curriculum" : "all-at-once"), folder = "", fingerprint = data.Fingerprint;
        for (int i = 0; i < stages.Count; i++)
        {
            var stage = stages[i];
            int epochs = Math.Max(1, (options.MaxEpochs + i) / stages.Count);
            void Add(EpochLog epoch)
            {
                log = log.With(stage.Name, epoch);
                epochDone?.Invoke(log.Epochs[^1]);
            }

            using var run = RunDirectory.Open(context.Experiment ?? "controls", curriculum ? $"{name}-{i + 1}-{stage.Name}"
                : name,
                new
                {
                    Kind = "control transformer",
                    Options = options,
                    Stages = stages.Take(i + 1).Select(s => s.Name),
                    Data = fingerprint,
                }, context.Reuse);
            bool wasComplete = run.IsComplete;
            var windows = stage.IsPlayOnly ? Windows(train, isPlayOnly: true) : all;
            var training = SavedRun.TrainOrLoad(run, network, () => Fit(stage, epochs, windows, run, Add));
            if (wasComplete)
            {
                training.Epochs.ToList().ForEach(Add);
            }

            folder = run.Folder;
        }

        network.Precision = Precision.Float32; // as whoever loads it will compute; so its thresholds are chosen for that
        var predictions = ControlPolicy.Measure(network, validating, null, ControlPolicy.UsualBatch,
            context.Cancellation).Predictions;
        double[] thresholds = ControlThresholds.Search(validating.Truth, predictions);
        var half = new ControlEvaluation("thresholds 0.5", validating.Truth, predictions, ends: validating.Ends);
        var own = new ControlEvaluation("own thresholds", validating.Truth, predictions, thresholds, validating.Ends);
        var policy = new ControlPolicy(network, ControlConfig.Of(options, thresholds, statistics, new()
        {
            EpochsTrained = log.Epochs.Count,
            BestCombinedScore = half.CombinedScore,
            PerHeadMetrics = own.ByName,
        }));
        policy.Save(folder);
        log.Write(Path.Combine(folder, ControlLog.FileName));
        return new(policy, (all, validating), log, (half, own), folder);

        TrainingResult Fit(CurriculumStage stage, int epochs, ControlWindows windows, RunDirectory run, Action<EpochLog> add)
        {
            if (windows.Count < options.BatchSize)
            {
                throw new InvalidDataException(
                    $"Found {windows.Count} windows to learn from in the stage '{stage.Name}'; expected at least a batch of "
                    + $"{options.BatchSize}.");
            }

            var loss = LossOf(options, stage, windows.Truth);
            var frozen = network.HeadParameters.Where(head => !stage.Heads.Contains(head.Key)).SelectMany(head => head.Value)
                .ToList();
            frozen.ForEach(parameter => parameter.requires_grad = false);
            try
            {
                using var optimizer = new FusedAdamW(network.parameters().Where(p => p.requires_grad), options.LearningRate,
                    weightDecay: options.WeightDecay);
                int steps = (windows.Count + options.BatchSize - 1) / options.BatchSize;
                return Trainer.Fit(new TrainingPlan<ControlBatch>
                {
                    Model = network,
                    Optimizer = optimizer,
                    Epochs = epochs,
                    Seed = options.Seed,
                    StepsPerEpoch = steps,
                    Batches = (epoch, _) => windows.Epoch(options.BatchSize, options.Seed, epoch, options.ActionHistoryDropout),
                    Loss = batch => loss.forward(network.call(batch.ToTensor(device), batch.ToPadding(device)),
                        batch.Truth.ToTargets(device)),
                    LearningRate = step => options.LearningRateOf(1 + step / steps, epochs),
                    MaxGradNorm = options.GradientClip,
                    EarlyStopping = new("val_score", options.EarlyStopPatience, Maximize: true),
                    Validate = () =>
                    {
                        var values = Validate(network, validating, loss, options.BatchSize, context.Cancellation);
                        values["lr"] = optimizer.ParamGroups.First().LearningRate;
                        return values;
                    },
                    EpochDone = add,
                    Threads = StepThreads.Large,
                }, run, context.Progress, context.Cancellation);
            }
            finally
            {
                frozen.ForEach(parameter => parameter.requires_grad = true);
            }
        }
    }

    /// <summary>Releases the policy's weights.</summary>
    public void Dispose() => Policy.Dispose();

    private static Dictionary<string, double> Validate(
        FiveHeadTransformer network, ControlWindows validation, ControlLoss loss, int batchSize, CancellationToken cancellation)
    {
        var (predictions, losses) = ControlPolicy.Measure(network, validation, loss, batchSize, cancellation);
        var values = losses.ToDictionary(l => "val_" + l.Key, l => l.Value);
        foreach (var (name, value) in new ControlEvaluation("", validation.Truth, predictions).ByName)
        {
            values["val_" + name] = value;
        }

        return values;
    }

    /// <summary>
    /// The loss whose weights of positives are the training windows': each head's on the frames that it is for.
    /// </summary>
    private static ControlLoss LossOf(ControlOptions options, CurriculumStage stage, ControlLabels truth)
    {
        float[] WeightsOf(float[] pressed, int controls, bool onScreen)
        {
            int[] rows = [.. Enumerable.Range(0, truth.Count).Where(row => truth.IsScreenOpen[row] == onScreen)];
            return [.. Enumerable.Range(0, controls)
                .Select(control => ControlLoss.PositiveWeight(rows.Length,
                rows.Count(row => pressed[row * controls + control] > 0)))];
        }

        return new(WeightsOf(truth.Actions, ControlLayout.Actions.Count, onScreen: false),
            WeightsOf(truth.Inventory, ControlLayout.Inventory.Count, onScreen: true),
            options.LossWeights, ControlLayout.LookDeadZone, stage.CountedActions);
    }
}
