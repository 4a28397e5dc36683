namespace Research.Formats.Vpt;

/// <summary>
/// Recordings of OpenAI's Minecraft contractors (VPT): a video and a <c>.jsonl</c> file of the same name, line i for frame i.
/// </summary>
public sealed class VptFormat : IRecordingFormat
{
    private const string Ending = ".jsonl";

    /// <inheritdoc/>
    public string Name => "VPT";

    /// <inheritdoc/>
    public string Description => "a .jsonl file with a .mp4 of the same name, or a folder of them";

    /// <inheritdoc/>
    public bool Matches(string source) => Files(source).Any();

    /// <inheritdoc/>
    public IEnumerable<ImportedSession> Read(string source, ImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        foreach (string file in Files(source))
        {
            string video = Path.ChangeExtension(file, ".mp4");
            int frames = VideoFrameTimes.Read(video).Length;
            var steps = VptStep.ReadAll(file, report);
            report.Lose("lines after the last frame", Math.Max(0, steps.Count - frames),
                "The video has fewer frames than the log has lines.");
            report.Lose("frames after the last line", Math.Max(0, frames - steps.Count),
                "The log has fewer lines than the video has frames; they were cut off.");
            var kept = steps.Take(frames).ToList();
            long[] times = VptStep.Times(kept, report);
            var events = new VptEvents(VptVersion.Of(file, report), report);
            foreach (var (step, time) in kept.Zip(times))
            {
                events.Add(step, time);
            }

            yield return new ImportedSession(Path.GetFileNameWithoutExtension(file))
            {
                FrameTimes = times,
                Keys = events.Keys,
                Mouse = events.Mouse,
                Video = video,
                VideoFrames = frames,
            };
        }
    }

    /// <summary>Logs with a video beside them. The kit's own logs, <c>NAME_events.jsonl</c>, have none of that name.</summary>
    private static IEnumerable<string> Files(string source) =>
        (File.Exists(source) ? [Path.ChangeExtension(source, Ending)] : Directory.Exists(source)
            ? Directory.EnumerateFiles(source, "*" + Ending) : Enumerable.Empty<string>())
        .Where(file => File.Exists(file) && File.Exists(Path.ChangeExtension(file, ".mp4"))).Order(StringComparer.Ordinal);
}
