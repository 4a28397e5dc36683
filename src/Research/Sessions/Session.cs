using Research.Alignment;

namespace Research.Sessions;

/// <summary>A recorded session: a video, when each of its frames was taken, and which keys were held.</summary>
public sealed class Session
{
    private static readonly string[] Extensions = [".mp4", ".mkv", ".avi"];

    private Session(string videoFile, SessionLogs logs)
    {
        VideoFile = videoFile;
        Logs = logs;
    }

    /// <summary>
    /// Name of the session: its files are <c>name.mp4</c> (or .mkv, .avi), <c>name_events.jsonl</c>, <c>name_frames.jsonl</c>.
    /// </summary>
    public string Name => Logs.Name;

    /// <summary>Path of the video.</summary>
    public string VideoFile { get; }

    /// <summary>Keys, frame times, labels and fights; of the frames that are taken.</summary>
    public SessionLogs Logs { get; }

    /// <summary>Frames: of the video and of the log.</summary>
    public int FrameCount => Logs.Frames.Count;

    /// <summary>Opens a session. The video is decoded only where its container does not number the frames (mkv).</summary>
    /// <param name="folder">The folder of the session's files.</param>
    /// <param name="name">The session, such as <c>Train</c>.</param>
    /// <param name="actions">Actions and their keys; by default those of the folder's <c>actions.json</c>, or Cuphead's.</param>
    /// <param name="mismatch">What to do where video and frame log have different numbers of frames.</param>
    /// <param name="malformed">What to do with a line of the event log that is no event.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or no session of that name in it.</exception>
    /// <exception cref="FileNotFoundException">The session has no video, or more than one.</exception>
    /// <exception cref="LogFormatException">A log is absent, empty or malformed, or the two do not fit each other.</exception>
    /// <exception cref="VideoException">The video cannot be opened, or has another number of frames than the log.</exception>
    public static Session Open(
        string folder, string name, ActionSet? actions = null, FrameMismatch mismatch = FrameMismatch.Refuse,
        MalformedLines malformed = MalformedLines.Refuse)
    {
        SessionLogs.RequireSession(folder, name);
        string video = FindVideo(folder, name);
        var logs = SessionLogs.Open(folder, name, actions, malformed);
        int frames = VideoReader.CountFrames(video);
        if (frames == logs.Frames.Count)
        {
            return new Session(video, logs);
        }

        int shorter = Math.Min(frames, logs.Frames.Count);
        return mismatch == FrameMismatch.Trim && shorter > 0
            ? new Session(video, logs.Trim(shorter))
            : throw new VideoException(video, -1, Numbered(frames, "frame"),
                $"{logs.Frames.Count}, one for each line of {logs.Frames.File}; './research repair "
                + $"{ShellText.Quote(Path.Combine(folder, name))}' makes both agree and keeps the originals");
    }

    /// <summary>Whether the session has a video beside its logs.</summary>
    public static bool HasVideo(string folder, string name) => Extensions.Any(e => File.Exists(Path.Combine(folder, name + e)));

    /// <summary>The frames of the video, decoded on first use; see <see cref="FrameStore.OfVideo"/>.</summary>
    /// <exception cref="VideoException">The video cannot be opened, or not all of its frames decoded.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public FrameStore LoadFrames(
        FrameTransform? transform = null, string? folder = null, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        var store = FrameStore.OfVideo(VideoFile, transform, folder, progress, cancellation);
        if (store.Count >= FrameCount)
        {
            return store;
        }

        store.Dispose();
        throw new VideoException(VideoFile, store.Count, "no more that can be decoded", $"{FrameCount} frames");
    }

    /// <summary>
    /// Any frames of the video, decoded when they are asked for; for windows with labels see <see cref="FrameWindow"/>.
    /// </summary>
    /// <param name="transform">What is kept of a frame; by default what the game's definition says.</param>
    /// <exception cref="InvalidOperationException">ffprobe is not installed.</exception>
    /// <exception cref="VideoException">As <see cref="VideoFrames.Open"/>, or the video has fewer frames than the session.
    /// </exception>
    public VideoFrames OpenVideo(FrameTransform? transform = null)
    {
        var frames = VideoFrames.Open(VideoFile, transform ?? Logs.Game.Frame);
        if (frames.Count >= FrameCount)
        {
            return frames;
        }

        frames.Dispose();
        throw new VideoException(VideoFile, frames.Count, "no more", $"{FrameCount} frames");
    }

    /// <summary>The frames in fights with their labels, decoded on first use: the rows of the report's datasets.</summary>
    /// <exception cref="VideoException">The video cannot be opened, or not all of its frames decoded.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public FrameDataset LoadFights(
        FrameTransform? transform = null, string? folder = null, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default) =>
        new(LoadFrames(transform ?? Logs.Game.Frame, folder, progress, cancellation), [.. Logs.Fights.Frames], Logs.Timeline);

    internal static string FindVideo(string folder, string name)
    {
        string[] found = [.. Extensions.Select(e => Path.Combine(folder, name + e)).Where(File.Exists)];
        if (found.Length == 1)
        {
            return found[0];
        }

        string here = found.Length > 1
            ? $"{found.Length} videos of session '{name}', {string.Join(" and ", found.Select(Path.GetFileName))}"
            : $"no video of session '{name}' (there is "
                + $"{string.Join(", ", Directory.EnumerateFiles(folder, name + "*").Select(Path.GetFileName).Order(StringComparer.Ordinal))})";
        throw new FileNotFoundException(
            $"{folder}: found {here}; expected one of {string.Join(", ", Extensions.Select(e => name + e))}.");
    }

    private static string Numbered(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
