using Research.Metrics;

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

    /// <summary>Frame indices as maximal runs of consecutive ones, in the given order.</summary>
    public static IReadOnlyList<FrameRange> RunsOf(IEnumerable<int> frames) =>
        [.. RowRange.RunsOf(frames).Select(run => new FrameRange(run.First, run.Count))];
}
