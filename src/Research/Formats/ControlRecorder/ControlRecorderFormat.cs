using Research.Arrays.Npy;
using Research.Sessions.Controls;

namespace Research.Formats.ControlRecorder;

/// <summary>
/// Recordings of the control transformer's own recorder, of both of its versions: <c>.npz</c> files with times, text and, in
/// version 1, ten controls.
/// </summary>
public sealed class ControlRecorderFormat : IArrayFormat
{
    /// <inheritdoc/>
    public string Name => "control-recorder";

    /// <inheritdoc/>
    public string Description => "a .npz file of body and controls, or a folder of them";

    /// <inheritdoc/>
    public bool Matches(string source) => FilesOf(source).Count > 0;

    /// <inheritdoc/>
    public IEnumerable<(ImportedArrayFile File, Action<string> Write)> Read(string source, ImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var versions = new SortedSet<int>();
        foreach (string path in FilesOf(source))
        {
            GitLfsPointer.Refuse(path, "a .npz file");
            var file = new ControlRecorderFile(Npz.Open(path));
            versions.Add(file.Version);
            report.Version = string.Join(" and ", versions);
            var recording = file.Read(report);
            double seconds = ControlRecorderTimes.Note(file, recording.FrameCount, report);
            yield return (ImportedArrayFile.Of(recording.Name, seconds,
                ("frames", [recording.FrameCount, ControlLayout.RawFeatures]),
                ("controls", [recording.FrameCount, ControlLayout.Names.Count]),
                ("game_state", [recording.FrameCount, ControlLayout.GameState])), recording.Write);
        }

        foreach (var file in Directory.Exists(source) ? ControlRecorderRun.FilesOf(source, report) : [])
        {
            yield return file;
        }
    }

    private static IReadOnlyList<string> FilesOf(string source) =>
        Directory.Exists(source)
            ? [.. Directory.EnumerateFiles(source, "*.npz").Where(file => !AtomicFile.IsUnfinished(file))
                .Order(StringComparer.Ordinal)]
            : string.Equals(Path.GetExtension(source), ".npz", StringComparison.OrdinalIgnoreCase) ? [source] : [];
}
