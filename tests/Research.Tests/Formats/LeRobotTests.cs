using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Research.Alignment;
using Research.Formats;
using Research.Sessions;

namespace Research.Tests.Formats;

public sealed class LeRobotTests : IDisposable
{
    private const string Screen = "observation.images.screen";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Two episodes in one mp4 with B-frames: 10 and 14 frames, 30 a second; written by DuckDB and FFmpeg.</summary>
    [Fact]
    public void Episodes_of_one_video_are_cut_out_of_it()
    {
        WriteDataSet("""{"motors": ["w", "speed"]}""",
            "[(CASE WHEN frame_index BETWEEN 2 AND 4 THEN 1 ELSE 0 END)::FLOAT, (frame_index * 0.5)::FLOAT]");
        ProgramOutput.All("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc=size=64x48:rate=30", "-frames:v", "24", "-c:v",
            "libx264", "-bf", "2", "-pix_fmt", "yuv420p",
            Directory.CreateDirectory(_folder.At($"set/videos/{Screen}/chunk-000")).FullName + "/file-000.mp4"]);
        var report = RecordingImport.Run(_folder.At("set"), _folder.At("out"));

        Assert.Equal(["episode_000000", "episode_000001"], report.Sessions.Select(session => session.Name));
        Assert.Equal([10, 14], report.Sessions.Select(session => Session.Open(_folder.At("out"), session.Name).FrameCount));
        Assert.Equal(Pixels("set/videos/" + Screen + "/chunk-000/file-000.mp4")
            .Skip(10), Pixels("out/episode_000001.mp4"), new AlmostEqual());
        var keys = Lines("episode_000001_events.jsonl").Where(line => line["key"] is not null)
            .Select(line => $"{line["event"]} {line["key"]} {line["ns"]}");
        Assert.Equal(["keydown w 66666666", "keyup w 166666666"], keys);
        Assert.Equal(24, Assert.Single(report.Lost, note => note.What == "numbers of actions that are no keys").Count);
        Assert.Equal(24, Assert.Single(report.Lost, note => note.What == "column observation.state").Count);
        Assert.Equal(24, Assert.Single(report.Guessed, note => note.What == "times of frames").Count);
    }

    [Fact]
    public void A_video_that_is_not_there_is_lost_and_told()
    {
        WriteDataSet("""["w", "d"]""", "[0::FLOAT, 1::FLOAT]");
        var report = RecordingImport.Run(_folder.At("set"), _folder.At("out"));
        Assert.All(report.Sessions, session => Assert.False(session.HasVideo));
        Assert.Equal(2, Assert.Single(report.Lost, note => note.What == "videos").Count);
    }

    /// <summary>A float32 is off by more than LeRobot's tolerance after 34 minutes.</summary>
    [Fact]
    public void Times_after_34_minutes_are_exact()
    {
        const int Count = 80_000;
        WriteInfo("{}");
        Copy($"SELECT 0::BIGINT episode_index, range::BIGINT frame_index, (range / 30.0)::FLOAT \"timestamp\" FROM "
            + $"range({Count})", "data/chunk-000/file-000.parquet");
        Copy($"SELECT 0::BIGINT episode_index, {Count}::BIGINT \"length\"", "meta/episodes/chunk-000/file-000.parquet");
        double told =
            double.Parse(Duck.Query($"SELECT max(abs(\"timestamp\"::DOUBLE - frame_index / 30.0)) FROM "
            + $"'{_folder.At("set/data/chunk-000/file-000.parquet")}'")[0][0], CultureInfo.InvariantCulture);
        Assert.True(told > 1e-4 / 2, $"found an error of {told} s in the data set");
        RecordingImport.Run(_folder.At("set"), _folder.At("out"));
        long[] times = [.. Lines("episode_000000_frames.jsonl").Select(line => (long)line["ns"]!)];
        Assert.Equal(Enumerable.Range(0, Count).Select(frame => frame * 1_000_000_000L / 30), times);
    }

    [Fact]
    public void A_rate_that_varies_keeps_its_timestamps()
    {
        WriteInfo("{}");
        Copy("SELECT 0::BIGINT episode_index, range::BIGINT frame_index, (range / 30.0 + CASE WHEN range >= 5 THEN 0.25 ELSE 0 "
            + "END)::FLOAT \"timestamp\" FROM range(8)", "data/chunk-000/file-000.parquet");
        Copy("SELECT 0::BIGINT episode_index, 8::BIGINT \"length\"", "meta/episodes/chunk-000/file-000.parquet");
        var report = RecordingImport.Run(_folder.At("set"), _folder.At("out"));
        double[] times = [.. SessionLogs.Open(_folder.At("out"), "episode_000000").Frames.Times];
        Assert.Equal(5 / 30.0 + 0.25, times[5], precision: 6);
        Assert.Equal(3, Assert.Single(report.Mapped, note => note.What == "timestamps that are not frame_index / fps").Count);
    }

    [Fact]
    public void What_is_exported_is_read_by_others()
    {
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "recordings", "recordings.zip"), _folder.Path);
        RecordingImport.Run(_folder.At("crowd"),
            _folder.At("kit")); // two sessions at 30 frames a second, the first with B-frames
        var report = RecordingExport.Run(_folder.At("kit"), "lerobot", _folder.At("set"));
        string data = _folder.At("set/data/chunk-000/file-000.parquet"),
            episodes = _folder.At("set/meta/episodes/chunk-000/file-000.parquet");

        Assert.Equal([["timestamp", "FLOAT"], ["frame_index", "BIGINT"], ["episode_index", "BIGINT"], ["index", "BIGINT"],
            ["task_index", "BIGINT"], ["timestamp_ns", "BIGINT"], ["action", "FLOAT[]"]],
            Duck.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '{data}')"));
        Assert.Equal(["15", "0", "14"], Duck.Query($"SELECT count(*), min(\"index\"), max(\"index\") FROM '{data}'")[0]);
        Assert.Equal("2", Duck.Query($"SELECT count(DISTINCT row_group_id) FROM parquet_metadata('{data}')")[0][0]);
        Assert.Equal([["10", "0", "10"], ["5", "10", "15"]],
            Duck.Query($"SELECT \"length\", dataset_from_index, dataset_to_index FROM '{episodes}'"));
        Assert.Equal([["[play]"], ["[play]"]], Duck.Query($"SELECT tasks FROM '{episodes}'"));
        Assert.Equal(["0", "play"], Duck.Query($"SELECT task_index, task FROM '{_folder.At("set/meta/tasks.parquet")}'")[0]);
        Assert.Contains("index_columns",
            Duck.Query($"SELECT value::VARCHAR FROM parquet_kv_metadata('{_folder.At("set/meta/tasks.parquet")}') WHERE "
            + $"key::VARCHAR = 'pandas'")[0][0], StringComparison.Ordinal);

        var info = JsonNode.Parse(File.ReadAllText(_folder.At("set/meta/info.json")))!;
        Assert.Equal(("v3.0", 30, 2, 15), ((string)info["codebase_version"]!, (int)info["fps"]!, (int)info["total_episodes"]!,
            (int)info["total_frames"]!));
        Assert.Equal(["Key.shift", "a", "w", "mouse_4", "mouse_left", "mouse_dx", "mouse_dy", "mouse_scroll"],
            info["features"]!["action"]!["names"]!.AsArray().Select(name => (string)name!));
        Assert.Equal([48, 64, 3], info["features"]![Screen]!["shape"]!.AsArray().Select(size => (int)size!));
        var statistics = JsonNode.Parse(File.ReadAllText(_folder.At("set/meta/stats.json")))!;
        Assert.Equal(["min", "max", "mean", "std", "count", "q01", "q10", "q50", "q90", "q99"], statistics[Screen]!.AsObject()
            .Select(entry => entry.Key));
        Assert.InRange((double)statistics[Screen]!["mean"]![0]![0]![0]!, 0.1, 0.9);

        // LeRobot asks for frame k at from_timestamp + k / fps, and takes the nearest within 1e-4 s.
        foreach (var (row,
            name) in Duck.Query($"SELECT \"videos/{Screen}/file_index\", \"videos/{Screen}/from_timestamp\", \"length\" FROM "
            + $"'{episodes}'").Zip(report.Sessions))
        {
            double from = double.Parse(row[1], CultureInfo.InvariantCulture);
            double[] shown = [.. Frames($"set/videos/{Screen}/chunk-000/file-00{row[0]}.mp4")];
            Assert.Equal(name.Frames, shown.Length);
            Assert.All(shown.Index(), frame => Assert.InRange(frame.Item - from - frame.Index / 30.0, -1e-4, 1e-4));
        }

        Assert.DoesNotContain(report.Mapped, note => note.What == "videos encoded again");
    }

    [Fact]
    public void A_rate_that_varies_is_encoded_again_and_keeps_its_true_times()
    {
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "recordings", "recordings.zip"), _folder.Path);
        RecordingImport.Run(_folder.At("owa-0.5"), _folder.At("kit"));
        var report = RecordingExport.Run(_folder.At("kit"), "lerobot", _folder.At("set"));
        Assert.Equal(1, Assert.Single(report.Mapped, note => note.What == "videos encoded again").Count);
        Assert.True(Assert.Single(report.Lost, note => note.What == "times of presses and releases between frames").Count > 0);
        RecordingImport.Run(_folder.At("set"), _folder.At("out"));
        Assert.Equal(File.ReadAllText(_folder.At("kit/play_frames.jsonl")),
            File.ReadAllText(_folder.At("out/episode_000000_frames.jsonl")));
        Assert.Equal(20, Session.Open(_folder.At("out"), "episode_000000").FrameCount);
    }

    [Fact]
    public void Events_at_the_times_of_frames_come_back()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            using var folder = new TemporaryFolder();
            var session = Random(seed);
            ImportedSessionWriter.Write(session, folder.At("kit"), new ImportReport("kit", "test"));
            var report = RecordingExport.Run(folder.At("kit"), "lerobot", folder.At("set"));
            Assert.Equal(["markers of fights"], report.Lost.Select(note => note.What));
            RecordingImport.Run(folder.At("set"), folder.At("out"));
            var back = KitSession.Read(folder.At("out"), "episode_000000");
            Assert.Equal(session.FrameTimes, back.FrameTimes);
            Assert.Equal(session.Keys.OrderBy(key => (key.Time, key.Key)), back.Keys.OrderBy(key => (key.Time, key.Key)));
            Assert.Equal(Sorted(session.Mouse), Sorted(back.Mouse));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public void What_happens_between_frames_is_told()
    {
        KeyInput Key(long time, string key, bool isDown) => new(time * 1_000_000, key, isDown);
        var session = new ImportedSession("s")
        {
            FrameTimes = [1_000_000_000, 2_000_000_000, 3_000_000_000],
            Keys =
            [
                Key(1000, "a", true), Key(1100, "b", true), Key(1200, "b", false), Key(1300, "a", false), Key(1400, "a", true),
                Key(3500, "a", false),
            ],
        };
        ImportedSessionWriter.Write(session, _folder.At("kit"), new ImportReport("kit", "test"));
        var report = RecordingExport.Run(_folder.At("kit"), "lerobot", _folder.At("set"));
        long Lost(string what) => Assert.Single(report.Lost, note => note.What == what).Count;
        Assert.Equal(4, Lost("times of presses and releases between frames"));
        Assert.Equal(1, Lost("presses shorter than a frame"));
        Assert.Equal(1, Lost("releases shorter than a frame"));
        Assert.Equal(1, Lost("events after the last frame"));
        Assert.Equal(2, Lost("markers of fights"));
    }

    /// <summary>LeRobot takes the shape [1] for a number; the <c>datasets</c> library cannot cast a list to one.</summary>
    [Fact]
    public void A_single_action_is_a_column_of_numbers()
    {
        var session = new ImportedSession("s")
        {
            FrameTimes = [1_000_000_000, 2_000_000_000],
            Keys = [new KeyInput(2_000_000_000, "f", IsDown: true)],
        };
        ImportedSessionWriter.Write(session, _folder.At("kit"), new ImportReport("kit", "test"));
        RecordingExport.Run(_folder.At("kit"), "lerobot", _folder.At("set"));
        string data = _folder.At("set/data/chunk-000/file-000.parquet");
        Assert.Equal([["action", "FLOAT"]],
            Duck.Query($"SELECT column_name, column_type FROM (DESCRIBE SELECT \"action\" FROM '{data}')"));
        RecordingImport.Run(_folder.At("set"), _folder.At("out"));
        Assert.Equal(session.Keys, KitSession.Read(_folder.At("out"), "episode_000000").Keys);
    }

    [Fact]
    public void Columns_that_are_not_needed_may_lack_values()
    {
        WriteInfo("{}");
        Copy("SELECT 0::BIGINT episode_index, range::BIGINT frame_index, CASE WHEN range = 1 THEN 0.5 END::DOUBLE reward, "
            + "[{'style': 'task', 'camera': NULL::VARCHAR}] language_persistent, []::VARCHAR[] language_events FROM range(3)",
            "data/chunk-000/file-000.parquet");
        Copy("SELECT 0::BIGINT episode_index, 3::BIGINT \"length\", NULL::DOUBLE \"stats/reward/max\"",
            "meta/episodes/chunk-000/file-000.parquet");
        var report = RecordingImport.Run(_folder.At("set"), _folder.At("out"));
        Assert.Equal(3, Assert.Single(report.Sessions).Frames);
        Assert.Equal(["column language_events", "column language_persistent", "column reward"],
            report.Lost.Select(note => note.What).Where(what => what.StartsWith("column ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_fault_has_one_line()
    {
        string set = _folder.At("set");
        void Is(string expected)
        {
            var fault = Assert.ThrowsAny<IOException>(() => RecordingImport.Run(set, _folder.At("out")));
            Assert.Equal(set + expected, fault.Message);
        }

        WriteInfo("{}", version: "v2.1");
        Is("/meta/info.json: found codebase_version 'v2.1'; expected v3.0.");
        WriteInfo("{}", fps: "29.97");
        Is("/meta/info.json: found fps 29.97; expected a whole number above 0.");
        WriteInfo("[]");
        Is("/meta/info.json: found no features; expected an object with the features by name.");
        WriteInfo("{}");
        Is("/meta/episodes: found no Parquet file; expected chunk-000/file-000.parquet.");
        _folder.Write("set/meta/episodes.jsonl", "{}");
        Is("/meta/episodes: found episodes.jsonl, which is of version 2; expected chunk-000/file-000.parquet.");
        string episodes = _folder.Write("set/meta/episodes/chunk-000/file-000.parquet",
            "version https://git-lfs.example/spec/v1\nsize 1\n");
        Is("/meta/episodes/chunk-000/file-000.parquet: found a Git LFS pointer of 47 bytes, which stands for a file that was "
            + "not fetched; expected a Parquet file.");
        File.WriteAllBytes(episodes, [.. "PAR1"u8, .. new byte[20]]);
        Is("/meta/episodes/chunk-000/file-000.parquet: found 24 bytes without a footer (it was not finished); expected a "
            + "Parquet file.");
        Copy("SELECT 0::BIGINT episode_index", "meta/episodes/chunk-000/file-000.parquet");
        Is("/meta/episodes/chunk-000/file-000.parquet: found no column length of whole numbers; expected one.");
        Copy("SELECT 0::BIGINT episode_index, 3::BIGINT \"length\"", "meta/episodes/chunk-000/file-000.parquet");
        Is("/data: found no Parquet file; expected chunk-000/file-000.parquet.");
        Copy("SELECT 0::BIGINT episode_index, range::BIGINT frame_index FROM range(2)", "data/chunk-000/file-000.parquet");
        Is("/data: found 2 rows of episode 0; expected 3, as meta/episodes says, and 1 at least.");
        Copy("SELECT 0::BIGINT episode_index, CASE WHEN range < 2 THEN range END::BIGINT frame_index FROM range(3)",
            "data/chunk-000/file-000.parquet");
        Is("/data/chunk-000/file-000.parquet, column frame_index: found a missing value; expected a value in each row.");
    }

    [Fact]
    public void What_cannot_be_exported_is_refused()
    {
        string kit = _folder.At("kit"), set = _folder.At("set");
        Assert.Equal($"{kit}: found no such folder; expected NAME_frames.jsonl and NAME_events.jsonl.",
            Assert.Throws<RecordingFormatException>(() => RecordingExport.Run(kit, "lerobot", set)).Message);
        Assert.Equal("found the format 'hdf5'; expected lerobot or owamcap.",
            Assert.Throws<ArgumentException>(() => RecordingExport.Run(kit, "hdf5", set)).Message);
        ImportedSessionWriter.Write(Random(1), kit, new ImportReport("kit", "test"));
        RecordingExport.Run(kit, "lerobot", set);
        Assert.Equal($"{set}: found a data set (meta/info.json); expected a folder without one.",
            Assert.Throws<IOException>(() => RecordingExport.Run(kit, "lerobot", set)).Message);
        string mouse = _folder.Write("kit/s_mouse.csv", "t,ns,event,button,x,y,dx,dy\n1,1000000000,hover,,,,,\n");
        Assert.Equal($"{mouse}, line 2: found 1,1000000000,hover,,,,,; expected the fields t,ns,event,button,x,y,dx,dy, event "
            + $"one of move, down, up and scroll.",
            Assert.Throws<LogFormatException>(() => RecordingExport.Run(kit, "lerobot", _folder.At("other"))).Message);
        _folder.Write("kit/s_mouse.csv", "time\n");
        Assert.Equal($"{mouse}, line 1: found time; expected t,ns,event,button,x,y,dx,dy.",
            Assert.Throws<LogFormatException>(() => RecordingExport.Run(kit, "lerobot", _folder.At("other"))).Message);
    }

    /// <summary>Whole presses and moves at the times of frames, one a frame for each key.</summary>
    private static ImportedSession Random(int seed)
    {
        var random = new Random(seed);
        long[] frames = [.. Enumerable.Range(0, random.Next(2, 60)).Select(frame => 1764000926465000001 + frame * 33_333_333L)];
        var keys = new List<KeyInput>();
        var mouse = new List<MouseInput>();
        string[] names = ["f", "Key.space", "ä", "1"];
        bool[] held = new bool[names.Length + 1];
        foreach (long time in frames)
        {
            for (int i = 0; i < held.Length; i++)
            {
                if (random.Next(4) == 0)
                {
                    held[i] = !held[i];
                    if (i < names.Length)
                    {
                        keys.Add(new KeyInput(time, names[i], held[i]));
                    }
                    else
                    {
                        mouse.Add(new MouseInput(time, held[i] ? MouseAction.Down : MouseAction.Up) { Button = "left" });
                    }
                }
            }

            if (random.Next(3) == 0)
            {
                mouse.Add(new MouseInput(time, MouseAction.Move) { Dx = random.Next(-50, 50), Dy = 1 + random.Next(50) });
            }
        }

        return new ImportedSession("s") { FrameTimes = frames, Keys = keys, Mouse = mouse };
    }

    private static IEnumerable<string> Sorted(IEnumerable<MouseInput> mouse) =>
        mouse.Select(input => $"{input}").Order(StringComparer.Ordinal);

    private void WriteDataSet(string names, string action)
    {
        WriteInfo($$"""
            {"action": {"dtype": "float32", "shape": [2], "names": {{names}} },
             "observation.state": {"dtype": "float32", "shape": [1], "names": null},
             "{{Screen}}": {"dtype": "video", "shape": [48, 64, 3], "names": ["height", "width", "channels"] } }
            """);
        Copy($"SELECT ep::BIGINT episode_index, range::BIGINT frame_index, (range / 30.0)::FLOAT \"timestamp\", "
            + $"{action.Replace("frame_index", "range", StringComparison.Ordinal)} \"action\", [1.5::FLOAT] "
            + $"\"observation.state\", 0::BIGINT task_index "
            + "FROM (SELECT 0 ep, range FROM range(10) UNION ALL SELECT 1, range FROM range(14))",
                "data/chunk-000/file-000.parquet");
        Copy($"SELECT ep::BIGINT episode_index, n::BIGINT \"length\", 0::BIGINT \"videos/{Screen}/chunk_index\", 0::BIGINT "
            + $"\"videos/{Screen}/file_index\", t::DOUBLE \"videos/{Screen}/from_timestamp\" FROM (VALUES (0, 10, 0.0), (1, 14, "
            + $"10 / 30.0)) v(ep, n, t)",
            "meta/episodes/chunk-000/file-000.parquet");
    }

    private void WriteInfo(string features, string version = "v3.0", string fps = "30") =>
        _folder.Write("set/meta/info.json",
            $$"""{"codebase_version": "{{version}}", "fps": {{fps}}, "features": {{features}}, "total_episodes": 2}""");

    private void Copy(string select, string file)
    {
        string path = _folder.At("set/" + file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Duck.Query($"COPY ({select}) TO '{path}' (FORMAT parquet)");
    }

    private IEnumerable<double> Frames(string video) =>
        VideoFrameTimes.Read(_folder.At(video)) is var times ? times.Select(time => (time - times[0]) / 1e9) : [];

    private List<JsonNode> Lines(string name) =>
        [.. File.ReadLines(_folder.At("out/" + name)).Select(line => JsonNode.Parse(line)!)];

    /// <summary>The mean blue, green and red of each frame: the pattern changes from frame to frame.</summary>
    private List<double[]> Pixels(string video)
    {
        using var reader = VideoReader.Open(_folder.At(video));
        return [.. reader.ReadAll().Select(frame =>
            frame.Frame.Mean() is var mean ? (double[])[mean.Val0, mean.Val1, mean.Val2, frame.Frame[24, 48, 0, 64].Mean().Val0]
            : [])];
    }

    private sealed class AlmostEqual : IEqualityComparer<double[]>
    {
        public bool Equals(double[]? x, double[]? y) => x!.Zip(y!).All(pair => Math.Abs(pair.First - pair.Second) < 0.6);

        public int GetHashCode(double[] obj) => 0;
    }
}
