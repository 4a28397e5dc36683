using Research.Training;
using static TorchSharp.torch;

namespace Research.Sessions;

/// <summary>
/// A batch of frames as floats [B, C, H, W] in [0, 1]. Its array is pinned and the loader's own: a tensor can be made over it or
/// copied from it at once, and must be done with it when the next batch is asked for.
/// </summary>
public sealed class FrameBatch : ITrainingBatch
{
    private readonly int[] _rows;
    private readonly int _frameLength;

    internal FrameBatch(int capacity, FrameStore store) : this(capacity, store.Channels, store.Height, store.Width)
    {
    }

    internal FrameBatch(int capacity, int channels, int height, int width)
    {
        (Channels, Height, Width) = (channels, height, width);
        _frameLength = channels * height * width;
        _rows = new int[capacity];
        Array = GC.AllocateUninitializedArray<float>(checked(capacity * _frameLength), pinned: true);
    }

    /// <summary>Frames in this batch (B).</summary>
    public int Count { get; private set; }

    /// <summary>Channels (C).</summary>
    public int Channels { get; }

    /// <summary>Rows of a frame (H).</summary>
    public int Height { get; }

    /// <summary>Columns of a frame (W).</summary>
    public int Width { get; }

    /// <summary>[B, C, H, W], for a tensor's constructor.</summary>
    public long[] Shape => [Count, Channels, Height, Width];

    /// <summary>Dataset row of each frame: [B].</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>Pixels, row-major [B, C, H, W].</summary>
    public Memory<float> Pixels => Array.AsMemory(0, Count * _frameLength);

    /// <summary>The pinned array behind <see cref="Pixels"/>; longer than these where the batch is not full.</summary>
    public float[] Array { get; }

    /// <summary>Pixels of one frame: [C, H, W].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame.</exception>
    public Span<float> Frame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Array.AsSpan(index * _frameLength, _frameLength);
    }

    /// <summary>The pixels as a tensor of their own, float32 [B, C, H, W]; the caller disposes it.</summary>
    /// <param name="device">Where it goes; by default the CPU.</param>
    public Tensor ToTensor(Device? device = null) =>
        tensor(Pixels.Length == Array.Length ? Array : Pixels.ToArray(), Shape, device: device);

    internal void Begin(ReadOnlySpan<int> rows)
    {
        Count = rows.Length;
        rows.CopyTo(_rows);
    }
}
