using OpenCvSharp;
using Research.Alignment;
using Research.Sessions;

namespace Research.Overlay;

/// <summary>A session's video with what the player held and what a model would have held beside and below it.</summary>
public static class OverlayVideo
{
    /// <summary>Renders every frame. The file appears when it is complete: a run that is stopped leaves none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="model">What the model would have held at each of its frames.</param>
    /// <param name="output">The file to write: <c>.mp4</c>, H.264, which browsers and so notebooks play. Its folder is created.
    /// </param>
    /// <param name="progress">Reports every frame.</param>
    /// <param name="cancellation">Stops after the frame at hand.</param>
    /// <exception cref="VideoException">The session's video cannot be decoded.</exception>
    /// <exception cref="ArgumentException">The output's name does not end in <c>.mp4</c>, or the overlay has an odd number of
    /// rows or columns.
    /// </exception>
    /// <exception cref="IOException">The output cannot be written, as with <see cref="VideoFileWriter"/>.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(
        Session session, ActionTimeline model, string output, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        Write(session, model, output, new FrameRange(0, session.FrameCount), progress, cancellation);
    }

    /// <summary>Renders some of the frames; the timeline below is the whole session's in any case.</summary>
    /// <param name="session">The session.</param>
    /// <param name="model">What the model would have held at each of its frames.</param>
    /// <param name="output">The file to write, as above.</param>
    /// <param name="only">The frames to show.</param>
    /// <param name="progress">Reports every frame.</param>
    /// <param name="cancellation">Stops after the frame at hand.</param>
    public static void Write(
        Session session, ActionTimeline model, string output, FrameRange only, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        Write(session, model, output, only, OverlayRenderer.ModelTitle, progress, cancellation);
    }

    /// <summary>The same, with what stands above the second lamps.</summary>
    internal static void Write(
        Session session, ActionTimeline model, string output, FrameRange only, string second, IProgress<WorkProgress>? progress,
            CancellationToken cancellation)
    {
        OutputFolder.Require(Path.GetDirectoryName(Path.GetFullPath(output))!);
        using var video = VideoReader.Open(session.VideoFile);
        using var renderer = new OverlayRenderer(session.Logs.Timeline, model, video.FrameSize, second);
        VideoFileWriter.Write(output, renderer.Size, video.FramesPerSecond, Pictures());

        IEnumerable<Mat> Pictures()
        {
            foreach (var (index, game) in video.ReadAll().Take(only.End).Skip(only.First))
            {
                cancellation.ThrowIfCancellationRequested();
                using var overlay = renderer.Draw(index, game);
                yield return overlay;
                progress?.Report(new WorkProgress(session.Name, index + 1 - only.First, only.Count));
            }
        }
    }

    /// <summary>The overlay of one frame, for a notebook; the caller disposes it.</summary>
    /// <exception cref="VideoException">The session's video cannot be decoded as far as that.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The session has no such frame.</exception>
    public static Mat Still(Session session, ActionTimeline model, int frame)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, session.FrameCount);
        using var video = VideoReader.Open(session.VideoFile);
        using var renderer = new OverlayRenderer(session.Logs.Timeline, model, video.FrameSize);
        foreach (var (_, game) in video.ReadAll().Skip(frame))
        {
            return renderer.Draw(frame, game);
        }

        throw new VideoException(session.VideoFile, frame, "no more that can be decoded", $"{session.FrameCount} frames");
    }
}
