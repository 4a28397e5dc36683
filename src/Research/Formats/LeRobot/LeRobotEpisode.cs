namespace Research.Formats.LeRobot;

/// <summary>Where the frames of an episode are.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Length">Frames.</param>
/// <param name="VideoFile">Path of its video inside of the data set; null where there is none.</param>
/// <param name="From">Where it begins in the video, in seconds.</param>
internal sealed record LeRobotEpisode(long Index, long Length, string? VideoFile, double From)
{
    /// <summary>Reads the episodes of a data set.</summary>
    /// <exception cref="RecordingFormatException">There are none, or a column is missing.</exception>
    public static IReadOnlyList<LeRobotEpisode> ReadAll(string folder, LeRobotInfo info)
    {
        string episodes = Path.Combine(folder, "meta", "episodes");
        string[] files = Directory.Exists(episodes)
            ? [.. Directory.EnumerateFiles(episodes, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
        if (files.Length == 0)
        {
            string old = System.IO.File.Exists(Path.Combine(folder, "meta", "episodes.jsonl"))
                ? "episodes.jsonl, which is of version 2" : "no Parquet file";
            throw new RecordingFormatException(episodes, null, old, "chunk-000/file-000.parquet");
        }

        return [.. files.SelectMany(file => Read(file, info))];
    }

    private static IEnumerable<LeRobotEpisode> Read(string file, LeRobotInfo info)
    {
        string video = $"videos/{info.Video}/";
        var table = ParquetFile.Read(file,
            ["episode_index", "length", video + "chunk_index", video + "file_index", video + "from_timestamp"]);
        long[] Integers(string column) => table.GetValueOrDefault(column)?.Integers
            ?? throw new RecordingFormatException(file, null, $"no column {column} of whole numbers", "one");
        var (index, length) = (Integers("episode_index"), Integers("length"));
        long[]? chunks = info.Video is null ? null : Integers(video + "chunk_index"), files = info.Video is null ? null
            : Integers(video + "file_index");
        double[]? from = info.Video is null ? null : table.GetValueOrDefault(video + "from_timestamp")?.Numbers
            ?? throw new RecordingFormatException(file, null, $"no column {video}from_timestamp", "one");
        for (int i = 0; i < index.Length; i++)
        {
            yield return new LeRobotEpisode(index[i], length[i],
                chunks is null ? null : $"{video}chunk-{chunks[i]:000}/file-{files![i]:000}.mp4", from?[i] ?? 0);
        }
    }
}
