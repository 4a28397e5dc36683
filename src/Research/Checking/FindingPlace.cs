using System.Globalization;

namespace Research.Checking;

/// <summary>Where something was found.</summary>
/// <param name="File">Path of the file or folder, as the caller named the folder.</param>
public sealed record FindingPlace(string File)
{
    /// <summary>Line of the file, from 1; 0 where the finding is about the file.</summary>
    public int Line { get; init; }

    /// <summary>Frame of the session, from 0; null where the finding is about none.</summary>
    public int? Frame { get; init; }

    /// <summary>Seconds after the first frame of the session; null where there is no time.</summary>
    public double? Seconds { get; init; }

    /// <summary><c>Train_events.jsonl, line 12, frame 30, 3.0 s</c>.</summary>
    public override string ToString() => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        yield return Path.GetFileName(Path.TrimEndingDirectorySeparator(File));
        if (Line > 0)
        {
            yield return $"line {Line.ToString(CultureInfo.InvariantCulture)}";
        }

        if (Frame is { } frame)
        {
            yield return $"frame {frame.ToString(CultureInfo.InvariantCulture)}";
        }

        if (Seconds is { } seconds)
        {
            yield return $"{seconds.ToString("0.0", CultureInfo.InvariantCulture)} s";
        }
    }
}
