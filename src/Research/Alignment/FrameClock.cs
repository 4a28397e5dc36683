namespace Research.Alignment;

/// <summary>When each frame of a recorded video was taken: line i of the frame log is frame i of the video.</summary>
public sealed class FrameClock
{
    private const string Example = "a JSON object such as {\"t\":1764000921.512}";
    private const double ShortestGap = 0.25; // seconds
    private const int IntervalsInGap = 3, FramesInStandstill = 5, MostWarnings = 5;

    private FrameClock(string file, double[] times, LogWarning[] warnings)
    {
        File = file;
        Times = times;
        Interval = UsualInterval(times);
        double longest = Math.Max(ShortestGap, IntervalsInGap * Interval);
        Gaps = [.. Enumerable.Range(1, times.Length - 1).Where(i => times[i] - times[i - 1] > longest)
            .Select(i => new FrameGap(i, times[i] - times[i - 1]))];
        Warnings = warnings;
    }

    /// <summary>A clock held in memory.</summary>
    /// <exception cref="ArgumentException">There is no time, one is not finite, or time runs backwards.</exception>
    public static FrameClock Of(IEnumerable<double> times, string name = "frames")
    {
        double[] all = [.. times];
        bool valid = all.Length > 0 && all.All(double.IsFinite) && all.Zip(all.Skip(1)).All(pair => pair.First <= pair.Second);
        return valid
            ? new FrameClock(name, all, [])
            : throw new ArgumentException("Frame times must be finite, never decreasing, and at least one.", nameof(times));
    }

    /// <summary>Path as given to <see cref="Read"/>.</summary>
    public string File { get; }

    /// <summary>UTC seconds of every frame, never decreasing.</summary>
    public IReadOnlyList<double> Times { get; }

    /// <summary>The usual time between two frames in seconds: the median; 1 where no two frames differ in time.</summary>
    public double Interval { get; }

    /// <summary>Where the log has no frame for longer than three usual intervals and a quarter of a second, in order.</summary>
    public IReadOnlyList<FrameGap> Gaps { get; }

    /// <summary>Gaps, frames whose time stands still, and a cut-off last line.</summary>
    public IReadOnlyList<LogWarning> Warnings { get; }

    /// <summary>Number of frames.</summary>
    public int Count => Times.Count;

    internal double[] TimeArray => (double[])Times;

    /// <summary>The clock of the first frames alone.</summary>
    internal FrameClock First(int count) => new(File, TimeArray[..count], [.. Warnings]);

    /// <summary>The first frame at a time or after it; <see cref="Count"/> where there is none.</summary>
    internal int FirstAtOrAfter(double seconds) => Partition(time => time < seconds);

    /// <summary>The first frame after a time; <see cref="Count"/> where there is none.</summary>
    internal int FirstAfter(double seconds) => Partition(time => time <= seconds);

    /// <summary>Reads a log in one pass.</summary>
    /// <param name="path">A <c>…_frames.jsonl</c> file.</param>
    /// <exception cref="LogFormatException">The file is absent or empty, a line is malformed, or time runs backwards. No line
    /// can be left out: all frames after it would take the time of their neighbour. Only a cut-off last line is, and reported.
    /// </exception>
    public static FrameClock Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var times = new List<double>();
        var warnings = new List<LogWarning>();
        using var lines = new JsonLines(path, "one {\"t\": UTC seconds} a line");
        while (lines.TryRead(out var line))
        {
            if (LogLine.Read(line, Example, out var fields) is var (found, expected))
            {
                if (!lines.IsUnterminated)
                {
                    throw new LogFormatException(path, lines.Number, found, expected);
                }

                warnings.Add(new LogWarning(path, lines.Number, $"the last line is cut off ({found}); left out."));
                continue;
            }

            if (LogLine.Unit(fields.Time) is { } unit)
            {
                throw new LogFormatException(path, lines.Number, $"t = {fields.Time:R}, {unit} as it seems", "UTC seconds");
            }

            if (times.Count > 0 && fields.Time < times[^1])
            {
                throw new LogFormatException(path, lines.Number,
                    $"t = {fields.Time:R}, {times[^1] - fields.Time:0.######} s before the frame above",
                    "frame times that never run backwards");
            }

            times.Add(fields.Time);
        }

        if (times.Count == 0)
        {
            throw new LogFormatException(path, 0, "no whole line", "one {\"t\": UTC seconds} a line");
        }

        double[] all = [.. times];
        return new FrameClock(path, all, [.. Unsteady(new FrameClock(path, all, [])), .. warnings]);
    }

    /// <summary>
    /// The median of the times between two frames, those of frames at the same time left out; 1 where there are none.
    /// </summary>
    internal static double UsualInterval(IReadOnlyList<double> times)
    {
        double[] steps = [.. times.Skip(1).Zip(times, (b, a) => b - a).Where(step => step > 0).Order()];
        return steps.Length > 0 ? steps[steps.Length / 2] : 1;
    }

    /// <summary>What deserves a warning. Line i + 1 is frame i's, for blank lines are malformed.</summary>
    private static IEnumerable<LogWarning> Unsteady(FrameClock clock)
    {
        foreach (var gap in clock.Gaps.Take(MostWarnings))
        {
            yield return new LogWarning(clock.File, gap.Frame + 1,
                $"{gap.Seconds:0.0##} s without a frame before frame {gap.Frame}; no window crosses the gap.");
        }

        if (clock.Gaps.Count > MostWarnings)
        {
            var rest = clock.Gaps.Skip(MostWarnings).ToList();
            yield return new LogWarning(clock.File, rest[0].Frame + 1,
                $"{rest.Count} more such gaps from here on, together {rest.Sum(gap => gap.Seconds):0.0##} s.");
        }

        for (int first = 0, end = 1; first < clock.Count; first = end++)
        {
            while (end < clock.Count && clock.Times[end] == clock.Times[first])
            {
                end++;
            }

            if (end - first >= FramesInStandstill)
            {
                yield return new LogWarning(clock.File, first + 1,
                    $"the time stands still for {end - first} frames, from frame {first} on.");
            }
        }
    }

    private int Partition(Func<double, bool> isBefore)
    {
        double[] times = TimeArray;
        int low = 0, high = times.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (isBefore(times[middle]))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
