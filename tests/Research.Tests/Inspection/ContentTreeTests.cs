using System.Diagnostics;
using System.IO.Compression;
using Research.Arrays.Elements;
using Research.Arrays.Npy;
using Research.Arrays.Zarr;
using Research.Inspection;

namespace Research.Tests.Inspection;

public sealed class ContentTreeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_arrays_shows_the_first_of_many_alike()
    {
        _folder.Write("clicks/clicks.json", """{"seed": 1}""");
        for (int i = 0; i < 12; i++)
        {
            Npz.Write(_folder.At($"clicks/session_{i}.npz"), [new("a", NpyArray.Of<byte>([2], [1, 2]))]);
        }

        var tree = ContentTree.Of(_folder.At("clicks"));

        Assert.Equal("clicks: folder of 0 folders and 13 files", tree.Line);
        Assert.Equal(["clicks.json: 11 bytes", "session_0.npz", "session_1.npz", "session_2.npz", "session_3.npz",
            "session_4.npz", "… and 7 more of .npz, up to session_11.npz"],
            tree.Below.Select(below => below.Line.Split(": 1 NumPy")[0]));
        Assert.Equal("a: uint8 [2]; 130 bytes", tree.Below[1].Below.Single().Line);
    }

    [Fact]
    public void Folders_in_folders_are_told_in_short()
    {
        _folder.Write("results/cuphead/gru-1/config.json", "{}");
        _folder.Write("results/cuphead/gru-1/summary.json", "{}");
        _folder.Write("results/cuphead/gru-2/config.json", "{}");
        _folder.Write("results/cuphead/notes.txt", "text");
        var tree = ContentTree.Of(_folder.At("results"));

        Assert.Equal("results: folder of 1 folder and 0 files", tree.Line);
        Assert.Equal("cuphead: folder of 2 folders and 1 file", tree.Below.Single().Line);
        Assert.Equal(["notes.txt: 4 bytes", "gru-1: run, complete", "gru-2: run, not complete: no summary.json"],
            tree.Below.Single().Below.Select(below => below.Line));
    }

    [Fact]
    public void One_damaged_file_hides_no_other()
    {
        _folder.Write("a/bad.npz", "no zip");
        Npz.Write(_folder.At("a/good.npz"), [new("a", NpyArray.Of<byte>([1], [1]))]);
        _folder.Write("a/run/config.json", "{");

        var lines = ContentTree.Of(_folder.At("a")).Below.Select(below => below.Line).ToList();

        Assert.StartsWith($"bad.npz: not read: {_folder.At("a/bad.npz")}: found a file that is no whole zip (", lines[0]);
        Assert.StartsWith("good.npz: 1 NumPy array; ", lines[1]);
        Assert.Equal("run: run, not complete: no summary.json", lines[2]);
        Assert.StartsWith("config.json: not read: ", ContentTree.Of(_folder.At("a/run")).Below.Single().Line);
    }

    [Fact]
    public void Logs_pictures_tables_and_videos()
    {
        _folder.Write("Train_events.jsonl", """
            {"event":"keydown","key":"f","t":10.5}
            {"event":"keyup","key":"f","t":12}
            """ + "\n");
        _folder.Write("Train_frames.jsonl", "{\"t\":10}\n{\"t\":10.5}\n");
        _folder.Write("moves.jsonl", "{\"move\":\"left\"}\n{\"move\":\"up\"}\n");
        _folder.Write("scores.csv", "name,f1\na,0.5\nb,0.75\n");
        _folder.Write("dot.png", Convert.FromBase64String(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="));
        string Of(string name) => string.Join(" | ", new[] { ContentTree.Of(_folder.At(name)) }
            .SelectMany(tree => tree.Below.Prepend(tree)).Select(tree => tree.Line));

        Assert.Equal("Train_events.jsonl: 74 bytes, 2 key events, 0 fight markers | keys: f | from t = 10.5 to 12, 1.5 s",
            Of("Train_events.jsonl"));
        Assert.Equal("Train_frames.jsonl: 20 bytes, 2 frames | from t = 10 to 10.5, 0.5 s", Of("Train_frames.jsonl"));
        Assert.Equal("moves.jsonl: 30 bytes, 2 lines | first line: {\"move\":\"left\"}", Of("moves.jsonl"));
        Assert.Equal("scores.csv: 21 bytes, 2 rows | columns: name,f1", Of("scores.csv"));
        Assert.Matches(@"^dot\.png: \d+ bytes, 1x1 pixels$", Of("dot.png"));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "vision", "small.mp4"), _folder.At("small.mp4"));
        Assert.Matches(@"^small\.mp4: \d+\.\d kB, \d+ frames of \d+x\d+ pixels, \d+ a second$", Of("small.mp4"));
    }

    [Fact]
    public void A_session_has_no_file_of_another_whose_name_begins_alike()
    {
        RecordedVideo.WriteLogs(_folder, "Train", lines: 40);
        RecordedVideo.WriteLogs(_folder, "Train2", lines: 40);
        _folder.Write("Train_frames.jsonl.before-repair", "{}");
        var sessions = ContentTree.Of(_folder.Path).Below;
        string[] Files(int session) => [.. sessions[session].Below.Select(below => below.Line.Split(": ")[0])
            .Where(name => name.Contains(".jsonl"))];

        Assert.Equal(["Train_events.jsonl", "Train_frames.jsonl", "Train_frames.jsonl.before-repair"], Files(0));
        Assert.Equal(["Train2_events.jsonl", "Train2_frames.jsonl"], Files(1));
    }

    [Fact]
    public void A_store_in_a_folder_of_a_zip_file()
    {
        var group = ZarrGroup.Create(_folder.At("made/duel.zarr"));
        group.CreateArray("a", new([1], [1], ElementType.UInt8)).Write<byte>([7]);
        string zip = _folder.At("a.zip");
        ZipFile.CreateFromDirectory(_folder.At("made"), zip);

        var tree = ContentTree.Of(zip);

        Assert.StartsWith("a.zip: zip file with 1 zarr store; ", tree.Line);
        Assert.StartsWith("duel.zarr: zarr v2 group of 0 groups and 1 array; ", tree.Below.Single().Line);
        Assert.StartsWith(
            $"{zip}: found neither .zgroup nor zarr.json, but a store in its folder duel.zarr, at {zip}/duel.zarr; expected a "
            + "zarr group.",
            Assert.Throws<InvalidDataException>(() => ZarrGroup.Open(zip)).Message);
        Assert.Equal([7], ZarrGroup.Open(zip + "/duel.zarr").Array("a").Read<byte>());
    }

    [Fact]
    public void What_is_not_read_is_named_with_its_reason()
    {
        string zip = _folder.At("a.npz");
        using (var archive = ZipFile.Open(zip, ZipArchiveMode.Create))
        {
            using var entry = archive.CreateEntry("kind.npy").Open();
            entry.Write([0x93, .. "NUMPY"u8, 1, 0, 57, 0, .. "{'descr': '<U7', 'fortran_order': False, 'shape': (2,), }"u8,
                .. new byte[56]]);
        }

        Assert.Equal("kind: <U7 [2]; not read: text is not read", ContentTree.Of(zip).Below.Single().Line);
    }

    [SkippableTheory]
    [InlineData("a.npz")]
    [InlineData("a.npy")]
    [InlineData("a.safetensors")]
    [InlineData("a_frames.jsonl")]
    [InlineData("a.json")]
    [InlineData("a")]
    public void A_pipe_is_refused_at_once(string name)
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no such pipes.");
        string pipe = _folder.At(name);
        Process.Start("mkfifo", [pipe]).WaitForExit();

        Assert.StartsWith($"{pipe}: found a pipe, a socket or a device; expected ",
            Assert.Throws<IOException>(() => ContentTree.Of(pipe)).Message);
        if (name == "a_frames.jsonl")
        {
            Assert.Contains("found a pipe", Assert.Throws<IOException>(() => Research.Alignment.FrameClock.Read(pipe)).Message);
        }
    }

    [Fact]
    public void An_empty_path_and_an_empty_folder()
    {
        Assert.StartsWith("Found an empty path; expected a zarr store ",
            Assert.Throws<ArgumentException>(() => ContentTree.Of("")).Message);
        Assert.StartsWith($"{_folder.Path}: found an empty folder; expected a zarr store ",
            Assert.Throws<ArgumentException>(() => ContentTree.Of(_folder.Path)).Message);
        _folder.Write("notes.txt", "");
        Assert.StartsWith($"{_folder.Path}: found a folder with notes.txt; expected a zarr store ",
            Assert.Throws<ArgumentException>(() => ContentTree.Of(_folder.Path)).Message);
    }
}
