using Research.Nn;
using Research.Sessions.Controls;
using Research.Training;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>A completed training: the policy, its windows, its log and its scores.</summary>
public sealed class TrainedControls : IDisposable
{
    private TrainedControls(
        ControlPolicy policy, (ControlWindows Train, ControlWindows Validation) windows, ControlLog log,
            ControlPredictions predictions, string folder)
    {
        (Policy, Train, Validation, Log) = (policy, windows.Train, windows.Validation, log);
        (Predictions, Folder) = (predictions, folder);
        AtDefaultThreshold = new("thresholds 0.5", Validation.Truth, predictions, ends: Validation.Ends);
        AtTunedThresholds = new("tuned thresholds", Validation.Truth, predictions, policy.Thresholds, Validation.Ends);
    }

    /// <summary>The policy, with the weights of the best epoch.</summary>
    public ControlPolicy Policy { get; }

    /// <summary>The windows that it was trained on.</summary>
    public ControlWindows Train { get; }

    /// <summary>
    /// The windows that it was validated on, whose recordings it never learned from; its thresholds are chosen on them.
    /// </summary>
    public ControlWindows Validation { get; }

    /// <summary>The policy's predictions of <see cref="Validation"/>.</summary>
    public ControlPredictions Predictions { get; }

    /// <summary>All epochs.</summary>
    public ControlLog Log { get; }

    /// <summary>Scores on <see cref="Validation"/> with all thresholds 0.5.</summary>
    public ControlEvaluation AtDefaultThreshold { get; }

    /// <summary>
    /// Scores on <see cref="Validation"/> with the policy's thresholds, which were chosen on it: optimistically biased.
    /// </summary>
    public ControlEvaluation AtTunedThresholds { get; }

    /// <summary>Scores on <see cref="Validation"/>: at both thresholds, and of the baselines.</summary>
    /// <param name="seed">Seed of the baseline that draws.</param>
    public ControlEvaluation[] WithBaselines(int seed = 7) =>
        [AtDefaultThreshold, AtTunedThresholds, .. ControlBaselines.Evaluate(Validation, Train, seed)];

    /// <summary>
    /// The folder with <c>control_policy.safetensors</c>, <c>control_config.json</c> and <c>training_log.json</c>.
    /// </summary>
    public string Folder { get; }

    /// <summary>Trains a policy, or loads its completed runs.</summary>
    /// <remarks>
    /// The stages of a curriculum are reused as one training: after a stop, the next call takes the completed stages and goes on
    /// with the others; when all stages are complete, <see cref="RunContext.Reuse"/> holds for all of them.
    /// </remarks>
    /// <param name="options">How to train.</param>
    /// <param name="data">The recordings.</param>
    /// <param name="curriculum">Whether in three stages (<see cref="CurriculumStage.Curriculum"/>), or all at once.</param>
    /// <param name="epochDone">Gets every epoch, those of earlier calls first.</param>
    /// <param name="context">Where the runs are kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="InvalidDataException">There are too few recordings, or fewer windows than fill a batch.</exception>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="OperationCanceledException">It was stopped after the last epoch, while the policy was measured; the same
    /// call goes on from there.</exception>
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
        var (all, validating) = data.Windows(options);
        var stages = curriculum ? CurriculumStage.Curriculum : [CurriculumStage.All];
        manual_seed(options.Seed);
        var network = new FiveHeadTransformer(options.Size) { Precision = options.Precision }.to(device);
        var log = new ControlLog([]);
        string experiment = context.Experiment ?? "controls", folder = "", fingerprint = data.Fingerprint;
        string name = context.Name ?? (curriculum ? "curriculum" : "all-at-once");
        (string Name, object Config)[] runs = [.. stages.Select((stage, i) => (
            curriculum ? $"{name}-{i + 1}-{stage.Name}" : name,
            (object)new
            {
                Kind = "control transformer",
                Options = options,
                Stages = stages.Take(i + 1).Select(s => s.Name),
                Data = fingerprint,
            }))];
        int completed = runs.TakeWhile(run => CompletedRun.Find(experiment, run.Name, run.Config) is not null).Count();
        bool goesOn = context.Reuse == Reuse.Unfinished && completed < runs.Length;
        (ControlPolicy Policy, ControlPredictions Predictions)? finished = null;
        for (int i = 0; i < stages.Count; i++)
        {
            var stage = stages[i];
            bool isLast = i == stages.Count - 1;
            int epochs = Math.Max(1, (options.MaxEpochs + i) / stages.Count);
            void Add(EpochLog epoch)
            {
                log = log.With(stage.Name, epoch);
                epochDone?.Invoke(log.Epochs[^1]);
            }

            using var run = RunDirectory.Open(experiment, runs[i].Name, runs[i].Config,
                goesOn && i < completed ? Reuse.Everything : context.Reuse);
            bool wasComplete = run.IsComplete;
            var windows = stage.IsPlayOnly
                ? new ControlWindows(all.Recordings, all.Statistics, all.Frames, options.Stride,
                    (recording, frame) => !recording.IsScreenOpen(frame))
                : all;
            folder = run.Folder;
            var training = SavedRun.TrainOrLoad(run, network, () =>
            {
                var trained = Fit(stage, epochs, windows, run, Add);
                if (isLast)
                {
                    finished = Finish(); // before the run is marked complete: a complete run has its policy
                }

                return trained;
            });
            if (wasComplete)
            {
                training.Epochs.ToList().ForEach(Add);
                finished = isLast ? Finish() : null;
            }
        }

        var (policy, predictions) = finished!.Value;
        return new(policy, (all, validating), log, predictions, folder);

        (ControlPolicy, ControlPredictions) Finish()
        {
            network.Precision = Precision.Float32; // as whoever loads it will compute; so its thresholds are chosen for that
            var predicted = ControlPolicy.Measure(network, validating, null, ControlPolicy.UsualBatch,
                context.Cancellation).Predictions;
            double[] thresholds = ControlThresholds.Search(validating.Truth, predicted);
            var policy = new ControlPolicy(network, ControlConfig.Of(options, thresholds, all.Statistics, new()
            {
                EpochsTrained = log.Epochs.Count,
                BestCombinedScore = new ControlEvaluation("", validating.Truth, predicted).CombinedScore,
                PerHeadMetrics = new ControlEvaluation("", validating.Truth, predicted, thresholds).ByName,
            }));
            policy.Save(folder);
            log.Write(Path.Combine(folder, ControlLog.FileName));
            return (policy, predicted);
        }

        TrainingResult Fit(CurriculumStage stage, int epochs, ControlWindows windows, RunDirectory run, Action<EpochLog> add)
        {
            if (windows.Count < options.BatchSize)
            {
                throw new InvalidDataException(
                    $"Found {windows.Count} windows to learn from in the stage '{stage.Name}'; expected at least a batch of "
                    + $"{options.BatchSize}.");
            }

            var (actionWeights, inventoryWeights) = ControlLoss.PositiveWeights(windows.Truth);
            var loss = new ControlLoss(actionWeights, inventoryWeights, options.LossWeights, ControlLayout.LookDeadZone,
                stage.CountedActions);
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
}
