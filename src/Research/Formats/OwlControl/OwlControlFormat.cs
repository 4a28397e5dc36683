namespace Research.Formats.OwlControl;

/// <summary>Recordings of owl-control: a folder with a video, <c>inputs.csv</c> and <c>metadata.json</c>.</summary>
public sealed class OwlControlFormat : IRecordingFormat
{
    private const string Inputs = "inputs.csv", Metadata = "metadata.json";

    /// <inheritdoc/>
    public string Name => "owl-control";

    /// <inheritdoc/>
    public string Description => $"a folder with {Inputs}, {Metadata} and recording.mp4";

    /// <inheritdoc/>
    public bool Matches(string source) => File.Exists(Path.Combine(source, Inputs));

    /// <inheritdoc/>
    public IEnumerable<ImportedSession> Read(string source, ImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        string video = Video(source);
        ReadMetadata(Path.Combine(source, Metadata), report);
        var inputs = new OwlControlInputs(Path.Combine(source, Inputs), report);
        long[] positions = VideoFrameTimes.Read(video);
        long start = inputs.VideoStart();
        report.Lose("key and mouse events before or after the video", inputs.Outside(start, start + positions[^1]),
            "They have no frame; they stay in the logs.");
        yield return new ImportedSession(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source))))
        {
            FrameTimes = [.. positions.Select(position => start + position - positions[0])],
            Keys = inputs.Keys,
            Mouse = inputs.Mouse,
            Video = video,
            VideoFrames = positions.Length,
        };
    }

    private static string Video(string source)
    {
        string[] videos = [.. Directory.EnumerateFiles(source, "*.mp4").Concat(Directory.EnumerateFiles(source, "*.mkv"))];
        return videos.Length == 1 ? videos[0]
            : throw new RecordingFormatException(source, null, videos.Length == 0 ? "no video" : $"{videos.Length} videos",
                "one, recording.mp4");
    }

    private static void ReadMetadata(string file, ImportReport report)
    {
        if (!File.Exists(file))
        {
            report.Guess("metadata", 1, $"{Metadata} is not there; nothing of it is needed.");
            return;
        }

        var metadata = ForeignJson.ParseObject(RegularFile.ReadBytes(file, "a JSON object"), file, "line 1");
        report.Version = metadata.String("owl_control_version");
        report.Lose("metadata", metadata.EnumerateObject()
            .Count(), $"The fields of {Metadata}, such as game and hardware, have no place in a session.");
    }
}
