using System.Globalization;

namespace Research.Formats.CrowdCast;

/// <summary>
/// Recordings of crowd-cast: segments, each a video and <c>input_SEGMENT.msgpack</c> with times from the segment's beginning.
/// </summary>
public sealed class CrowdCastFormat : IRecordingFormat
{
    private const string Beginning = "input_", Ending = ".msgpack";

    private static readonly string[] Videos = [".mp4", ".mkv", ".mov"];

    /// <inheritdoc/>
    public string Name => "crowd-cast";

    /// <inheritdoc/>
    public string Description => $"an {Beginning}SEGMENT{Ending} file, or a folder of them, with their videos";

    /// <inheritdoc/>
    public bool Matches(string source) => Files(source).Any();

    /// <inheritdoc/>
    public IEnumerable<ImportedSession> Read(string source, ImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (string file in Files(source))
        {
            string segment = Path.GetFileNameWithoutExtension(file)[Beginning.Length..];
            string video = Video(file, segment);
            var events = CrowdCastEvents.Read(file, report);
            long[] positions = VideoFrameTimes.Read(video);
            long start = events.Start ?? 0;
            report.Guess("beginning of a segment", events.Start is null ? 1 : 0,
                "No metadata says when it was; set to 1970-01-01.");
            report.Guess("times of frames", positions.Length,
                "The first frame is taken as the segment's beginning, the others by the video's clock.");
            yield return new ImportedSession($"segment_{segment}")
            {
                FrameTimes = [.. positions.Select(position => start + position - positions[0])],
                Keys = [.. events.Keys.Select(key => key with { Time = key.Time + start })],
                Mouse = [.. events.Mouse.Select(input => input with { Time = input.Time + start })],
                Video = video,
                VideoFrames = positions.Length,
            };
        }
    }

    /// <summary>The video whose name has the segment's as a word.</summary>
    private static string Video(string file, string segment)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        string[] videos = [.. Directory.EnumerateFiles(folder)
            .Where(path => Videos.Contains(Path.GetExtension(path).ToLowerInvariant()))
            .Where(path => Path.GetFileNameWithoutExtension(path) is var name
                && (name == segment || name.EndsWith("_" + segment, StringComparison.Ordinal)))];
        return videos.Length == 1 ? videos[0] : throw new RecordingFormatException(file, null,
            string.Create(CultureInfo.InvariantCulture, $"{videos.Length} videos of segment '{segment}' beside it"),
                $"one, such as recording_{segment}.mp4");
    }

    private static IEnumerable<string> Files(string source)
    {
        bool IsInput(string path) => Path.GetFileName(path).StartsWith(Beginning, StringComparison.Ordinal)
            && Path.GetExtension(path) == Ending;
        return File.Exists(source) ? IsInput(source) ? [source] : []
            : Directory.Exists(source) ? Directory.EnumerateFiles(source).Where(IsInput).Order(StringComparer.Ordinal) : [];
    }
}
