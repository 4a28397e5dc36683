namespace Research.Alignment;

/// <summary>Consecutive frames.</summary>
/// <param name="First">Index of the first frame, from 0.</param>
/// <param name="Count">How many.</param>
public readonly record struct FrameRange(int First, int Count)
{
    /// <summary>Index after the last frame.</summary>
    public int End => First + Count;

    /// <summary>The frame indices, in order.</summary>
    public IEnumerable<int> Frames => Enumerable.Range(First, Count);
}
