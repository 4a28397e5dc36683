using Research.Alignment;

namespace Research.Sessions;

/// <summary>
/// Windows of consecutive fight frames, each with the frame whose actions are to be predicted, at stride 1.
/// </summary>
/// <remarks>
/// Positions count the rows of the dataset, which holds the fight frames only, fight after fight. The report's code sees
/// rows i−T…i−1 and predicts row i, and lets windows run from one fight into the next; its text describes rows i−T+1…i.
/// Source: Cuphead report, section 2.3 and appendix A.
/// </remarks>
public sealed class SlidingWindows
{
    private readonly int[] _frames;
    private readonly int[] _starts;
    private readonly int _targetOffset;

    private SlidingWindows(int length, int targetOffset, int[] frames, int[] starts)
    {
        Length = length;
        _targetOffset = targetOffset;
        _frames = frames;
        _starts = starts;
    }

    /// <summary>Frames in a window (T).</summary>
    public int Length { get; }

    /// <summary>Number of windows.</summary>
    public int Count => _starts.Length;

    /// <summary>Frame index of every dataset row: the fight frames in order.</summary>
    public IReadOnlyList<int> FrameIndices => _frames;

    /// <summary>Frame index of every window's target, in order.</summary>
    public IEnumerable<int> TargetFrames => _starts.Select(start => _frames[start + _targetOffset]);

    /// <summary>Lays the windows.</summary>
    /// <param name="fights">The fights of a session.</param>
    /// <param name="length">Frames in a window, at least 1; the report's is 10 (one second).</param>
    /// <param name="includeCurrentFrame">True: the window's last frame is the target's own (the report's text); false: the frame
    /// before it (its code).</param>
    /// <param name="crossFights">True: windows run across the seam between two fights (the report's datasets); false: they never
    /// do. A gap of the frame log in a fight is crossed by none.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public static SlidingWindows Over(
        FightIntervals fights, int length = 10, bool includeCurrentFrame = false, bool crossFights = false)
    {
        ArgumentNullException.ThrowIfNull(fights);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        int targetOffset = includeCurrentFrame ? length - 1 : length;
        var stretches = crossFights ? Crossing(fights) : fights.Unbroken.Select(r => r.Count);

        var starts = new List<int>();
        int row = 0;
        foreach (int rows in stretches)
        {
            starts.AddRange(Enumerable.Range(row, Math.Max(0, rows - targetOffset)));
            row += rows;
        }

        return new SlidingWindows(length, targetOffset, [.. fights.Frames], [.. starts]);
    }

    /// <summary>Rows from one gap to the next, whatever fights they are of.</summary>
    private static List<int> Crossing(FightIntervals fights)
    {
        var rows = new List<int> { 0 };
        FrameRange? before = null;
        foreach (var range in fights.Unbroken)
        {
            if (before is { } last && last.End == range.First && fights.Ranges.All(fight => fight.First != range.First))
            {
                rows.Add(0);
            }

            rows[^1] += range.Count;
            before = range;
        }

        return rows;
    }

    /// <summary>First dataset row of a window.</summary>
    public int StartRow(int window) => _starts[window];

    /// <summary>Dataset row whose actions a window predicts.</summary>
    public int TargetRow(int window) => _starts[window] + _targetOffset;
}
