using System.Text.Json;
using Research.Formats.Mcap;

namespace Research.Formats.Owa;

/// <summary>The frames of a recording: messages with a time, which refer to a video beside the file.</summary>
internal sealed class OwaScreen(string file, ImportReport report)
{
    private readonly List<(string? Uri, long Position, long Utc)> _frames = [];

    /// <summary>Takes a frame's message.</summary>
    /// <exception cref="RecordingFormatException">It refers to nothing.</exception>
    public void Add(JsonElement json, McapMessage message, string place)
    {
        // From 0.5 on media_ref{uri, pts_ns}; before, path and pts, both in nanoseconds.
        var media = json.Member("media_ref");
        string? uri = media?.String("uri") ?? json.String("path");
        long? position = media?.Int64("pts_ns") ?? json.Int64("pts") ?? json.Int64("pts_ns");
        if (uri is null && position is null)
        {
            throw new RecordingFormatException(file, place, "a screen message without media_ref and path",
                "the video or picture that it refers to");
        }

        report.Map("screen messages of a version before 0.5", media is null ? 1 : 0,
            "They have path and pts instead of a media_ref.");
        long? utc = json.Int64("utc_ns");
        report.Guess("times of frames", utc is null ? 1 : 0, "The messages have no utc_ns; taken from the file's records.");
        _frames.Add((uri, position ?? -1, utc ?? OwaEvents.TimeOf(json, message)));
    }

    /// <summary>Times of all frames, the video, and its frames.</summary>
    /// <exception cref="RecordingFormatException">There is no frame.</exception>
    public (long[] Times, string? Video, int VideoFrames) Frames()
    {
        if (_frames.Count == 0)
        {
            throw new RecordingFormatException(file, null, "no screen message", "one for each frame");
        }

        var groups = _frames.GroupBy(frame => frame.Uri).OrderByDescending(group => group.Count()).ToList();
        var frames = groups[0].ToList();
        report.Lose("frames of other videos", _frames.Count - frames.Count,
            "The messages refer to several files; the one with most frames was taken.");
        string? uri = groups[0].Key;
        string? video = uri is null || uri.Contains(':')
            && !Path.IsPathRooted(uri) ? null : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, uri);
        if (video is null || !File.Exists(video))
        {
            string why = video is null ? "The frames are inside of the messages, or at an address; only their times were taken."
                : $"{video} is not there; only the times of the frames were taken.";
            report.Lose("videos", 1, why);
            return (Steady([.. frames.Select(frame => frame.Utc)]), null, 0);
        }

        long[] positions = VideoFrameTimes.Read(video);
        var (times, interpolated, unmatched) = FrameTimeline.Of(positions,
            [.. frames.Select(frame => (frame.Position, frame.Utc))]);
        if (interpolated == times.Length)
        {
            throw new RecordingFormatException(file, null, $"no screen message at a frame of {video}",
                "positions (pts) of its frames");
        }

        report.Guess("times of frames without a message", interpolated,
            "The video has frames that no message refers to; their times were interpolated by the video's clock.");
        report.Lose("screen messages without a frame", unmatched, "The video has no frame within 2 ms of their position.");
        return (Steady(times), video, positions.Length);
    }

    private long[] Steady(long[] times)
    {
        report.Guess("times that run backwards", FrameTimeline.Steady(times), "They were set to the time of the frame before.");
        return times;
    }
}
