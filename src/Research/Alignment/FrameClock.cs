namespace Research.Alignment;

/// <summary>When each frame of a recorded video was taken: line i of the frame log is frame i of the video.</summary>
public sealed class FrameClock
{
    private const string Example = "a JSON object such as {\"t\":1764000921.512}";

    private FrameClock(string file, double[] times, LogWarning[] warnings)
    {
        File = file;
        Times = times;
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

    /// <summary>A cut-off last line, if there was one.</summary>
    public IReadOnlyList<LogWarning> Warnings { get; }

    /// <summary>Number of frames.</summary>
    public int Count => Times.Count;

    internal double[] TimeArray => (double[])Times;

    /// <summary>The clock of the first frames alone.</summary>
    internal FrameClock First(int count) => new(File, TimeArray[..count], [.. Warnings]);

    /// <summary>Reads a log in one pass.</summary>
    /// <param name="path">A <c>…_frames.jsonl</c> file.</param>
    /// <exception cref="LogFormatException">
    /// The file is absent or empty, a line is malformed, or time runs backwards. No line can be left out: all frames after it
    /// would take the time of their neighbour. Only a cut-off last line is, and reported.
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

            if (times.Count > 0 && fields.Time < times[^1])
            {
                throw new LogFormatException(path, lines.Number, $"t = {fields.Time:R}, {times[^1] - fields.Time:0.######} s before the frame above",
                    "frame times that never run backwards");
            }

            times.Add(fields.Time);
        }

        return times.Count > 0
            ? new FrameClock(path, [.. times], [.. warnings])
            : throw new LogFormatException(path, 0, "no whole line", "one {\"t\": UTC seconds} a line");
    }
}
