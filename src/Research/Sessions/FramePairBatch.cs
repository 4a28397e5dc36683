using Research.Training;
using static TorchSharp.torch;

namespace Research.Sessions;

/// <summary>
/// A batch of frame pairs as floats in [−1, 1]. Its buffers are the loader's own: done with when the next batch is asked for.
/// </summary>
public sealed class FramePairBatch : ITrainingBatch
{
    private readonly int[] _rows;
    private readonly float[] _current, _next;
    private readonly int _frameLength, _height, _width;

    internal FramePairBatch(int capacity, int height, int width)
    {
        (_height, _width, _frameLength) = (height, width, 3 * height * width);
        _rows = new int[capacity];
        _current = GC.AllocateUninitializedArray<float>(checked(capacity * _frameLength));
        _next = GC.AllocateUninitializedArray<float>(_current.Length);
    }

    /// <summary>Pairs in this batch (B).</summary>
    public int Count { get; private set; }

    /// <summary>Number of each pair: [B].</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, Count);

    /// <summary>
    /// The first frames and the frames after them, tensors of their own, float32 [B, 3, H, W] in [−1, 1]; the caller disposes
    /// them.
    /// </summary>
    /// <param name="device">Where they go; by default the CPU.</param>
    public (Tensor Current, Tensor Next) ToTensors(Device? device = null) =>
        (ToTensor(_current, device), ToTensor(_next, device));

    internal void Begin(ReadOnlySpan<int> rows)
    {
        Count = rows.Length;
        rows.CopyTo(_rows);
    }

    internal Span<float> CurrentFrame(int index) => _current.AsSpan(index * _frameLength, _frameLength);

    internal Span<float> NextFrame(int index) => _next.AsSpan(index * _frameLength, _frameLength);

    private Tensor ToTensor(float[] frames, Device? device)
    {
        int length = Count * _frameLength;
        return tensor(length == frames.Length ? frames : frames[..length], [Count, 3, _height, _width], device: device);
    }
}
