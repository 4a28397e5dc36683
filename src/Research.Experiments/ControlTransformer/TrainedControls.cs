using Research.Nn;
using Research.Sessions.Controls;
using Research.Training;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>A training that is whole: the policy, what it learned from, and how it went.</summary>
public sealed class TrainedControls : IDisposable
{
    private TrainedControls(ControlPolicy policy, ControlWindows train, ControlWindows validation, ControlLog log, ControlEvaluation half, ControlEvaluation own, string folder) =>
        (Policy, Train, Validation, Log, AtHalf, AtThresholds, Folder) = (policy, train, validation, log, half, own, folder);

    /// <summary>The policy, with the weights of the best epoch.</summary>
    public ControlPolicy Policy { get; }

    /// <summary>The windows that it learned from.</summary>
    public ControlWindows Train { get; }

    /// <summary>The windows that it was validated on, whose recordings it never learned from; its thresholds are chosen on them.</summary>
    public ControlWindows Validation { get; }

    /// <summary>All epochs.</summary>
    public ControlLog Log { get; }

    /// <summary>Scores on <see cref="Validation"/> with all thresholds 0.5.</summary>
    public ControlEvaluation AtHalf { get; }

    /// <summary>Scores on <see cref="Validation"/> with the policy's thresholds, which were chosen there: flattering by as much.</summary>
    public ControlEvaluation AtThresholds { get; }

    /// <summary>The folder with <c>control_policy.safetensors</c>, <c>control_config.json</c> and <c>training_log.json</c>.</summary>
    public string Folder { get; }

    /// <summary>Trains a policy, or takes it from its runs.</summary>
    /// <param name="name">What the run is called.</param>
    /// <param name="options">How to train.</param>
    /// <param name="data">The recordings.</param>
    /// <param name="curriculum">Whether in three stages (<see cref="ControlStage.Curriculum"/>), or all at once.</param>
    /// <param name="reuse">What becomes of the same run if it is there.</param>
    /// <param name="epochDone">Told of every epoch, those of earlier calls first.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <exception cref="InvalidDataException">There are too few recordings, or fewer windows than fill a batch.</exception>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor does not have the precision.</exception>
    public static TrainedControls Fit(
        string name, ControlOptions options, ControlDataset data, bool curriculum = false, Reuse reuse = Reuse.Unfinished,
        Action<ControlEpoch>? epochDone = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(data);
        var device = options.Device.ToTorch();
        BFloat16Processor.Require(options.Precision);
        var (train, validation) = data.Split(options.ValidationShare, options.Seed);
        var statistics = FeatureStatistics.Of(train);
        ControlWindows Windows(IReadOnlyList<ControlRecording> recordings, bool isPlayOnly = false) => new(
            recordings, statistics, options.Size.MaxSeqLen, options.Stride, isPlayOnly ? (recording, frame) => !recording.IsScreenOpen(frame) : null);
        var (all, validating) = (Windows(train), Windows(validation));
        var stages = curriculum ? ControlStage.Curriculum : [ControlStage.All];
        manual_seed(options.Seed);
        var network = new FiveHeadTransformer(options.Size) { Precision = options.Precision }.to(device);
        var log = new ControlLog([]);
        string folder = "", fingerprint = data.Fingerprint;
        for (int i = 0; i < stages.Count; i++)
        {
            var stage = stages[i];
            int epochs = Math.Max(1, (options.MaxEpochs + i) / stages.Count);
            void Add(EpochLog epoch)
            {
                log = log.With(stage.Name, epoch);
                epochDone?.Invoke(log.Epochs[^1]);
            }

            using var run = RunDirectory.Open("controls", curriculum ? $"{name}-{i + 1}-{stage.Name}" : name,
                new { Kind = "control transformer", Options = options, Stages = stages.Take(i + 1).Select(s => s.Name), Data = fingerprint }, reuse);
            bool wasWhole = run.IsWhole;
            var windows = stage.IsPlayOnly ? Windows(train, isPlayOnly: true) : all;
            var training = SavedRun.TrainOrRestore(run, network, () => Fit(options, epochs, stage, network, windows, validating, run, Add, progress, cancellation));
            if (wasWhole)
            {
                training.Epochs.ToList().ForEach(Add);
            }

            folder = run.Folder;
        }

        return Finish(options, network, statistics, all, validating, log, folder, cancellation);
    }

    /// <summary>Releases the policy's weights.</summary>
    public void Dispose() => Policy.Dispose();

    private static TrainedControls Finish(
        ControlOptions options, FiveHeadTransformer network, FeatureStatistics statistics, ControlWindows train, ControlWindows validation, ControlLog log, string folder, CancellationToken cancellation)
    {
        network.Precision = Precision.Float32; // as whoever loads it will compute; so its thresholds are chosen for that
        var predictions = ControlPolicy.Measure(network, validation, null, ControlPolicy.UsualBatch, cancellation).Predictions;
        double[] thresholds = ControlThresholds.Search(validation.Truth, predictions);
        var half = new ControlEvaluation("thresholds 0.5", validation.Truth, predictions, ends: validation.Ends);
        var own = new ControlEvaluation("own thresholds", validation.Truth, predictions, thresholds, validation.Ends);
        var size = options.Size;
        var policy = new ControlPolicy(network, new ControlConfig
        {
            InputDim = size.InputDim,
            DModel = size.DModel,
            Nhead = size.Nhead,
            NumLayers = size.NumLayers,
            DimFeedforward = size.DimFeedforward,
            Dropout = size.Dropout,
            MaxSeqLen = size.MaxSeqLen,
            ActionHistoryDropout = options.ActionHistoryDropout,
            Thresholds = ControlLayout.Presses.Select((control, i) => (ControlLayout.Names[control], thresholds[i])).ToDictionary(),
            FeatureMean = statistics.Mean,
            FeatureStd = statistics.Deviation,
            Training = new() { EpochsTrained = log.Epochs.Count, BestCombinedScore = half.CombinedScore, PerHeadMetrics = own.ByName },
        });
        policy.Save(folder);
        log.Write(Path.Combine(folder, ControlLog.FileName));
        return new(policy, train, validation, log, half, own, folder);
    }

    private static TrainingResult Fit(
        ControlOptions options, int epochs, ControlStage stage, FiveHeadTransformer network, ControlWindows train, ControlWindows validation, RunDirectory run,
        Action<EpochLog> epochDone, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        if (train.Count < options.BatchSize)
        {
            throw new InvalidDataException($"Found {train.Count} windows to learn from in the stage '{stage.Name}'; expected at least a batch of {options.BatchSize}.");
        }

        var device = options.Device.ToTorch();
        BFloat16Processor.Require(options.Precision);
        var loss = LossOf(options, stage, train.Truth);
        var frozen = network.HeadParameters.Where(head => !stage.Heads.Contains(head.Key)).SelectMany(head => head.Value).ToList();
        frozen.ForEach(parameter => parameter.requires_grad = false);
        try
        {
            using var optimizer = new FusedAdamW(network.parameters().Where(p => p.requires_grad), options.LearningRate, weightDecay: options.WeightDecay);
            int steps = (train.Count + options.BatchSize - 1) / options.BatchSize;
            return Trainer.Fit(new TrainingPlan<ControlBatch>
            {
                Model = network,
                Optimizer = optimizer,
                Epochs = epochs,
                Seed = options.Seed,
                StepsPerEpoch = steps,
                Batches = (epoch, _) => train.Epoch(options.BatchSize, options.Seed, epoch, options.ActionHistoryDropout),
                Loss = batch => loss.Of(network.call(batch.ToTensor(device), batch.ToPadding(device)), batch.Truth.ToTargets(device)),
                LearningRate = step => options.LearningRateOf(1 + step / steps, epochs),
                GradientNorm = options.GradientClip,
                EarlyStopping = new("val_score", options.EarlyStopPatience, Maximize: true),
                Validate = () => Validate(network, validation, loss, options.BatchSize, optimizer.ParamGroups.First().LearningRate, cancellation),
                EpochDone = epochDone,
                Threads = StepThreads.Large,
            }, run, progress, cancellation);
        }
        finally
        {
            frozen.ForEach(parameter => parameter.requires_grad = true);
        }
    }

    private static Dictionary<string, double> Validate(
        FiveHeadTransformer network, ControlWindows validation, ControlLoss loss, int batchSize, double learningRate, CancellationToken cancellation)
    {
        var (predictions, losses) = ControlPolicy.Measure(network, validation, loss, batchSize, cancellation);
        var values = losses.ToDictionary(l => "val_" + l.Key, l => l.Value);
        foreach (var (name, value) in new ControlEvaluation("", validation.Truth, predictions).ByName)
        {
            values["val_" + name] = value;
        }

        values["lr"] = learningRate;
        return values;
    }

    /// <summary>The loss whose weights of positives are the training windows': each head's on the frames that it is for.</summary>
    private static ControlLoss LossOf(ControlOptions options, ControlStage stage, ControlTruth truth)
    {
        float[] WeightsOf(float[] pressed, int controls, bool onScreen)
        {
            int[] rows = [.. Enumerable.Range(0, truth.Count).Where(row => truth.IsScreenOpen[row] == onScreen)];
            return [.. Enumerable.Range(0, controls).Select(control => ControlLoss.PositiveWeight(rows.Length, rows.Count(row => pressed[row * controls + control] > 0)))];
        }

        return new(WeightsOf(truth.Actions, ControlLayout.Actions.Count, onScreen: false), WeightsOf(truth.Inventory, ControlLayout.Inventory.Count, onScreen: true),
            options.LossWeights, ControlLayout.LookDeadZone, stage.CountedActions);
    }
}
