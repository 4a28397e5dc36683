using Research.Sessions;

namespace Research.Experiments.DodgeTiming;

/// <summary>
/// Batches of windows, [B, 48, H, W] in [0, 1], read from the store's chunks by a thread of their own while the network is at the
/// batch before.
/// </summary>
public sealed class WindowLoader
{
    private const int Channels = 3;

    private readonly DodgeEpisodes _episodes;
    private readonly IReadOnlyList<DodgeWindow> _windows;
    private readonly int _frames, _scale, _batchSize, _framesBefore;
    private readonly int? _shuffleSeed;

    /// <summary>Batches of chosen windows.</summary>
    /// <param name="episodes">Where they are.</param>
    /// <param name="windows">The windows; a row each.</param>
    /// <param name="frames">Frames in a window.</param>
    /// <param name="batchSize">Windows in a batch, at least 1.</param>
    /// <param name="scale">Every square of so many pixels becomes their mean.</param>
    /// <param name="shuffleSeed">Seed of the order; null: in order.</param>
    /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
    /// <param name="framesBefore">How many frames earlier the windows end.</param>
    /// <exception cref="ArgumentException">A frame is not a multiple of <paramref name="scale"/>, or a window begins before its
    /// episode.</exception>
    public WindowLoader(
        DodgeEpisodes episodes, IReadOnlyList<DodgeWindow> windows, int frames, int batchSize, int scale = 1,
            int? shuffleSeed = null, bool dropLast = false, int framesBefore = 0)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        if (episodes.Height % scale != 0 || episodes.Width % scale != 0)
        {
            throw new ArgumentException(
                $"Frames of {episodes.Width}×{episodes.Height} pixels cannot be made {scale} times smaller: both must be "
                + $"multiples of {scale}.", nameof(scale));
        }

        foreach (var window in windows.Where(w => w.EndFrame - framesBefore < frames - 1))
        {
            throw new ArgumentException(
                $"The window of {frames} frames that ends {framesBefore} before frame {window.EndFrame} of "
                + $"{episodes.Items[window.Episode].Name} begins before the episode does.", nameof(windows));
        }

        (_episodes, _windows, _frames, _batchSize, _scale) = (episodes, windows, frames, batchSize, scale);
        (_shuffleSeed, _framesBefore) = (shuffleSeed, framesBefore);
        BatchCount = dropLast ? windows.Count / batchSize : (windows.Count + batchSize - 1) / batchSize;
    }

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>The batches of an epoch. A batch's buffers are used again: it holds until the next one is asked for.</summary>
    /// <param name="epoch">Number of the epoch: each has an order of its own.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public IEnumerable<FrameBatch> Epoch(int epoch = 0, CancellationToken cancellation = default)
    {
        int[] order = EpochShuffle.Of(_windows.Count, _shuffleSeed, epoch);
        int height = _episodes.Height, width = _episodes.Width, planes = _frames * Channels;
        byte[] bytes = new byte[planes * height * width];
        return Prefetch.Run(BatchCount, () => new FrameBatch(Math.Min(_batchSize, _windows.Count), planes, height / _scale,
            width / _scale), (number, batch) =>
        {
            batch.Begin(EpochShuffle.Batch(order, number, _batchSize));
            for (int i = 0; i < batch.Count; i++)
            {
                var window = _windows[batch.Rows[i]];
                _episodes.Items[window.Episode].ReadFrames(window.EndFrame - _framesBefore - _frames + 1, _frames, bytes);
                BlockMeans.ToUnit(bytes, width, _scale, batch.Frame(i));
            }
        }, cancellation, ahead: 1);
    }
}
