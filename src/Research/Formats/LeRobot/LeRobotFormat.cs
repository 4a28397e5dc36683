namespace Research.Formats.LeRobot;

/// <summary>Data sets of LeRobot, version 3.0: Parquet files and videos, several episodes in one of them.</summary>
public sealed class LeRobotFormat : IRecordingFormat
{
    /// <inheritdoc/>
    public string Name => "LeRobot";

    /// <inheritdoc/>
    public string Description => $"a folder with {LeRobotInfo.File}";

    /// <inheritdoc/>
    public bool Matches(string source) => File.Exists(Path.Combine(source, LeRobotInfo.File));

    /// <inheritdoc/>
    public IEnumerable<ImportedSession> Read(string source, ImportReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var info = LeRobotInfo.Read(source);
        report.Version = LeRobotInfo.Version;
        report.Lose("videos of other cameras", info.OtherVideos, $"A session has one video; {info.Video} was taken.");
        var episodes = LeRobotEpisode.ReadAll(source, info);
        var data = new LeRobotData(source, info, report);
        var videos = new Dictionary<string, long[]>();
        foreach (var episode in episodes)
        {
            var frames = data.Episode(episode);
            string? video = Video(source, episode, report);
            int start = 0;
            if (video is not null)
            {
                long[] positions = videos.TryGetValue(video, out long[]? known) ? known
                    : videos[video] = VideoFrameTimes.Read(video);
                start = FirstFrame(positions, video, episode);
                yield return frames with { Video = video, VideoStart = start, VideoFrames = positions.Length };
                continue;
            }

            yield return frames;
        }
    }

    private static string? Video(string source, LeRobotEpisode episode, ImportReport report)
    {
        if (episode.VideoFile is null)
        {
            return null;
        }

        string video = Path.Combine(source, episode.VideoFile);
        if (File.Exists(video))
        {
            return video;
        }

        report.Lose("videos", 1, $"{episode.VideoFile} is not there; only times and actions were taken.");
        return null;
    }

    /// <summary>The frame that is shown when the episode begins: the nearest one, of those in the order of showing.</summary>
    private static int FirstFrame(long[] positions, string video, LeRobotEpisode episode)
    {
        const long Tolerance = 100_000; // nanoseconds: LeRobot's own, 1e-4 s
        long from = (long)((decimal)episode.From * 1_000_000_000);
        int first = Enumerable.Range(0, positions.Length).MinBy(frame => Math.Abs(positions[frame] - from));
        return Math.Abs(positions[first] - from) > Tolerance
            ? throw new RecordingFormatException(video, null,
                $"no frame at {episode.From} s; the nearest is at {positions[first] / 1e9} s",
                $"the first frame of episode {episode.Index} there, within 0.0001 s")
            : first + episode.Length <= positions.Length ? first
            : throw new RecordingFormatException(video, null, $"{positions.Length - first} frames from {episode.From} s on",
                $"{episode.Length}, the length of episode {episode.Index}");
    }
}
