using Research.Nn;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A trained autoencoder: encodes frames as latents and reconstructs them.</summary>
public sealed class FrameAutoencoder : TrainedModel
{
    private const string Kind = "autoencoder";
    private const int EncodingBatch = 64;

    private readonly nn.Module<Tensor, Tensor> _network;
    private readonly Device _device;

    private FrameAutoencoder(AutoencoderOptions options, TrainedNetwork<nn.Module<Tensor, Tensor>> trained)
        : base(trained.Network, trained.Folder, trained.Training) =>
            (Options, _network, _device) = (options, trained.Network, options.Device.ToTorch());

    /// <summary>The options that it was trained with.</summary>
    public AutoencoderOptions Options { get; }

    /// <summary>Numbers in a frame's latent.</summary>
    public int LatentSize => ((IAutoencoder)_network).LatentSize;

    /// <summary>Shape of the frames.</summary>
    public FrameShape FrameShape => ((IAutoencoder)_network).FrameShape;

    /// <summary>Trains one on the mean squared error of the pixels, or loads its completed run.</summary>
    /// <param name="options">What to train.</param>
    /// <param name="train">Frames to learn from.</param>
    /// <param name="validation">Frames to validate on; the report's are the test session's.</param>
    /// <param name="context">Where the run is kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor does not have the precision.</exception>
    public static FrameAutoencoder TrainOrLoad(
        AutoencoderOptions options, FrameDataset train, FrameDataset validation, RunContext? context = null)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        context ??= RunContext.Default;
        var device = options.Device.ToTorch();
        return new(options, new ModelRecipe<nn.Module<Tensor, Tensor>>
        {
            Experiment = "cuphead",
            Name = options.Name,
            Config = new { Kind, Options = options, Train = train.Fingerprint, Validation = validation.Fingerprint },
            Device = options.Device,
            Precision = options.Precision,
            Seed = options.Seed,
            Create = () => Create(options, train.Store.Shape),
            Fit = Fit,
        }.TrainOrLoad(context));

        TrainingResult Fit(nn.Module<Tensor, Tensor> network, RunDirectory run)
        {
            var rows = train.FrameIndices.Where((_, row) => row % options.Stride == 0);
            var batches = new BatchLoader(train.Store, rows, options.BatchSize, options.Seed);
            using var optimizer = new FusedAdam(network.parameters(), options.LearningRate, epsilon: 1e-7); // Keras's ε
            return Trainer.Fit(new TrainingPlan<FrameBatch>
            {
                Model = network,
                Optimizer = optimizer,
                Epochs = options.Epochs,
                Seed = options.Seed,
                StepsPerEpoch = batches.BatchCount,
                Batches = batches.Epoch,
                Loss = batch =>
                {
                    var frames = batch.ToTensor(device);
                    return nn.functional.mse_loss(network.call(frames), frames);
                },
                Validate = () => new Dictionary<string, double>
                {
                    ["val_loss"] = MeanSquaredError(network, device, validation, context.Cancellation),
                },
                EpochDone = log => ReconstructionSamples.Write(run, log.Epoch, network, validation, device),
                EarlyStopping = options.Patience is { } patience ? new EarlyStopping("val_loss", patience) : null,
                Threads = StepThreads.Large,
            }, run, context.Progress, context.Cancellation);
        }
    }

    /// <summary>The first frames of some fights as a batch, on the processor.</summary>
    /// <param name="fights">The fights.</param>
    /// <param name="batchSize">Number of frames.</param>
    /// <returns>[B, C, H, W], pixels in [0, 1].</returns>
    public static Tensor FirstBatch(FightDataset fights, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(fights);
        return fights.Frames.Batches(batchSize).Epoch(0).First().ToTensor(CPU);
    }

    /// <summary>Loads one from its run's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where it predicts; by default the first GPU, or the processor where there is none.</param>
    /// <exception cref="IOException">The folder, or a file of it, is not there.</exception>
    /// <exception cref="InvalidDataException">The run is not complete, or of another kind.</exception>
    public static FrameAutoencoder Load(string folder, TorchDevice? device = null)
    {
        var config = SavedRun.ConfigOf(folder, Kind);
        var options = SavedRun.OptionsOf<AutoencoderOptions>(folder, config)
            with
        { Device = device ?? TorchDevice.Default };
        var frames = FrameShape.Of(config["train"]!["size"]!);
        BFloat16Processor.Require(options.Precision);
        return new(options, SavedRun.Load(Create(options, frames), folder, options.Device));
    }

    /// <summary>
    /// Latents of all rows of a dataset. They are stored in the run's folder and read from there the next time.
    /// </summary>
    /// <returns>[N, <see cref="LatentSize"/>]; the caller disposes it.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Tensor Encode(FrameDataset frames, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(frames);
        string file = Path.Combine(Folder, $"codes-{frames.Fingerprint.Hash[..12]}.safetensors");
        if (File.Exists(file))
        {
            return Safetensors.Load(file)["codes"];
        }

        var codes = empty([frames.Count, LatentSize], device: CPU);
        using var noGrad = no_grad();
        int done = 0;
        foreach (var batch in frames.Batches(EncodingBatch).Epoch(0, cancellation))
        {
            using var scope = NewDisposeScope();
            codes.narrow(0, done, batch.Count).copy_(((IAutoencoder)_network).Encode(batch.ToTensor(_device)));
            done += batch.Count;
            progress?.Report(new WorkProgress($"codes of {Options.Name}", done, frames.Count));
        }

        Safetensors.Save(file, new Dictionary<string, Tensor> { ["codes"] = codes });
        return codes;
    }

    /// <summary>Latents of frames.</summary>
    /// <param name="frames">[B, C, H, W], pixels in [0, 1], where the network is.</param>
    internal Tensor Encode(Tensor frames) => ((IAutoencoder)_network).Encode(frames);

    /// <summary>Reconstructs rows of a dataset from their latents.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="rows">Which of them.</param>
    /// <returns>Row-major [rows, C, H, W], in (0, 1).</returns>
    public float[] Reconstruct(FrameDataset frames, IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(frames);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var chosen = new BatchLoader(frames.Store, rows.Select(row => frames.FrameIndices[row]), EncodingBatch);
        return [.. chosen.Epoch().SelectMany(batch => _network.call(batch.ToTensor(_device)).flatten().cpu().data<float>()
            .ToArray())];
    }

    /// <summary>Mean squared error of a dataset's pixels after encoding and decoding.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public double MeanSquaredError(FrameDataset frames, CancellationToken cancellation = default) =>
        MeanSquaredError(_network, _device, frames, cancellation);

    private static nn.Module<Tensor, Tensor> Create(AutoencoderOptions options, FrameShape frames) =>
        options.Latent is { } latent
        ? new LatentAutoencoder(latent, frames, options.Initialization, options.Precision)
        : new BaselineAutoencoder(frames, options.Initialization, options.Precision);

    private static double MeanSquaredError(
        nn.Module<Tensor, Tensor> network, Device device, FrameDataset frames, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        double sum = 0;
        foreach (var batch in frames.Batches(EncodingBatch).Epoch(0, cancellation))
        {
            using var scope = NewDisposeScope();
            var pixels = batch.ToTensor(device);
            sum += nn.functional.mse_loss(network.call(pixels), pixels).item<float>() * batch.Count;
        }

        return sum / frames.Count;
    }
}
