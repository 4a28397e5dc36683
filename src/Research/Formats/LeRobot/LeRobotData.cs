using Research.Alignment;

namespace Research.Formats.LeRobot;

/// <summary>The rows of a data set: times and actions of all frames.</summary>
internal sealed class LeRobotData
{
    /// <summary>Times in nanoseconds since 1970, which the kit's export adds.</summary>
    public const string TrueTimes = "timestamp_ns";

    /// <summary>What the names of actions of the mouse begin with.</summary>
    public const string Mouse = "mouse_";

    private const double Tolerance = 1e-4; // seconds: LeRobot's own

    private static readonly string[] Needed = ["episode_index", "frame_index", "timestamp", "action", TrueTimes];

    private readonly Dictionary<long, List<(IReadOnlyDictionary<string, ParquetValues> Table, int Row)>> _rows = [];
    private readonly LeRobotInfo _info;
    private readonly ImportReport _report;
    private readonly string _folder;
    private readonly bool[] _isKey;

    public LeRobotData(string folder, LeRobotInfo info, ImportReport report)
    {
        (_folder, _info, _report) = (Path.Combine(folder, "data"), info, report);
        string[] files = Directory.Exists(_folder)
            ? [.. Directory.EnumerateFiles(_folder, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0)
        {
            throw new RecordingFormatException(_folder, null, "no Parquet file", "chunk-000/file-000.parquet");
        }

        var lost = new HashSet<string>();
        foreach (string file in files)
        {
            var table = ParquetFile.Read(file, Needed);
            long[] episodes = Integers(table, "episode_index", file);
            Integers(table, "frame_index", file);
            foreach (var (row, episode) in episodes.Index())
            {
                (_rows.TryGetValue(episode, out var rows) ? rows : _rows[episode] = []).Add((table, row));
            }

            lost.UnionWith(table.Keys.Except([.. Needed, "index", "task_index"]));
        }

        foreach (string column in lost.Order(StringComparer.Ordinal))
        {
            report.Lose($"column {column}", _rows.Values.Sum(rows => rows.Count), "A session has no place for it.");
        }

        report.Lose("tasks", _rows.Count, "A session has no place for the words of its task.");
        _isKey = KeyColumns();
    }

    /// <summary>The frames of an episode, without their video.</summary>
    /// <exception cref="RecordingFormatException">It has another number of rows than it says.</exception>
    public ImportedSession Episode(LeRobotEpisode episode)
    {
        var rows = (_rows.GetValueOrDefault(episode.Index) ?? []).OrderBy(row => row.Table["frame_index"].Integers![row.Row])
            .ToList();
        if (rows.Count != episode.Length || rows.Count == 0)
        {
            throw new RecordingFormatException(_folder, null, $"{rows.Count} rows of episode {episode.Index}",
                $"{episode.Length}, as meta/episodes says, and 1 at least");
        }

        long[] times = Times(rows);
        var (keys, mouse) = Actions(rows, times);
        return new ImportedSession($"episode_{episode.Index:000000}") { FrameTimes = times, Keys = keys, Mouse = mouse };
    }

    private static long[] Integers(IReadOnlyDictionary<string, ParquetValues> table, string column, string file) =>
        table.GetValueOrDefault(column)?.Integers
            ?? throw new RecordingFormatException(file, null, $"no column {column} of whole numbers", "one");

    /// <summary>
    /// True times where they are there; else frame_index / fps, for a float32 is off by more than LeRobot's tolerance after 34
    /// minutes; but a timestamp that is really another keeps its own value.
    /// </summary>
    private long[] Times(List<(IReadOnlyDictionary<string, ParquetValues> Table, int Row)> rows)
    {
        if (rows.All(row => row.Table.GetValueOrDefault(TrueTimes)?.Integers is not null))
        {
            return [.. rows.Select(row => row.Table[TrueTimes].Integers![row.Row])];
        }

        _report.Guess("times of frames", rows.Count,
            "The data set does not say when it was recorded; an episode begins at 1970-01-01.");
        long[] times = new long[rows.Count];
        int irregular = 0;
        foreach (var (i, (table, row)) in rows.Index())
        {
            decimal regular = (decimal)table["frame_index"].Integers![row] / _info.FramesPerSecond;
            double told = table.GetValueOrDefault("timestamp")?.Numbers?[row] ?? (double)regular;
            bool isRegular = Math.Abs(told - (double)regular) <= Tolerance + (MathF.BitIncrement((float)told) - (float)told);
            irregular += isRegular || !double.IsFinite(told) ? 0 : 1;
            times[i] = (long)((isRegular || !double.IsFinite(told)
                || Math.Abs(told) > 1e9 ? regular : (decimal)told) * 1_000_000_000);
        }

        _report.Map("timestamps that are not frame_index / fps", irregular,
            "They were taken as they are, with the digits of a float32.");
        _report.Guess("times that run backwards", FrameTimeline.Steady(times), "They were set to the time of the frame before.");
        return times;
    }

    /// <summary>Which numbers of an action are keys: those that are 0 or 1 in all frames.</summary>
    private bool[] KeyColumns()
    {
        bool[] isKey = [.. _info.ActionNames.Select(_ => true)];
        foreach (var (table, row) in _rows.Values.SelectMany(rows => rows))
        {
            double[] action = table.GetValueOrDefault("action")?.Row(row) ?? [];
            for (int i = 0; i < isKey.Length; i++)
            {
                isKey[i] &= i < action.Length && action[i] is 0 or 1;
            }
        }

        return isKey;
    }

    private (List<KeyInput> Keys, List<MouseInput> Mouse) Actions(List<(IReadOnlyDictionary<string, ParquetValues> Table,
        int Row)> rows, long[] times)
    {
        var keys = new List<KeyInput>();
        var mouse = new List<MouseInput>();
        bool[] held = new bool[_info.ActionNames.Count];
        int lost = 0;
        foreach (var (frame, (table, row)) in rows.Index())
        {
            double[] action = table.GetValueOrDefault("action")?.Row(row) ?? [];
            double Of(string name) => _info.ActionNames.ToList().IndexOf(Mouse + name) is >= 0 and var place
                && place < action.Length ? action[place] : 0;
            for (int i = 0; i < Math.Min(held.Length, action.Length); i++)
            {
                string name = _info.ActionNames[i];
                if (name is Mouse + "dx" or Mouse + "dy" or Mouse + "scroll")
                {
                    continue;
                }

                if (!_isKey[i])
                {
                    lost++;
                }
                else if (action[i] == 1 != held[i])
                {
                    held[i] = !held[i];
                    if (name.StartsWith(Mouse, StringComparison.Ordinal))
                    {
                        var button = held[i] ? MouseAction.Down : MouseAction.Up;
                        mouse.Add(new MouseInput(times[frame], button) { Button = name[Mouse.Length..] });
                    }
                    else
                    {
                        keys.Add(new KeyInput(times[frame], name, held[i]));
                    }
                }
            }

            if (Of("dx") != 0 || Of("dy") != 0)
            {
                mouse.Add(new MouseInput(times[frame], MouseAction.Move) { Dx = Of("dx"), Dy = Of("dy") });
            }

            if (Of("scroll") != 0)
            {
                mouse.Add(new MouseInput(times[frame], MouseAction.Scroll) { Dx = 0, Dy = Of("scroll") });
            }
        }

        _report.Lose("numbers of actions that are no keys", lost,
            "They are not 0 or 1 in all frames, and their names are none of the mouse.");
        _report.Lose("numbers of actions without names", _info.ActionNames.Count == 0 && rows[0]
            .Table.ContainsKey("action") ? rows.Count : 0, "Only named actions can be keys.");
        return (keys, mouse);
    }
}
