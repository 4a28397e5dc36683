using System.IO.Compression;
using System.Text.Json.Nodes;
using Research.Arrays.Npy;
using Research.Formats;
using Research.Sessions.Controls;

namespace Research.Tests.Formats;

/// <summary>Files of the control transformer's recorder, which <c>array_files.py</c> has written with NumPy.</summary>
public sealed class ControlRecorderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ControlRecorderTests() =>
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "recordings", "arrays.zip"), _folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Recordings_of_both_versions_become_recordings_of_the_kit()
    {
        var report = RecordingImport.Run(_folder.At("controls"), _folder.At("out"));

        Assert.Equal(("control-recorder", "1 and 2"), (report.Format, report.Version));
        Assert.Equal("session_000.npz: frames [24, 260], controls [24, 28], game_state [24, 46], 1.3 s",
            $"{report.ArrayFiles[0].Name}: {report.ArrayFiles[0].Content}");
        Assert.Equal(File.ReadAllText(_folder.At("out/import-report.json")), report.ToJson());
        var expected = JsonNode.Parse(File.ReadAllText(_folder.At("expected.json")))!.AsObject();
        foreach (var (name, sums) in expected.Where(e => e.Key.StartsWith("controls/", StringComparison.Ordinal)))
        {
            var recording = ControlRecording.Read(_folder.At($"out/{name[9..]}.npz"));
            foreach (var (array, values) in (ReadOnlyMemory<float>[])[recording.Frames, recording.Controls, recording.GameState]
                is var arrays ? arrays.Index() : [])
            {
                Assert.Equal((double)sums![array]![0]!, values.ToArray().Sum(v => (double)v), 1e-3);
                Assert.Equal((double)sums[array]![1]!, values.ToArray().Select((v, i) => (double)v * i).Sum(), 1.0);
            }
        }
    }

    [Fact]
    public void The_report_says_what_text_said_and_that_objects_were_not_unpickled()
    {
        var report = RecordingImport.Run(_folder.At("controls"), _folder.At("out"));

        Assert.Contains(new ImportNote("session_type", 3, "It is text, which a recording of the kit does not have: 'walking'."),
            report.Lost);
        Assert.Contains(new ImportNote("control_method", 3, "It is text, which a recording of the kit does not have: 'bootstrap'."),
            report.Lost);
        Assert.Contains(new ImportNote("settings", 1,
            "It is not read: Python objects are pickled, and unpickling can run any program."), report.Lost);
        Assert.Contains(new ImportNote("how long the frames last", 24,
            "They are float32, which holds times of this size to 128 s only."), report.Lost);
        Assert.Contains(new ImportNote("gaps between frames", 1, "A step of more than three usual ones counts as one frame."),
            report.Lost);
        Assert.Contains(report.Guessed, note => note.What == "controls that version 1 lacks" && note.Count == 72);
        Assert.Contains(report.Guessed, note => note.What == "game state" && note.Count == 24);
    }

    [Fact]
    public void Log_and_configuration_of_both_versions_become_the_kit_s()
    {
        var newer = RecordingImport.Run(_folder.At("controls"), _folder.At("out"));
        File.Copy(_folder.At("controls/walking_002.npz"), _folder.At("run_1/walking.npz"));
        RecordingImport.Run(_folder.At("run_1"), _folder.At("old"));

        var log = ControlLog.Read(_folder.At("out/training_log.json"));
        Assert.Equal([0.2, 0.4, 0.3], log.Curve("val_score"));
        Assert.Equal([true, true, false], log.Epochs.Select(epoch => epoch.IsBest));
        Assert.Equal((1.0, 2.0, 2.0, 0.5), (log.Epochs[0]["train_inv"], log.Epochs[0]["val_loss"], log.Epochs[0]["val_loss_inv"],
            log.Epochs[0]["val_look_direction_accuracy"]));
        Assert.Equal([0.5], ControlLog.Read(_folder.At("old/training_log.json")).Curve("val_action_f1"));
        var options = JsonNode.Parse(File.ReadAllText(_folder.At("out/control_options.json")))!;
        Assert.Equal((16, 8, 1e-3, 3), ((int)options["size"]!["d_model"]!, (int)options["batch_size"]!,
            (double)options["learning_rate"]!, (int)options["max_epochs"]!));
        Assert.Equal(0.25, (double)JsonNode.Parse(File.ReadAllText(_folder.At("old/control_options.json")))!["size"]!["dropout"]!);
        Assert.Contains(new ImportNote("fields of a policy's configuration", 2,
            "They belong to weights, which are pickled and not read: thresholds, post_processing."), newer.Lost);
    }

    [Fact]
    public void A_recording_that_is_there_is_never_replaced()
    {
        string source = _folder.At("controls/session_000.npz"), there = _folder.Write("out/session_000.npz", "mine");

        Assert.Equal($"{_folder.At("out")}: found a file session_000.npz; expected another folder, for an import never replaces one.",
            Assert.Throws<IOException>(() => RecordingImport.Run(source, _folder.At("out"))).Message);
        Assert.Equal("mine", File.ReadAllText(there));
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "shape of controls", ", controls: found the shape [3, 27]; expected [3, 28], a row for each frame." },
        { "frames of controls", ", controls: found the shape [2, 28]; expected [3, 28], a row for each frame." },
        { "shape of frames", ", frames: found the shape [3, 5, 52]; expected *" },
        { "version", ", version: found 3; expected 1 or 2, the versions of the recorder." },
        { "NaN", ", frames: found NaN at frame 1, column 7; expected a finite number." },
        { "range", ", controls: found 2 for jump at frame 0; expected 0 or 1." },
        { "no controls", ": found the arrays frames, game_state; expected controls, and frames or pose_world." },
        { "beyond float32", ", frames.npy: found 1E+39 as element 0 of *" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_has_one_line(string fault, string expected)
    {
        string path = _folder.At("odd.npz");
        double[] frames = new double[3 * 260];
        float[] controls = new float[3 * 28];
        frames[0] = fault == "beyond float32" ? 1e39 : 0;
        frames[267] = fault == "NaN" ? double.NaN : 0;
        controls[6] = fault == "range" ? 2 : 0;
        Dictionary<string, NpyArray> arrays = new()
        {
            ["frames"] = fault == "shape of frames" ? NpyArray.Of<double>([3, 5, 52], frames) : NpyArray.Of<double>([3, 260], frames),
            ["controls"] = fault switch
            {
                "shape of controls" => NpyArray.Of<float>([3, 27], controls.AsSpan(3)),
                "frames of controls" => NpyArray.Of<float>([2, 28], controls.AsSpan(28)),
                _ => NpyArray.Of<float>([3, 28], controls),
            },
            ["game_state"] = NpyArray.Of<float>([3, 46], new float[3 * 46]),
            ["version"] = NpyArray.Of<int>([], [fault == "version" ? 3 : 2]),
        };
        Npz.Write(path, arrays.Where(array => fault != "no controls" || array.Key is "frames" or "game_state"));

        Refused(path, path + expected);
    }

    [Fact]
    public void Files_that_are_cut_off_or_were_not_fetched_have_one_line()
    {
        byte[] whole = File.ReadAllBytes(_folder.At("controls/walking_004.npz"));
        foreach (int length in (int[])[0, 1, 4, 30, 60, whole.Length / 2, whole.Length - 40, whole.Length - 1])
        {
            string path = _folder.Write("cut.npz", whole[..length]);
            Refused(path, $"{path}: found a file that is no whole zip (*); expected a .npz file.");
        }

        string pointer = _folder.Write("pointer/a.npz", "version https://git-lfs.example/spec/v1\nsize 1\n");
        Refused(Path.GetDirectoryName(pointer)!, $"{pointer}: found a Git LFS pointer of 47 bytes, which stands for a file that was "
            + "not fetched; expected a .npz file.");
    }

    [Fact]
    public void Required_objects_are_refused_and_not_unpickled()
    {
        string path = _folder.At("objects.npz");
        using (var from = ZipFile.OpenRead(_folder.At("controls/session_001.npz")))
        using (var to = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            foreach (var (name, array) in (ReadOnlySpan<(string, string)>)[("frames", "frames"), ("controls", "settings")])
            {
                using var read = from.GetEntry(array + ".npy")!.Open();
                using var write = to.CreateEntry(name + ".npy").Open();
                read.CopyTo(write);
            }
        }

        Refused(path, $"{path}, controls.npy: found elements of type '|O'; expected *: Python objects are pickled, and unpickling "
            + "can run any program.");
    }

    [Theory]
    [InlineData("training_log.json", "{}", ": found no list of epochs; expected a list of epochs, an object of numbers each.")]
    [InlineData("training_log.json", "[1]", ", epoch 0: found no object; expected a list of epochs, an object of numbers each.")]
    [InlineData("training_log_v2.json", "[{\"lr\": NaN}]", ": found no JSON (*); expected a list of epochs, *")]
    [InlineData("control_config.json", "{\"d_model\": 1}", ": found no sizes of a network; expected an object with d_model *")]
    public void A_log_or_configuration_of_another_kind_has_one_line(string name, string content, string expected)
    {
        File.Copy(_folder.At("controls/walking_004.npz"), _folder.At("run_1/a.npz"));
        File.Delete(_folder.At("run_1/training_log.json"));
        string path = _folder.Write($"run_1/{name}", content);
        Refused(_folder.At("run_1"), path + expected);
    }

    private void Refused(string source, string expected)
    {
        var fault = Record.Exception(() => RecordingImport.Run(source, _folder.At("refused")));
        Assert.True(fault is IOException or InvalidDataException, $"{fault}");
        string[] parts = expected.Split('*');
        Assert.StartsWith(parts[0], fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(parts[^1], fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        if (Directory.Exists(_folder.At("refused")))
        {
            Directory.Delete(_folder.At("refused"), recursive: true);
        }
    }
}
