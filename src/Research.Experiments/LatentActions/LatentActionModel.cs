using System.Globalization;
using Research.Metrics;
using Research.Nn;
using Research.Nn.Quantization;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.LatentActions;

/// <summary>A trained latent action model: turns pairs of frames into codes, and draws the next frame from them.</summary>
public sealed class LatentActionModel : TrainedModel
{
    internal const string Kind = "latent actions";

    private const int EvaluationBatch = 32;

    private readonly LatentActionNetwork _network;
    private readonly Device _device;

    private LatentActionModel(LatentActionOptions options, int reduction, TrainedNetwork<LatentActionNetwork> trained)
        : base(trained.Network, trained.Folder, trained.Training) =>
        (Options, _network, _device, DownsampleFactor) = (options, trained.Network, options.Device.ToTorch(), reduction);

    /// <summary>The options that it was trained with.</summary>
    public LatentActionOptions Options { get; }

    /// <summary>How many times smaller than their files the frames were that it was trained on.</summary>
    public int DownsampleFactor { get; }

    /// <summary>Rows of the grid of codes.</summary>
    public int Rows => _network.Rows;

    /// <summary>Columns of the grid of codes.</summary>
    public int Columns => _network.Columns;

    /// <summary>Number of codes.</summary>
    public int CodebookSize => _network.Quantizer.CodebookSize;

    /// <summary>
    /// Drawings of chosen validation pairs that were kept on the way: PNG files with the pairs side by side, the earliest first.
    /// </summary>
    public IReadOnlyList<(int Epoch, string File)> Snapshots =>
        [.. Directory.EnumerateFiles(Folder, "snapshot-epoch-*.png").Order(StringComparer.Ordinal)
            .Select(file => (int.Parse(Path.GetFileNameWithoutExtension(file)[^4..], CultureInfo.InvariantCulture), file))];

    /// <summary>Number of the place of the grid that a pixel of a frame's file is nearest to.</summary>
    /// <param name="x">From the left.</param>
    /// <param name="y">From the top.</param>
    public int CellOf(int x, int y)
    {
        // with a padding of 1, place i sees round pixel i · 2ⁿ
        double pixels = DownsampleFactor * Math.Pow(2, Options.Channels.Count);
        return Math.Clamp((int)Math.Round(y / pixels), 0, Rows - 1) * Columns
            + Math.Clamp((int)Math.Round(x / pixels), 0, Columns - 1);
    }

    /// <summary>
    /// Trains one, or loads its completed run. Curves: <c>train_loss</c>, <c>train_reconstruction</c>, <c>train_perplexity</c>
    /// (over the epoch), <c>train_batch_perplexity</c>, <c>val_psnr</c>, <c>val_ssim</c>, <c>val_perplexity</c>, …
    /// </summary>
    /// <param name="options">What to train.</param>
    /// <param name="pairs">Pairs to train on, and pairs of other episodes.</param>
    /// <param name="snapshots">Numbers of validation pairs whose drawings are kept early, midway and late.</param>
    /// <param name="context">Where the run is kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="InvalidDataException">A picture cannot be read.</exception>
    public static LatentActionModel TrainOrLoad(
        LatentActionOptions options, (FramePairs Train, FramePairs Validation) pairs, IReadOnlyList<int>? snapshots = null,
            RunContext? context = null)
    {
        ConfigRanges.Require(options);
        var (train, validation) = pairs;
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        context ??= RunContext.Default;
        return new(options, train.DownsampleFactor, new ModelRecipe<LatentActionNetwork>
        {
            Experiment = "latent-actions",
            Name = "vqvae",
            Config =
                new
                {
                    Kind,
                    Options = options,
                    Train = train.Fingerprint,
                    Validation = validation.Fingerprint,
                    Snapshots = snapshots ?? [],
                },
            Device = options.Device,
            Precision = options.Precision,
            Seed = options.Seed,
            Create = () => LatentActionNetwork.Create(options, train.Height, train.Width),
            Fit = (network, run) => new LatentActionTraining(options, network, pairs, snapshots ?? [], run).Fit(context),
        }.TrainOrLoad(context));
    }

    /// <summary>Loads one from its run's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where it predicts; by default the first GPU, or the processor where there is none.</param>
    /// <exception cref="IOException">The folder, or a file of it, is not there.</exception>
    /// <exception cref="InvalidDataException">The run is not complete, or of another kind.</exception>
    public static LatentActionModel Load(string folder, TorchDevice? device = null)
    {
        var config = SavedRun.ConfigOf(folder, Kind);
        var options = SavedRun.OptionsOf<LatentActionOptions>(folder, config)
            with
        { Device = device ?? TorchDevice.Default };
        var train = config["train"]!;
        BFloat16Processor.Require(options.Precision);
        var network = LatentActionNetwork.Create(options, (int)train["height"]!, (int)train["width"]!);
        return new LatentActionModel(options, (int)train["reduction"]!, SavedRun.Load(network, folder, options.Device));
    }

    /// <summary>Codes of consecutive pairs.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="count">How many; null: all from the first on.</param>
    /// <param name="progress">Reports after every batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>Row-major [count, <see cref="Rows"/>, <see cref="Columns"/>].</returns>
    /// <exception cref="InvalidDataException">A picture cannot be read.</exception>
    public int[] Encode(
        FramePairs pairs, int first = 0, int? count = null, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        int total = count ?? pairs.Count - first, place = Rows * Columns;
        int[] codes = new int[total * place];
        using var noGrad = no_grad();
        for (int done = 0; done < total; done += EvaluationBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            int size = Math.Min(EvaluationBatch, total - done);
            var indices = Quantize(pairs.Batch([.. Enumerable.Range(first + done, size)])).Indices;
            indices.to(ScalarType.Int32).flatten().cpu().data<int>().ToArray().CopyTo(codes, done * place);
            progress?.Report(new WorkProgress("codes", done + size, total));
        }

        return codes;
    }

    /// <summary>The next frames of pairs, drawn from their codes.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="chosen">Their numbers.</param>
    /// <returns>Of each pair bytes [H, W, 3], red first.</returns>
    public IReadOnlyList<byte[]> Draw(FramePairs pairs, IReadOnlyList<int> chosen)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(chosen);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (current, next) = pairs.Batch(chosen).ToTensors(_device);
        return ToPictures(_network.call(current, next).Frames);
    }

    /// <summary>
    /// Mean of a pair's chosen codes at each place, as the report's activation maps show it: row-major [rows, columns].
    /// </summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="pair">Number of the pair.</param>
    public float[] Activations(FramePairs pairs, int pair)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return Quantize(pairs.Batch([pair])).Output.mean([1]).flatten().cpu().data<float>().ToArray();
    }

    /// <summary>All scores over a split.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public LatentActionEvaluation Evaluate(
        FramePairs pairs, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        Evaluate(_network, _device, pairs, progress, cancellation);

    /// <summary>Scores of the copy baseline, which predicts frame t for frame t + 1.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static CopyScores CopyOfCurrent(FramePairs pairs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        double structure = 0, ratio = 0;
        int unequal = 0;
        var moving = new MovingPixels();
        foreach (var batch in pairs.Batches(EvaluationBatch, cancellation: cancellation))
        {
            using var scope = NewDisposeScope();
            var (current, next) = batch.ToTensors();
            double[] psnr = [.. ImageQuality.Psnr(current, next).Where(double.IsFinite)]; // equal frames have no ratio
            (ratio, unequal, structure) = (ratio + psnr.Sum(), unequal + psnr.Length, structure + ImageQuality.Ssim(current, next)
                .Sum());
            moving.Add((current - next).square(), current, next);
        }

        return new(ratio / unequal, structure / pairs.Count, moving.Psnr);
    }

    internal static LatentActionEvaluation Evaluate(
        LatentActionNetwork network, Device device, FramePairs pairs, IProgress<WorkProgress>? progress,
            CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var usage = new CodebookUsage(network.Quantizer.CodebookSize);
        var (psnr, ssim, perplexity) = (new List<double>(), new List<double>(), new List<double>());
        var moving = new MovingPixels();
        double squares = 0;
        using var noGrad = no_grad();
        foreach (var batch in pairs.Batches(EvaluationBatch, cancellation: cancellation))
        {
            using var scope = NewDisposeScope();
            var (current, next) = batch.ToTensors(device);
            var output = network.call(current, next);
            float[] changes = [.. (current - next).abs().amax([1, 2, 3]).cpu().data<float>()];
            psnr.AddRange(ImageQuality.Psnr(output.Frames, next).Where((_, i) => changes[i] > 0)); // the copy's pairs
            ssim.AddRange(ImageQuality.Ssim(output.Frames, next));
            perplexity.Add(usage.Add(output.Codes.Indices));
            var error = (output.Frames - next).square();
            squares += error.mean([1, 2, 3]).sum().item<float>();
            moving.Add(error, current, next);
            progress?.Report(new WorkProgress("scores", ssim.Count, pairs.Count));
        }

        return new LatentActionEvaluation(
            squares / ssim.Count, psnr.DefaultIfEmpty(double.NaN).Average(), ssim.Average(), moving.Psnr, perplexity.Average(),
            usage);
    }

    /// <summary>[B, 3, H, W] in [−1, 1] to bytes [H, W, 3] each.</summary>
    internal static IReadOnlyList<byte[]> ToPictures(Tensor frames)
    {
        using var scope = NewDisposeScope();
        var bytes = ((frames.detach().permute(0, 2, 3, 1) + 1) * 127.5).round().clamp(0,
            255).to(ScalarType.Byte).contiguous().cpu();
        return [.. Enumerable.Range(0, (int)frames.shape[0]).Select(i => bytes[i].flatten().data<byte>().ToArray())];
    }

    private Quantized Quantize(FramePairBatch batch)
    {
        var (current, next) = batch.ToTensors(_device);
        return _network.Quantizer.call(_network.Encode(current, next));
    }
}
