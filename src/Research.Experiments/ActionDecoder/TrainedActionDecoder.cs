using Research.Sessions.Inputs;
using Research.Training;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>A trained decoder with its encoder, which predicts the actions of the next 600 ms.</summary>
public sealed class TrainedActionDecoder : TrainedModel
{
    private const string Kind = "action decoder";
    private const int PredictionBatch = 64;

    private readonly ActionEncoderDecoder _network;

    private TrainedActionDecoder(DecodingOptions options, TrainedNetwork<ActionEncoderDecoder> trained)
        : base(trained.Network, trained.Folder, trained.Training) => (Options, _network) = (options, trained.Network);

    /// <summary>The options that it was trained with.</summary>
    public DecodingOptions Options { get; }

    /// <summary>The name of its decoder, such as <c>timing-aware</c>.</summary>
    public string Name => NameOf(Options.Decoder);

    /// <summary>
    /// Trains one, or loads its completed run. Curves: <c>train_loss</c>, its terms, and <c>val_loss</c>, whose best epoch's
    /// weights are kept.
    /// </summary>
    /// <param name="options">What to train.</param>
    /// <param name="train">Windows to train on.</param>
    /// <param name="validation">Windows that say which epoch is best.</param>
    /// <param name="context">Where the run is kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    public static TrainedActionDecoder TrainOrLoad(
        DecodingOptions options, InputWindows train, InputWindows validation, RunContext? context = null)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        context ??= RunContext.Default;
        return new(options, new ModelRecipe<ActionEncoderDecoder>
        {
            Experiment = "decoder",
            Name = NameOf(options.Decoder),
            Config =
                new
                {
                    Kind,
                    Options = options,
                    train.ShufflesHistory,
                    Train = train.Fingerprint,
                    Validation = validation.Fingerprint,
                },
            Device = options.Device,
            Seed = options.Seed,
            Create = () => new ActionEncoderDecoder(options),
            Fit = Fit,
        }.TrainOrLoad(context));

        TrainingResult Fit(ActionEncoderDecoder network, RunDirectory run)
        {
            int steps = train.BatchCount(options.BatchSize);
            using var optimizer = new FusedAdam(network.parameters(), options.LearningRate);
            return Trainer.Fit(new TrainingPlan<DecodingBatch>
            {
                Model = network,
                Optimizer = optimizer,
                Epochs = options.Epochs,
                Seed = options.Seed,
                StepsPerEpoch = steps,
                Batches = (epoch, _) => train.Batches(options.BatchSize, options.Seed, epoch),
                Loss = batch =>
                {
                    using var _ = batch;
                    return network.Decoder.Loss(network.Encode(batch.Inputs), batch.Targets);
                },
                Validate = () => MeanLoss(network, validation, context.Cancellation)
                    .ToDictionary(term => "val_" + term.Key, term => term.Value),
                EarlyStopping = new EarlyStopping("val_loss", options.Patience),
                LearningRate = step => options.LearningRate * (1 - 0.9 * step / (options.Epochs * steps)),
                MaxGradNorm = options.MaxGradNorm,
                Threads = options.HiddenSize > 128 ? StepThreads.Large : StepThreads.Small,
            }, run, context.Progress, context.Cancellation);
        }
    }

    /// <summary>An untrained one, for measurements of speed.</summary>
    public static TrainedActionDecoder Untrained(DecodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        manual_seed(options.Seed);
        var network = new ActionEncoderDecoder(options).to(options.Device.ToTorch());
        network.eval();
        return new TrainedActionDecoder(options, new(network, "", new TrainingResult([], 0, StoppedEarly: false, 0)));
    }

    /// <summary>Loads one from its run's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where it predicts; by default the first GPU, or the processor where there is none.</param>
    /// <exception cref="IOException">The folder, or a file of it, is not there.</exception>
    /// <exception cref="InvalidDataException">The run is not complete, or no decoder's.</exception>
    public static TrainedActionDecoder Load(string folder, TorchDevice? device = null)
    {
        var options = SavedRun.OptionsOf<DecodingOptions>(folder, SavedRun.ConfigOf(folder, Kind)) with
        { Device = device ?? TorchDevice.Default };
        return new TrainedActionDecoder(options, SavedRun.Load(new ActionEncoderDecoder(options), folder, options.Device));
    }

    /// <summary>
    /// Generates windows, each by itself: the result does not depend on the others, bit for bit.
    /// </summary>
    /// <param name="windows">The windows.</param>
    /// <param name="seed">Seed of the draws, of which every window has its own; null: what is most likely at each step.</param>
    /// <param name="rows">Which windows; null: all.</param>
    /// <param name="progress">Counts windows.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Actions of each window; times from its beginning.</returns>
    public IReadOnlyList<InputAction[]> Generate(
        InputWindows windows, int? seed = null, IReadOnlyList<int>? rows = null, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default) =>
        EachRow(windows, rows, (context, row) => _network.Decoder.Generate(context, ChanceOf([row], seed))[0], progress,
            cancellation);

    /// <summary>What is most likely, and what is drawn: the same as by two calls, with each window encoded once.</summary>
    internal IReadOnlyList<(InputAction[] Likeliest, InputAction[] Drawn)> GenerateBoth(InputWindows windows, int seed,
        IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        EachRow(windows, rows: null, (context, row) => (_network.Decoder.Generate(context)[0],
            _network.Decoder.Generate(context, ChanceOf([row], seed))[0]), progress, cancellation);

    /// <summary>
    /// Generates the windows of a batch together, which takes less time. A matrix product of more rows may round otherwise, so
    /// that times and places differ in their last digits.
    /// </summary>
    /// <param name="batch">The windows.</param>
    /// <param name="seed">Seed of the draws; null: what is most likely at each step.</param>
    public IReadOnlyList<InputAction[]> GenerateTogether(DecodingBatch batch, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(batch);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return _network.Decoder.Generate(_network.Encode(batch.Inputs), ChanceOf(batch.Numbers, seed));
    }

    /// <summary>The likelihood of each true action, given the true ones before it.</summary>
    public IReadOnlyList<ActionLikelihood[]> LogLikelihood(InputWindows windows, CancellationToken cancellation = default) =>
        Over(windows, batch => _network.Decoder.LogLikelihood(_network.Encode(batch.Inputs), batch.Targets), cancellation);

    /// <summary>The loss of windows, the mean over them: <c>loss</c>, and its terms by their names.</summary>
    public IReadOnlyDictionary<string, double> Loss(InputWindows windows, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(windows);
        using var noGrad = no_grad();
        return MeanLoss(_network, windows, cancellation);
    }

    /// <summary>Generates windows and scores them.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="context">Its progress counts windows; null: <see cref="RunContext.Default"/>.</param>
    public DecodingEvaluation Evaluate(InputWindows windows, int seed = 1, RunContext? context = null) =>
        new(windows, GeneratedWindows.Of(Name, this, windows, seed, context));

    /// <summary>The lengths that a parallel decoder predicts; null of one that has no length head.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="context">Stops it; null: <see cref="RunContext.Default"/>.</param>
    public PredictedLengths? PredictLengths(InputWindows windows, RunContext? context = null)
    {
        if (_network.Decoder is not ParallelActionDecoder parallel)
        {
            return null;
        }

        var both = Over<(float ByHead, int ByTimes)>(windows, batch =>
        {
            var (byHead, byTimes) = parallel.Lengths(_network.Encode(batch.Inputs));
            return [.. byHead.Zip(byTimes)];
        }, (context ?? RunContext.Default).Cancellation);
        return new([.. both.Select(b => b.ByHead)], [.. both.Select(b => b.ByTimes)]);
    }

    internal static string NameOf(DecoderKind decoder) =>
        decoder == DecoderKind.TimingAware ? "timing-aware" : decoder.ToString().ToLowerInvariant();

    private static Random[]? ChanceOf(IReadOnlyList<int> numbers, int? seed) =>
        seed is { } own ? [.. numbers.Select(number => new Random(unchecked((own * 1_000_003) ^ (number * 7_919 + 17))))] : null;

    private T[] EachRow<T>(
        InputWindows windows, IReadOnlyList<int>? rows, Func<ActionContext, int, T> each, IProgress<WorkProgress>? progress,
            CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(windows);
        rows ??= [.. Enumerable.Range(0, windows.Count)];
        var results = new T[rows.Count];
        int done = 0;
        Parallel.For(0, rows.Count,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, i =>
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            results[i] = each(_network.Encode(windows.Batch(rows[i]).Inputs), rows[i]);
            progress?.Report(new WorkProgress($"{Options.Decoder}", Interlocked.Increment(ref done), rows.Count));
        });
        return results;
    }

    private static List<T> Over<T>(
        InputWindows windows, Func<DecodingBatch, IReadOnlyList<T>> each, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(windows);
        using var noGrad = no_grad();
        var all = new List<T>(windows.Count);
        using var scope = NewDisposeScope();
        foreach (var batch in windows.Batches(PredictionBatch))
        {
            cancellation.ThrowIfCancellationRequested();
            all.AddRange(each(batch));
            scope.DisposeEverything();
        }

        return all;
    }

    private static Dictionary<string, double> MeanLoss(
        ActionEncoderDecoder network, InputWindows windows, CancellationToken cancellation)
    {
        var sums = new Dictionary<string, double>();
        foreach (var batch in windows.Batches(PredictionBatch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var _ = batch;
            var loss = network.Decoder.Loss(network.Encode(batch.Inputs), batch.Targets);
            foreach (var (name, value) in (loss.Terms ?? []).Prepend(("loss", loss.Total)))
            {
                sums[name] = sums.GetValueOrDefault(name) + value.item<float>() * batch.Numbers.Length;
            }
        }

        return sums.ToDictionary(s => s.Key, s => s.Value / windows.Count);
    }
}
