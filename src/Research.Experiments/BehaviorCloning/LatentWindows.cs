using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Sliding windows over the latents of a session's fights.</summary>
public sealed class LatentWindows : IDisposable
{
    private readonly Tensor _latents, _labels, _weights;
    private readonly Tensor? _motion;
    private readonly Device _device;

    /// <summary>Makes the windows.</summary>
    /// <param name="fights">The fights.</param>
    /// <param name="latents">Latents of their frames, [N, D]; disposed with this.</param>
    /// <param name="options">Length and kind of the windows, the weight of rare actions, and the device of the batches.</param>
    /// <param name="motion">How the mouse's motion is standardised; null: batches have no motion.</param>
    /// <exception cref="InvalidDataException">No window fits, or the session has no motion to standardise.</exception>
    public LatentWindows(FightDataset fights, Tensor latents, PolicyOptions options, MotionScaling? motion = null)
    {
        ArgumentNullException.ThrowIfNull(fights);
        ArgumentNullException.ThrowIfNull(options);
        Windows = SlidingWindows.Over(fights.Fights, options.WindowLength, options.IncludeCurrentFrame, options.CrossFights);
        if (Windows.Count == 0)
        {
            throw new InvalidDataException(
                $"{fights.Name}: found no fight of more than {options.WindowLength} frames without a gap; expected one at "
                + "least, to lay a window over.");
        }

        _device = options.Device.ToTorch();
        _latents = latents.to(_device, disposeAfter: true);
        _labels = tensor(fights.Frames.Labels, [fights.Frames.Count, fights.Frames.Actions.Count], device: _device);
        _motion = motion is null ? null : tensor(motion.Standardize(fights.RequireMotion(), fights.Frames.FrameIndices),
            [fights.Frames.Count, 2], device: _device);
        var rare = options.RareActions ?? fights.Game.RareActions;
        _weights = tensor(SampleWeights.OfWindows(fights.Timeline, Windows, rare, options.RareWeight), device: _device);
    }

    /// <summary>The first windows of some fights, on the processor.</summary>
    /// <param name="fights">The fights.</param>
    /// <param name="encoder">Makes the latents.</param>
    /// <param name="options">Length and kind of the windows, and how many make a batch.</param>
    public static PolicyBatch FirstBatch(FightDataset fights, FrameAutoencoder encoder, PolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(fights);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(options);
        options = WindowRate.Of(options, fights) is { } rate ? options.AtInterval(rate.Interval) : options;
        using var windows = new LatentWindows(
            fights, encoder.Encode(fights.Frames), options with { Device = TorchDevice.Parse("cpu") });
        return windows.Batches(options.BatchSize).First();
    }

    /// <summary>The windows.</summary>
    public SlidingWindows Windows { get; }

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount(int batchSize) => (Windows.Count + batchSize - 1) / batchSize;

    /// <summary>
    /// The windows in batches, in order or shuffled by seed and epoch. The tensors are the caller's dispose scope's.
    /// </summary>
    /// <param name="batchSize">Windows in a batch; the last one may have fewer.</param>
    /// <param name="shuffleSeed">Seed of the order; null: in order.</param>
    /// <param name="epoch">Number of the epoch: each has an order of its own.</param>
    public IEnumerable<PolicyBatch> Batches(int batchSize, int? shuffleSeed = null, int epoch = 0) =>
        EpochShuffle.Of(Windows.Count, shuffleSeed, epoch).Chunk(batchSize).Select(Batch);

    /// <summary>Releases latents, labels and motion.</summary>
    public void Dispose()
    {
        _latents.Dispose();
        _labels.Dispose();
        _weights.Dispose();
        _motion?.Dispose();
    }

    private PolicyBatch Batch(int[] windows)
    {
        long[] inputs = [.. windows.SelectMany(window => Enumerable.Range(Windows.StartRow(window), Windows.Length)
            .Select(row => (long)row))];
        long[] targets = [.. windows.Select(window => (long)Windows.TargetRow(window))];
        using var scope = NewDisposeScope();
        var latents = _latents.index_select(0, tensor(inputs, device: _device))
            .view(windows.Length, Windows.Length, _latents.shape[1]);
        var weights = _weights.index_select(0, tensor([.. windows.Select(window => (long)window)], device: _device));
        var rows = tensor(targets, device: _device);
        var labels = _labels.index_select(0, rows);
        return new PolicyBatch(latents.MoveToOuterDisposeScope(), labels.MoveToOuterDisposeScope(),
            weights.MoveToOuterDisposeScope(), windows)
        {
            Motion = _motion?.index_select(0, rows).MoveToOuterDisposeScope(),
        };
    }
}
