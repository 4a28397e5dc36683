using Research.Alignment;
using Research.Sessions;

namespace Research.Overlay;

/// <summary>
/// A session's video with a lamp for each key of its log, as logged and beside it moved in time: the eye finds the offset at
/// which lamps and picture agree.
/// </summary>
public static class KeyOverlay
{
    /// <summary>The most keys that have room; of more, those pressed most often.</summary>
    public const int MaxKeys = 14;

    /// <summary>Renders every frame, as <see cref="OverlayVideo"/> does.</summary>
    /// <param name="folder">The folder of the session's files.</param>
    /// <param name="name">The session.</param>
    /// <param name="offset">Milliseconds that the second lamps come later than logged; negative for earlier.</param>
    /// <param name="output">The file to write: <c>.mp4</c>.</param>
    /// <param name="progress">Reports every frame.</param>
    /// <param name="cancellation">Stops after the frame at hand.</param>
    /// <returns>The number of frames.</returns>
    /// <exception cref="LogFormatException">A log is absent, empty or malformed, or holds no key.</exception>
    /// <exception cref="VideoException">The video cannot be decoded, or has another number of frames than the log.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static int Write(
        string folder, string name, double offset, string output, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var keys = Keys(SessionLogs.Open(folder, name).Events);
        var session = Session.Open(folder, name, keys);
        OverlayVideo.Write(session, Moved(session.Logs, offset), output, new FrameRange(0, session.FrameCount),
            offset == 0 ? "AS LOGGED" : $"{offset:+0.#;-0.#} MS", progress, cancellation);
        return session.FrameCount;
    }

    /// <summary>What is held at each frame if every event happened later.</summary>
    /// <param name="session">The session.</param>
    /// <param name="offset">Milliseconds.</param>
    public static ActionTimeline Moved(SessionLogs session, double offset)
    {
        ArgumentNullException.ThrowIfNull(session);
        var log = session.Events;
        var moved = EventLog.Of(log.Events.Select(e => e with { Time = e.Time + offset / 1000 }), [], log.KeyNames, log.File);
        return ActionTimeline.Replay(moved, session.Frames, session.Timeline.Actions);
    }

    private static ActionSet Keys(EventLog log)
    {
        string[] keys = [.. log.Events.CountBy(e => log.KeyNames[e.Key]).OrderByDescending(k => k.Value).Take(MaxKeys)
            .Select(k => k.Key).Order(StringComparer.Ordinal)];
        return keys.Length > 0 ? new ActionSet([.. keys.Select(key => (key, key))])
            : throw new LogFormatException(log.File, 0, "no key", "one at least to make a lamp for");
    }
}
