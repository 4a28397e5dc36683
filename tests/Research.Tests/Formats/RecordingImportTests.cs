using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Research.Formats;
using Research.Sessions;

namespace Research.Tests.Formats;

/// <summary>Recordings that <c>recording_files.py</c> has written by the formats' own rules.</summary>
public sealed class RecordingImportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RecordingImportTests() =>
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "recordings", "recordings.zip"), _folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("owa-0.5", "", "OWAMcap", "play")] // B-frames, a rate that varies, nanoseconds beyond 2^53
    [InlineData("owa-0.4.2", "", "OWAMcap", "0.4.2")]
    [InlineData("owa-0.3.2", "0.3.2.mcap", "OWAMcap", "0.3.2")]
    [InlineData("owa-without-video", "lone.mcap", "OWAMcap", "lone")]
    [InlineData("vpt", "6.9", "VPT", "cheeky-run-20220101-101010")]
    [InlineData("vpt", "6.9/cheeky-run-20220101-101010.jsonl", "VPT", "cheeky-run-20220101-101010")]
    [InlineData("owl", "", "owl-control", "owl")]
    [InlineData("crowd", "", "crowd-cast", "segment_0001")]
    public void A_recording_becomes_a_session(string folder, string source, string format, string name)
    {
        var expected = JsonNode.Parse(File.ReadAllText(_folder.At($"{folder}/expected.json")))!;
        var report = RecordingImport.Run(Path.Combine(_folder.At(folder), source).TrimEnd('/'), _folder.At("out"));

        Assert.Equal(format, report.Format);
        var session = report.Sessions.First(session => session.Name == name);
        long[] frames = [.. Lines($"{name}_frames.jsonl").Select(line => (long)line["ns"]!)];
        Assert.Equal((int)expected["frames"]!, frames.Length);
        foreach (var (frame, time) in expected["known"]!.AsObject())
        {
            Assert.Equal((long)time!, frames[int.Parse(frame, CultureInfo.InvariantCulture)]);
        }

        Assert.Equal(
            expected["keys"]!.AsArray().Select(key => $"{key![0]} {key[1]} {((bool)key[2]! ? "keydown" : "keyup")} {key[3]}"),
            Lines($"{name}_events.jsonl").Where(line => line["key"] is not null)
                .Select(line => $"{line["ns"]} {line["key"]} {line["event"]} {line["code"]}"));
        string mouse = _folder.At($"out/{name}_mouse.csv");
        string[] lines = File.Exists(mouse) ? File.ReadAllLines(mouse) : ["t,ns,event,button,x,y,dx,dy"];
        Assert.Equal("t,ns,event,button,x,y,dx,dy", lines[0]);
        Assert.Equal(expected["mouse"]!.AsArray()
            .Select(line => string.Join(',', line!.AsArray().Select(value => $"{value}"))), lines.Skip(1)
            .Select(line => line[(line.IndexOf(',') + 1)..]));
        Assert.Equal(File.ReadAllText(_folder.At("out/import-report.json")), report.ToJson());
        if (session.HasVideo)
        {
            Assert.Equal(frames.Length, Session.Open(_folder.At("out"), name).FrameCount);
        }

        Assert.Equal(frames.Length, SessionLogs.Open(_folder.At("out"), name).Frames.Count);
    }

    [Fact]
    public void Frames_without_a_message_are_interpolated_and_told()
    {
        var report = RecordingImport.Run(_folder.At("owa-0.5"), _folder.At("out"));
        Assert.Equal(2, Assert.Single(report.Guessed, note => note.What == "times of frames without a message").Count);
        long[] frames = [.. Lines("play_frames.jsonl").Select(line => (long)line["ns"]!)];
        Assert.Equal(frames.Order(), frames);
        Assert.InRange(frames[3] - (frames[2] + frames[4]) / 2, -3_000_000, 3_000_000);
        Assert.Equal(1, Assert.Single(report.Lost, note => note.What == "messages on the topic window").Count);
        Assert.Equal(1, Assert.Single(report.Guessed, note => note.What == "keys that are down at the beginning").Count);
        Assert.Equal(1, Assert.Single(report.Mapped, note => note.What == "buttons and wheel of the raw mouse").Count);
    }

    [Fact]
    public void What_the_contractors_recorder_does_wrong_is_put_right_and_told()
    {
        var report = RecordingImport.Run(_folder.At("vpt/6.9"), _folder.At("out"));
        Assert.Equal("6.9", report.Version);
        Assert.Equal(8, Assert.Single(report.Mapped, note => note.What == "frames with a stuck attack").Count);
        Assert.Equal("Version 6.9: motion while a screen of the game is open was multiplied by 2.",
            Assert.Single(report.Mapped, note => note.What == "scale of the mouse").Why);
        Assert.Equal(1, Assert.Single(report.Guessed, note => note.What == "choices of a slot without its key").Count);
        Assert.Equal(14, Assert.Single(report.Lost, note => note.What == "inventory").Count);
        Assert.Equal(1, Assert.Single(report.Lost, note => note.What == "a last line that is cut off").Count);
    }

    [Fact]
    public void A_folder_that_is_no_version_leaves_the_mouse_as_it_is()
    {
        Directory.Move(_folder.At("vpt/6.9"), _folder.At("vpt/mine"));
        var report = RecordingImport.Run(_folder.At("vpt/mine"), _folder.At("out"));
        Assert.Equal("The folder 'mine' is no version such as 6.9; the mouse's motion was not scaled.",
            Assert.Single(report.Guessed, note => note.What == "scale of the mouse").Why);
    }

    [Fact]
    public void Lines_and_frames_that_have_no_partner_are_cut_off_and_told()
    {
        string log = Directory.EnumerateFiles(_folder.At("vpt/6.9"), "*.jsonl").Single();
        File.WriteAllLines(log, File.ReadAllLines(log)[..10]);
        var report = RecordingImport.Run(log, _folder.At("out"));
        Assert.Equal(4, Assert.Single(report.Lost, note => note.What == "frames after the last line").Count);
        Assert.Equal(10, Session.Open(_folder.At("out"), Path.GetFileNameWithoutExtension(log)).FrameCount);
    }

    [Fact]
    public void Segments_of_several_versions_are_read()
    {
        var report = RecordingImport.Run(_folder.At("crowd"), _folder.At("out"));
        Assert.Equal(["segment_0001", "segment_0002"], report.Sessions.Select(session => session.Name));
        var press = Lines("segment_0002_events.jsonl").Single(line => line["key"] is not null);
        Assert.Equal(("a", 1764001226470000000), ((string)press["key"]!, (long)press["ns"]!));
        Assert.Equal(1, Assert.Single(report.Lost, note => note.What == "redacted stretches").Count);
        Assert.Equal(1, Assert.Single(report.Lost, note => note.What == "events of the type Heartbeat").Count);
    }

    [Fact]
    public void Codes_of_both_sides_of_the_keyboard_and_of_no_key_are_reported()
    {
        var report = RecordingImport.Run(_folder.At("owl"), _folder.At("kit"));
        Assert.Equal(2, Assert.Single(report.Guessed, note => note.What == "sides of Shift, Ctrl and Alt").Count);
        Assert.Equal(1, Assert.Single(report.Lost, note => note.What == "events of the key code 255").Count);
        RecordingExport.Run(_folder.At("kit"), "owamcap", _folder.At("owa"));
        RecordingImport.Run(_folder.At("owa"), _folder.At("out"));
        Assert.Equal(["160", "160"], Lines("owl_events.jsonl").Where(line => $"{line["key"]}" == "Key.shift")
            .Select(line => $"{line["code"]}"));
    }

    [Fact]
    public void A_file_that_is_cut_off_gives_what_is_before_and_says_so()
    {
        byte[] whole = File.ReadAllBytes(_folder.At("owa-0.4.2/0.4.2.mcap"));
        string path = _folder.Write("cut/0.4.2.mcap", whole[..^20]);
        File.Copy(_folder.At("owa-0.4.2/0.4.2.mkv"), _folder.At("cut/0.4.2.mkv"));
        var report = RecordingImport.Run(path, _folder.At("out"));
        Assert.Equal(12, report.Sessions[0].Frames);
        Assert.StartsWith($"{path}, byte {whole.Length - 37}: found ",
            Assert.Single(report.Lost, note => note.What == "end of a damaged file").Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_session_that_is_there_is_not_replaced()
    {
        RecordingImport.Run(_folder.At("owl"), _folder.At("out"));
        var fault = Assert.Throws<IOException>(() => RecordingImport.Run(_folder.At("owl"), _folder.At("out")));
        Assert.StartsWith($"{_folder.At("out")}: found a session 'owl' (", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_import_that_fails_at_its_second_session_leaves_none_and_can_be_repeated()
    {
        File.Copy(_folder.At("owa-without-video/lone.mcap"), _folder.Write("two/a.mcap", ""), overwrite: true);
        string second = _folder.Write("two/b.mcap", "version https://git-lfs.example/spec/v1\nsize 1\n");
        Assert.ThrowsAny<IOException>(() => RecordingImport.Run(_folder.At("two"), _folder.At("out")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.At("out")));

        _folder.Write("out/.unfinished-import/a_frames.jsonl", "half"); // what a killed import leaves
        File.Copy(_folder.At("owa-0.4.2/0.4.2.mcap"), second, overwrite: true);
        File.Copy(_folder.At("owa-0.4.2/0.4.2.mkv"), _folder.At("two/0.4.2.mkv"));
        Assert.Equal(["a", "b"], RecordingImport.Run(_folder.At("two"), _folder.At("out")).Sessions.Select(s => s.Name));
        Assert.Equal(["Key.up"], SessionLogs.Open(_folder.At("out"), "a").Timeline.Actions.Names);
        Assert.False(Directory.Exists(_folder.At("out/.unfinished-import")));
    }

    [Fact]
    public void A_second_import_keeps_the_first_ones_report_and_names_keys_without_an_action()
    {
        _folder.Write("out/actions.json", """{"actions": {"NONE": ["Key.f12"]}}""");
        var first = RecordingImport.Run(_folder.At("owl"), _folder.At("out"));
        var second = RecordingImport.Run(_folder.At("crowd"), _folder.At("out"));
        Assert.Equal((first.ToJson(), second.ToJson()), (File.ReadAllText(_folder.At("out/import-report.json")),
            File.ReadAllText(_folder.At("out/import-report-2.json"))));
        Assert.Equal(_folder.At("out/import-report-2.json"), second.File);
        Assert.Matches(@"^actions\.json was there and binds none of .*\ba\b.*; they are in the logs, and can be bound by hand\.$",
            Assert.Single(second.Lost, note => note.What == "keys without an action").Why);
    }

    [Fact]
    public void A_stopped_import_leaves_no_session()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            RecordingImport.Run(_folder.At("crowd"), _folder.At("out"), cancellation: stopped.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.At("out")));
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "a.txt", "hello",
            "a.txt: found a file, of no known format; expected a folder with meta/info.json (LeRobot), a .mcap file, or a "
            + "folder of them (OWAMcap), *" },
        { "a.mcap", "version https://git-lfs.example/spec/v1\nsize 1\n",
            "a.mcap, byte 0: found a Git LFS pointer, which stands for a file that was not fetched; expected *" },
        { "owl/inputs.csv", "version https://git-lfs.example/spec/v1\nsize 1\n",
            "owl/inputs.csv: found a Git LFS pointer of 47 bytes, which stands for a file that was not fetched; expected a CSV "
                + "file." },
        { "owl/recording.mp4", "version https://git-lfs.example/spec/v1\nsize 1\n",
            "owl/recording.mp4: found a Git LFS pointer of 47 bytes, which stands for a file that was not fetched; expected a "
                + "video." },
        { "owl/recording.mp4", "no video", "owl/recording.mp4: found no frame with a time (*); expected a video." },
        { "owl/inputs.csv", "timestamp,event_type,event_args\n1,KEYBOARD",
            "owl/inputs.csv, line 2: found 1,KEYBOARD; expected a line such as 1764000926.465,KEYBOARD,\"[70,true]\", under the "
            + "names timestamp,event_type,event_args." },
        { "owl/inputs.csv", "1,KEYBOARD,\"[7]\"", "owl/inputs.csv, line 1: found 1,KEYBOARD,\"[7]\"; expected a line such as *" },
        { "owl/inputs.csv", "1,KEYBOARD,\"[7,true]\"",
            "owl/inputs.csv: found no line VIDEO_START or START; expected one, with the time of the first frame." },
        { "owl/metadata.json", "{\"a\":\"\\ud800\"}",
            "owl/metadata.json, line 1: found a string with half a surrogate pair; expected a JSON object." },
        { "owl/metadata.json", "[1]", "owl/metadata.json, line 1: found a JSON array; expected a JSON object." },
        { "vpt/6.9/cheeky-run-20220101-101010.jsonl", "{}\n",
            "vpt/6.9/cheeky-run-20220101-101010.jsonl, line 1: found an object without mouse and keyboard; expected a line of a "
            + "VPT recording, {\"mouse\":…,\"keyboard\":…}." },
        { "vpt/6.9/cheeky-run-20220101-101010.jsonl", "",
            "vpt/6.9/cheeky-run-20220101-101010.jsonl: found no line; expected one JSON object a frame." },
        { "vpt/6.9/cheeky-run-20220101-101010.jsonl", "nonsense\n",
            "vpt/6.9/cheeky-run-20220101-101010.jsonl, line 1: found no JSON (*); expected a JSON object." },
        { "crowd/input_0001.msgpack", "\u0001",
            "crowd/input_0001.msgpack, byte 0: found no array; expected an array of [microseconds, [type, [values]]]." },
        { "crowd/input_0009.msgpack", "\u0001",
            "crowd/input_0009.msgpack: found 0 videos of segment '0009' beside it; expected one, such as recording_0009.mp4." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_has_one_line(string file, string content, string expected)
    {
        _folder.Write(file, content);
        string source = file.StartsWith("owl/", StringComparison.Ordinal) ? _folder.At("owl") : _folder.At(file);
        var fault = Assert.ThrowsAny<IOException>(() => RecordingImport.Run(source, _folder.At("out")));
        string[] parts = expected.Split('*');
        Assert.StartsWith(_folder.At(parts[0]), fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(parts[^1], fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused()
    {
        string path = _folder.Write("owl/metadata.json",
            [(byte)'{', (byte)'"', 0xff, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
        var fault = Assert.Throws<RecordingFormatException>(() => RecordingImport.Run(_folder.At("owl"), _folder.At("out")));
        Assert.Equal($"{path}, line 1: found bytes that are no UTF-8; expected a JSON object.", fault.Message);
    }

    [Fact]
    public void What_is_not_there_is_refused()
    {
        var fault = Assert.Throws<FileNotFoundException>(() => RecordingImport.Run(_folder.At("absent"), _folder.At("out")));
        Assert.StartsWith($"{_folder.At("absent")}: found nothing there; expected a folder with meta/info.json (LeRobot), a "
            + $".mcap file", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_profile_is_refused()
    {
        var stream = new MemoryStream();
        using (new Research.Formats.Mcap.McapWriter(stream, new Research.Formats.Mcap.McapWriterOptions { Profile = "ros2" }))
        {
        }

        string path = _folder.Write("ros.mcap", stream.ToArray());
        var fault = Assert.Throws<RecordingFormatException>(() => RecordingImport.Run(path, _folder.At("out")));
        Assert.Equal($"{path}: found an MCAP file of the profile 'ros2'; expected owa.", fault.Message);
    }

    [Fact]
    public void MessagePack_that_is_cut_off_or_has_a_malformed_event_is_refused()
    {
        string path = _folder.At("crowd/input_0001.msgpack");
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^3]);
        Assert.Matches($"^{path}, byte [0-9]+: found a value that the end of the file cuts off; expected MessagePack.$",
            Message(path));
        File.WriteAllBytes(path, [.. whole, 1]);
        Assert.Equal($"{path}, byte {whole.Length}: found more after the first value; expected one value.", Message(path));
        File.WriteAllBytes(path, [0x91, 0x92, 0x05, 0x92, 0xa8, .. "KeyPress"u8, 0x91, 0x05]); // [[5, ["KeyPress", [5]]]]
        Assert.Equal($"{path}, event 0: found KeyPress with [5]; expected [microseconds, [type, [values]]].", Message(path));
        File.WriteAllBytes(path, [0x91, 0x92, 0x05, 0xa1, (byte)'a']);
        Assert.Equal($"{path}, event 0: found [5, \"a\"]; expected [microseconds, [type, [values]]].", Message(path));
    }

    [Fact]
    public void Fuzzed_recordings_are_imported_or_refused()
    {
        foreach (string folder in (string[])["owa-without-video", "owl", "crowd", "vpt/6.9"]) // videos are ffprobe's to judge
        {
            string data = _folder.At("fuzz");
            Directory.CreateDirectory(data);
            foreach (string file in Directory.EnumerateFiles(_folder.At(folder))
                .Where(file => Path.GetExtension(file) is ".mcap" or ".csv" or ".msgpack" or ".jsonl"))
            {
                File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
            }
        }

        Fuzz.Run(_folder.At("fuzz"), () =>
        {
            string data = _folder.At("fuzz");
            var report = new ImportReport(data, "fuzz");
            List<Action> reads =
            [
                () => _ = new Research.Formats.Owa.OwaFormat().Read(Path.Combine(data, "lone.mcap"), report).Count(),
                () => _ = new Research.Formats.OwlControl.OwlControlInputs(Path.Combine(data, "inputs.csv"), report).Keys,
                () => _ = Research.Formats.CrowdCast.CrowdCastEvents.Read(Path.Combine(data, "input_0001.msgpack"), report)
                    .Keys.Count(),
                () => _ = Research.Formats.Vpt.VptStep.ReadAll(Path.Combine(data, "cheeky-run-20220101-101010.jsonl"), report),
            ];
            reads.ForEach(read => read());
        }, typeof(IOException));
    }

    private string Message(string path) => Assert.Throws<RecordingFormatException>(() =>
        RecordingImport.Run(path, _folder.At("out"))).Message;

    private List<JsonNode> Lines(string name) =>
        [.. File.ReadLines(_folder.At("out/" + name)).Select(line => JsonNode.Parse(line)!)];
}
