using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Formats.LeRobot;

/// <summary>Writes sessions as a data set of LeRobot, version 3.0: each session an episode, with its own video.</summary>
internal sealed class LeRobotExport(string folder, int framesPerSecond, ImportReport report)
{
    /// <summary>Name of the video feature.</summary>
    public const string Screen = "observation.images.screen";

    private const string Task = "play";
    private const int ChunkSize = 1000;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>Writes the data set; its description comes last.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="cancellation">Stops between two videos, or FFmpeg.</param>
    /// <exception cref="RecordingFormatException">A video has another number of frames than its session, or only some sessions
    /// have one.
    /// </exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public void Write(IReadOnlyList<ImportedSession> sessions, CancellationToken cancellation)
    {
        bool hasVideo = sessions[0].Video is not null;
        if (sessions.FirstOrDefault(session => session.Video is not null != hasVideo) is { } odd)
        {
            throw new RecordingFormatException(report.Source, $"session {odd.Name}", odd.Video is null ? "no video" : "a video",
                $"{(hasVideo ? "one" : "none")}, as session {sessions[0].Name} has");
        }

        var actions = new LeRobotActions(sessions);
        LeRobotVideo[] videos = hasVideo ? [.. sessions.Select((session, episode) =>
            LeRobotVideo.Write(session, framesPerSecond, Path.Combine(folder, VideoPath(episode)), report,
                cancellation))] : [];
        var groups = sessions.Select((session, episode) => Rows(session, episode, sessions, actions)).ToList();
        ParquetFile.Write(Path.Combine(folder, "data/chunk-000/file-000.parquet"), groups);
        ParquetFile.Write(Path.Combine(folder, "meta/tasks.parquet"),
            [[new ParquetColumn("task_index", new long[] { 0 }), new ParquetColumn("task", new[] { Task })]], PandasIndex());
        ParquetFile.Write(Path.Combine(folder, "meta/episodes/chunk-000/file-000.parquet"), [Episodes(sessions, groups, videos)]);
        AtomicFile.Write(Path.Combine(folder, "meta/stats.json"), Statistics(groups, videos.Length).ToJsonString(Json) + "\n");
        AtomicFile.Write(Path.Combine(folder, LeRobotInfo.File), Info(sessions, actions, videos).ToJsonString(Json) + "\n");
        report.Lose("markers of fights", sessions.Sum(session => session.Markers), "The format has no place for them.");
        report.Guess("tasks", sessions.Count, $"A session has no words for its task; '{Task}' was written.");
    }

    private static string VideoPath(int episode) =>
        $"videos/{Screen}/chunk-{episode / ChunkSize:000}/file-{episode % ChunkSize:000}.mp4";

    private static int First(IReadOnlyList<ImportedSession> sessions, int episode) =>
        sessions.Take(episode).Sum(session => session.FrameTimes.Count);

    private List<ParquetColumn> Rows(ImportedSession session, int episode, IReadOnlyList<ImportedSession> sessions,
        LeRobotActions actions)
    {
        int count = session.FrameTimes.Count, first = First(sessions, episode);
        long[] numbers = [.. Enumerable.Range(0, count).Select(frame => (long)frame)];
        double worst = numbers.Max(frame =>
            Math.Abs((session.FrameTimes[(int)frame] - session.FrameTimes[0]) / 1e9 - (double)frame / framesPerSecond));
        report.Map("frames off the grid of the rate", worst > 1e-4 ? count : 0,
            $"The column timestamp is frame_index / fps, as the format wants; true times are in {LeRobotData.TrueTimes}.");
        List<ParquetColumn> columns =
        [
            new("timestamp", (float[])[.. numbers.Select(frame => (float)((double)frame / framesPerSecond))]),
            new("frame_index", numbers),
            new("episode_index", (long[])[.. numbers.Select(_ => (long)episode)]),
            new("index", (long[])[.. numbers.Select(frame => first + frame)]),
            new("task_index", new long[count]),
            new(LeRobotData.TrueTimes, (long[])[.. session.FrameTimes]),
        ];
        if (actions.Names.Count > 0)
        {
            int width = actions.Names.Count == 1 ? 0 : actions.Names.Count; // LeRobot reads the shape [1] as a number, not a list
            columns.Add(new ParquetColumn("action", actions.Of(session, report), width));
        }

        return columns;
    }

    private List<ParquetColumn> Episodes(IReadOnlyList<ImportedSession> sessions, List<List<ParquetColumn>> groups,
        LeRobotVideo[] videos)
    {
        int count = sessions.Count;
        long[] Each(Func<int, long> number) => [.. Enumerable.Range(0, count).Select(number)];
        double[] Seconds(Func<LeRobotVideo, int, double> number) => [.. videos.Select(number)];
        List<ParquetColumn> columns =
        [
            new("episode_index", Each(episode => episode)),
            new("tasks", (string[])[.. sessions.Select(_ => Task)], Width: 1),
            new("length", Each(episode => sessions[episode].FrameTimes.Count)),
            new("data/chunk_index", new long[count]),
            new("data/file_index", new long[count]),
            new("dataset_from_index", Each(episode => First(sessions, episode))),
            new("dataset_to_index", Each(episode => First(sessions, episode + 1))),
        ];
        if (videos.Length > 0)
        {
            columns.Add(new ParquetColumn($"videos/{Screen}/chunk_index", Each(episode => episode / ChunkSize)));
            columns.Add(new ParquetColumn($"videos/{Screen}/file_index", Each(episode => episode % ChunkSize)));
            columns.Add(new ParquetColumn($"videos/{Screen}/from_timestamp", Seconds((video, _) => video.From)));
            columns.Add(new ParquetColumn($"videos/{Screen}/to_timestamp",
                Seconds((video, episode) => video.From + (double)sessions[episode].FrameTimes.Count / framesPerSecond)));
        }

        foreach (string feature in groups[0].Select(column => column.Name))
        {
            var statistics = groups.Select(columns => columns.First(column => column.Name == feature)).Select(Of).ToList();
            foreach (string name in statistics[0].Select(entry => entry.Key))
            {
                var all = statistics.SelectMany(entry => entry[name]!.AsArray()).ToList();
                Array values = name == "count" ? (long[])[.. all.Select(number => (int)number!)]
                    : (double[])[.. all.Select(number => (double)number!)];
                columns.Add(new ParquetColumn($"stats/{feature}/{name}", values, all.Count / count));
            }
        }

        columns.Add(new ParquetColumn("meta/episodes/chunk_index", new long[count]));
        columns.Add(new ParquetColumn("meta/episodes/file_index", new long[count]));
        return columns;
    }

    private static JsonObject Of(ParquetColumn column) => LeRobotStatistics.Of(Doubles(column), Math.Max(1, column.Width));

    private static double[] Doubles(ParquetColumn column) => column.Values switch
    {
        long[] values => [.. values.Select(value => (double)value)],
        float[] values => [.. values.Select(value => (double)value)],
        _ => (double[])column.Values,
    };

    private JsonObject Statistics(List<List<ParquetColumn>> groups, int videos)
    {
        var statistics = new JsonObject();
        foreach (var (place, column) in groups[0].Index())
        {
            double[] values = [.. groups.SelectMany(columns => Doubles(columns[place]))];
            statistics[column.Name] = LeRobotStatistics.Of(values, Math.Max(1, column.Width));
        }

        if (videos > 0)
        {
            statistics[Screen] = LeRobotStatistics.OfVideos(Enumerable.Range(0, videos)
                .Select(episode => Path.Combine(folder, VideoPath(episode))));
        }

        return statistics;
    }

    private JsonObject Info(IReadOnlyList<ImportedSession> sessions, LeRobotActions actions, LeRobotVideo[] videos)
    {
        static JsonObject Feature(string type, int width = 1, JsonNode? names = null) =>
            new() { ["dtype"] = type, ["shape"] = new JsonArray(width), ["names"] = names };
        var features = new JsonObject();
        if (actions.Names.Count > 0)
        {
            features["action"] = Feature("float32", actions.Names.Count,
                new JsonArray([.. actions.Names.Select(name => (JsonNode)name)]));
        }

        if (videos.Length > 0)
        {
            var video = videos[0];
            features[Screen] = new JsonObject
            {
                ["dtype"] = "video",
                ["shape"] = new JsonArray(video.Height, video.Width, 3),
                ["names"] = new JsonArray("height", "width", "channels"),
                ["info"] = new JsonObject
                {
                    ["video.height"] = video.Height,
                    ["video.width"] = video.Width,
                    ["video.codec"] = video.Codec,
                    ["video.pix_fmt"] = video.PixelFormat,
                    ["video.is_depth_map"] = false,
                    ["video.fps"] = framesPerSecond,
                    ["video.channels"] = 3,
                    ["has_audio"] = false,
                },
            };
        }

        features["timestamp"] = Feature("float32");
        foreach (string name in (string[])["frame_index", "episode_index", "index", "task_index", LeRobotData.TrueTimes])
        {
            features[name] = Feature("int64");
        }

        return new JsonObject
        {
            ["codebase_version"] = LeRobotInfo.Version,
            ["robot_type"] = null,
            ["total_episodes"] = sessions.Count,
            ["total_frames"] = First(sessions, sessions.Count),
            ["total_tasks"] = 1,
            ["chunks_size"] = ChunkSize,
            ["data_files_size_in_mb"] = 100,
            ["video_files_size_in_mb"] = 200,
            ["fps"] = framesPerSecond,
            ["splits"] = new JsonObject { ["train"] = $"0:{sessions.Count}" },
            ["data_path"] = "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet",
            ["video_path"] = videos.Length > 0 ? "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4" : null,
            ["features"] = features,
        };
    }

    /// <summary>Tells pandas that the column <c>task</c> is the table's index, by which LeRobot looks tasks up.</summary>
    private static Dictionary<string, string> PandasIndex()
    {
        static JsonObject Column(string name, string pandas, string numpy) =>
            new()
            {
                ["name"] = name,
                ["field_name"] = name,
                ["pandas_type"] = pandas,
                ["numpy_type"] = numpy,
                ["metadata"] = null,
            };
        var pandas = new JsonObject
        {
            ["index_columns"] = new JsonArray("task"),
            ["column_indexes"] = new JsonArray(new JsonObject
            {
                ["name"] = null,
                ["field_name"] = null,
                ["pandas_type"] = "unicode",
                ["numpy_type"] = "object",
                ["metadata"] = new JsonObject { ["encoding"] = "UTF-8" },
            }),
            ["columns"] = new JsonArray(Column("task_index", "int64", "int64"), Column("task", "unicode", "object")),
            ["creator"] = new JsonObject { ["library"] = "research" },
            ["pandas_version"] = "2.2.0",
        };
        return new Dictionary<string, string> { ["pandas"] = pandas.ToJsonString() };
    }
}
