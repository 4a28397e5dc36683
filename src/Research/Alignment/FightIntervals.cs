using Research.Metrics;

namespace Research.Alignment;

/// <summary>The fights of a session and the frames in each: a frame is in a fight when start ≤ t ≤ end.</summary>
public sealed class FightIntervals
{
    private readonly int[] _gaps;

    private FightIntervals(FrameRange[] ranges, LogWarning[] warnings, int[] gaps)
    {
        Ranges = ranges;
        _gaps = gaps;
        Unbroken = [.. ranges.SelectMany(range => Split(range, gaps))];
        Warnings = warnings;
        FrameCount = ranges.Sum(r => r.Count);
    }

    /// <summary>One range of frames for each fight, in order, none sharing a frame.</summary>
    public IReadOnlyList<FrameRange> Ranges { get; }

    /// <summary>The same as rows of the session's labels, which have a row for each frame.</summary>
    public IReadOnlyList<RowRange> Rows => [.. Ranges.Select(range => new RowRange(range.First, range.Count))];

    /// <summary>
    /// The same frames in the same order, a range also ending where the frame log has a gap: what windows and sequences are laid
    /// over.
    /// </summary>
    public IReadOnlyList<FrameRange> Unbroken { get; }

    /// <summary>How many frames lie in a fight.</summary>
    public int FrameCount { get; }

    /// <summary>Fights that had no end, or no frame; or that there is none.</summary>
    public IReadOnlyList<LogWarning> Warnings { get; }

    /// <summary>Indices of all frames in a fight, in order: the rows of the report's datasets.</summary>
    public IEnumerable<int> Frames => Ranges.SelectMany(r => r.Frames);

    /// <summary>Some of the fights, as if there were no others.</summary>
    /// <param name="isKept">Whether a fight is kept, by its number from 0.</param>
    public FightIntervals Where(Func<int, bool> isKept)
    {
        ArgumentNullException.ThrowIfNull(isKept);
        return new FightIntervals([.. Ranges.Where((_, fight) => isKept(fight))], [], _gaps);
    }

    /// <summary>Some frames as one fight, which keeps the gaps of the frame log.</summary>
    /// <param name="range">The frames.</param>
    public FightIntervals Within(FrameRange range) => new([range], [], _gaps);

    /// <summary>Fights, or episodes, of which the frames are known.</summary>
    /// <param name="ranges">Their frames, in order, none sharing a frame.</param>
    public static FightIntervals Of(IEnumerable<FrameRange> ranges) => new([.. ranges], [], []);

    /// <summary>The session as one segment, for games that mark none.</summary>
    public static FightIntervals Session(FrameClock frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return new([new FrameRange(0, frames.Count)], [], [.. frames.Gaps.Select(gap => gap.Frame)]);
    }

    /// <summary>Finds the frames of every fight.</summary>
    /// <exception cref="LogFormatException">A fight starts inside another one, or ends without having started. A fight that
    /// never ends closes at the last frame, with a warning.
    /// </exception>
    public static FightIntervals Find(EventLog log, FrameClock frames)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(frames);
        var ranges = new List<FrameRange>();
        var warnings = new List<LogWarning>();
        FightMarker? open = null;
        foreach (var marker in log.Markers)
        {
            if (marker.IsStart)
            {
                open = open is not { } started ? marker : throw new LogFormatException(log.File, marker.Line,
                    $"a fight_start inside the fight that line {started.Line} started", "its fight_end first");
            }
            else
            {
                var started = open ?? throw new LogFormatException(log.File, marker.Line, "a fight_end outside any fight",
                    "a fight_start first");
                Add(started, marker.Time);
                open = null;
            }
        }

        if (log.Markers.Count == 0)
        {
            warnings.Add(new LogWarning(log.File, 0,
                "no fight is marked; policies learn from the frames of fights, so there is nothing to learn from."));
        }

        if (open is { } endless)
        {
            warnings.Add(new LogWarning(log.File, endless.Line,
                "the fight that starts here never ends; closed at the last frame."));
            Add(endless, frames.Times[^1]);
        }

        return new FightIntervals([.. ranges], [.. warnings], [.. frames.Gaps.Select(gap => gap.Frame)]);

        void Add(FightMarker start, double end)
        {
            int first = Math.Max(frames.FirstAtOrAfter(start.Time), ranges.Count > 0 ? ranges[^1].End : 0);
            int count = Math.Max(0, frames.FirstAfter(end) - first);
            ranges.Add(new FrameRange(first, count));
            if (count == 0)
            {
                warnings.Add(new LogWarning(log.File, start.Line, "the fight that starts here has no frame."));
            }
        }
    }

    private static IEnumerable<FrameRange> Split(FrameRange range, int[] gaps)
    {
        int first = range.First;
        foreach (int gap in gaps.Where(gap => gap > range.First && gap < range.End))
        {
            yield return new FrameRange(first, gap - first);
            first = gap;
        }

        yield return new FrameRange(first, range.End - first);
    }
}
