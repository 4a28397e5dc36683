using Research.Alignment;

namespace Research.Checking;

/// <summary>
/// A frame log as it stands in the file. <see cref="FrameClock"/> refuses a log with one wrong line; here all lines are read, so
/// that every fault can be named.
/// </summary>
/// <param name="File">Path of the log.</param>
/// <param name="Times">Time of each line that can be read, in the order of the file.</param>
/// <param name="Faults">Lines that cannot be read.</param>
internal sealed record FrameLines(string File, double[] Times, IReadOnlyList<LogFault> Faults)
{
    private const string Example = "a JSON object such as {\"t\":1764000921.512}";

    /// <summary>Whether every line has a time and none is earlier than the one before.</summary>
    public bool IsClock => Times.Length > 0 && Faults.All(fault => fault.IsCutOff)
        && Times.Zip(Times.Skip(1)).All(pair => pair.First <= pair.Second);

    /// <summary>Reads a log.</summary>
    public static FrameLines Read(string file)
    {
        var times = new List<double>();
        var faults = new List<LogFault>();
        try
        {
            using var lines = new JsonLines(file, Example);
            while (lines.TryRead(out var line))
            {
                if (LogLine.Read(line, Example, out var fields) is var (found, expected))
                {
                    faults.Add(new LogFault(lines.Number, found, expected, lines.IsUnterminated));
                    continue;
                }

                times.Add(fields.Time);
            }
        }
        catch (LogFormatException e)
        {
            faults.Add(new LogFault(e.Line, e.Found, e.Expected, IsCutOff: false));
        }

        return new FrameLines(file, [.. times], faults);
    }

    /// <summary>The same log in other units.</summary>
    public FrameLines DividedBy(double factor) => this with { Times = [.. Times.Select(t => t / factor)] };
}
