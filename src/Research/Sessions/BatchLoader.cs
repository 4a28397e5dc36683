
namespace Research.Sessions;

/// <summary>
/// Batches of frames as floats in [0, 1], made by a thread of their own while the one before is in use. The order depends on the
/// seed and the epoch alone, never on the threads.
/// </summary>
public sealed class BatchLoader
{
    /// <summary>A byte as a float in [0, 1].</summary>
    internal static readonly float[] UnitOf = [.. Enumerable.Range(0, 256).Select(b => b / 255f)];

    private readonly FrameStore _store;
    private readonly int[] _frames;
    private readonly int? _shuffleSeed;

    /// <summary>Batches of chosen frames.</summary>
    /// <param name="store">Frames; must stay open.</param>
    /// <param name="rowFrames">Frame index of every row.</param>
    /// <param name="batchSize">Frames in a batch, at least 1.</param>
    /// <param name="shuffleSeed">Seed of the order; null: in order.</param>
    /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    public BatchLoader(FrameStore store, IEnumerable<int> rowFrames, int batchSize, int? shuffleSeed = null,
        bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _store = store;
        _frames = [.. rowFrames];
        _shuffleSeed = shuffleSeed;
        BatchSize = batchSize;
        BatchCount = dropLast ? _frames.Length / batchSize : (_frames.Length + batchSize - 1) / batchSize;
    }

    /// <summary>Frames in a batch; the last one may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>The batches of an epoch. A batch's buffers are used again: it holds until the next one is asked for.</summary>
    /// <param name="epoch">Number of the epoch: each has an order of its own.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed of.</exception>
    public IEnumerable<FrameBatch> Epoch(int epoch = 0, CancellationToken cancellation = default)
    {
        int[] order = Order(epoch);
        return Prefetch.Run(BatchCount, () => new FrameBatch(BatchSize, _store), (number, batch) =>
        {
            batch.Begin(order.AsSpan(number * BatchSize, Math.Min(BatchSize, order.Length - number * BatchSize)));
            for (int i = 0; i < batch.Count; i++)
            {
                ToUnit(_store[_frames[batch.Rows[i]]], batch.Frame(i), _store.Channels);
            }
        }, cancellation);
    }

    /// <summary>Rows of an epoch in order.</summary>
    internal int[] Order(int epoch) => EpochShuffle.Of(_frames.Length, _shuffleSeed, epoch);

    /// <summary>[H, W, C] bytes to [C, H, W] bytes.</summary>
    internal static void ToPlanes(ReadOnlySpan<byte> pixels, Span<byte> planes, int channels)
    {
        if (channels == 1)
        {
            pixels.CopyTo(planes);
            return;
        }

        int plane = pixels.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            var target = planes.Slice(c * plane, plane);
            for (int i = 0, j = c; i < target.Length; i++, j += channels)
            {
                target[i] = pixels[j];
            }
        }
    }

    /// <summary>[H, W, C] bytes to [C, H, W] floats.</summary>
    internal static void ToUnit(ReadOnlySpan<byte> bytes, Span<float> floats, int channels)
    {
        var unitOf = UnitOf.AsSpan(0, 256);
        int plane = bytes.Length / channels;
        for (int c = 0; c < channels; c++)
        {
            var target = floats.Slice(c * plane, plane);
            for (int i = 0, j = c; i < target.Length; i++, j += channels)
            {
                target[i] = unitOf[bytes[j]];
            }
        }
    }
}
