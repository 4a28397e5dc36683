using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Research.Alignment;
using Research.Formats;

namespace Research.Tests.Formats;

public sealed class OwaExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Keys, mouse and frames at any nanosecond: the format carries all of it.</summary>
    [Fact]
    public void A_session_comes_back_without_a_loss()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            using var folder = new TemporaryFolder();
            var session = Session(seed);
            ImportedSessionWriter.Write(session, folder.At("kit"), new ImportReport("kit", "test"));
            var report = RecordingExport.Run(folder.At("kit"), "owamcap", folder.At("owa"));
            Assert.Equal(["videos", "markers of fights"], report.Lost.Select(note => note.What));
            Assert.Empty(report.Guessed);
            RecordingImport.Run(folder.At("owa"), folder.At("out"));
            var back = KitSession.Read(folder.At("out"), "s");
            Assert.Equal(session.FrameTimes, back.FrameTimes);
            Assert.Equal(session.Keys.Select(key => (key.Time, key.Key, key.IsDown)),
                back.Keys.Select(key => (key.Time, key.Key, key.IsDown)));
            Assert.Equal(session.Mouse.OrderBy(input => input.Time), back.Mouse);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    [Fact]
    public void A_video_with_B_frames_and_a_rate_that_varies_goes_along()
    {
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "recordings", "recordings.zip"), _folder.Path);
        RecordingImport.Run(_folder.At("owa-0.5"), _folder.At("kit"));
        RecordingExport.Run(_folder.At("kit"), "owamcap", _folder.At("owa"));
        RecordingImport.Run(_folder.At("owa"), _folder.At("out"));
        foreach (string file in (string[])["play_frames.jsonl", "play_mouse.csv"])
        {
            Assert.Equal(File.ReadAllText(_folder.At("kit/" + file)), File.ReadAllText(_folder.At("out/" + file)));
        }

        Assert.Equal(20, Research.Sessions.Session.Open(_folder.At("out"), "play").FrameCount);
    }

    [Fact]
    public void What_the_format_has_no_place_for_is_told()
    {
        var session = new ImportedSession("s")
        {
            FrameTimes = [1_000_000_000, 2_000_000_000],
            Keys = [new KeyInput(1_500_000_000, "ä", IsDown: true)],
            Mouse = [new MouseInput(1_600_000_000, MouseAction.Down) { Button = "left" }],
        };
        ImportedSessionWriter.Write(session, _folder.At("kit"), new ImportReport("kit", "test"));
        var report = RecordingExport.Run(_folder.At("kit"), "owamcap", _folder.At("owa"));
        Assert.Equal(1, Assert.Single(report.Lost, note => note.What == "key ä").Count);
        Assert.Equal(1, Assert.Single(report.Guessed, note => note.What == "places of clicks and scrolls").Count);
    }

    [Fact]
    public void Numbers_are_rounded_without_a_drift_and_other_buttons_become_unknown()
    {
        MouseInput Move(int i, double dx) => new(1_100_000_000 + i, MouseAction.Move) { Dx = dx, Dy = -0.5 };
        var session = new ImportedSession("s")
        {
            FrameTimes = [1_000_000_000, 2_000_000_000],
            Mouse =
            [
                Move(0, 12.5), Move(1, 12.5), Move(2, -0.75), Move(3, -0.75),
                new MouseInput(1_200_000_000, MouseAction.Down) { X = 10.6, Y = 3, Button = "4" },
            ],
        };
        ImportedSessionWriter.Write(session, _folder.At("kit"), new ImportReport("kit", "test"));
        var report = RecordingExport.Run(_folder.At("kit"), "owamcap", _folder.At("owa"));
        Assert.Equal(5, Assert.Single(report.Mapped, note => note.What == "fractions of the mouse's places and motion").Count);
        Assert.Equal(1, Assert.Single(report.Lost, note => note.What == "names of mouse buttons").Count);

        RecordingImport.Run(_folder.At("owa"), _folder.At("out"));
        var mouse = KitSession.Read(_folder.At("out"), "s").Mouse;
        Assert.Equal(["12 0", "13 -1", "-1 -1"], mouse.Where(input => input.Action == MouseAction.Move)
            .Select(input => $"{input.Dx} {input.Dy}"));
        var click = Assert.Single(mouse, input => input.Action == MouseAction.Down);
        Assert.Equal("unknown 11 3", $"{click.Button} {click.X} {click.Y}");
    }

    [Fact]
    public void A_file_that_is_there_is_not_replaced()
    {
        ImportedSessionWriter.Write(Session(1), _folder.At("kit"), new ImportReport("kit", "test"));
        RecordingExport.Run(_folder.At("kit"), "owamcap", _folder.At("owa"));
        string there = _folder.At("owa/s.mcap");
        Assert.Equal($"{there}: found a file of that name; expected none.",
            Assert.Throws<IOException>(() => RecordingExport.Run(_folder.At("kit"), "owamcap", _folder.At("owa"))).Message);
        string video = _folder.Write("kit/s.mkv", "no video");
        Assert.StartsWith($"{video}: found no frame with a time (",
            Assert.Throws<RecordingFormatException>(() => RecordingExport.Run(_folder.At("kit"), "owamcap", _folder.At("other")))
                .Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_that_fails_at_its_second_session_leaves_no_file_and_can_be_repeated()
    {
        ImportedSessionWriter.Write(Session(1), _folder.At("kit"), new ImportReport("kit", "test"));
        ImportedSessionWriter.Write(Session(2) with { Name = "t" }, _folder.At("kit"), new ImportReport("kit", "test"));
        string video = _folder.Write("kit/t.mkv", "no video");
        Assert.Throws<RecordingFormatException>(() => RecordingExport.Run(_folder.At("kit"), "owamcap", _folder.At("owa")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.At("owa")));

        File.Delete(video);
        RecordingExport.Run(_folder.At("kit"), "owamcap", _folder.At("owa"));
        Assert.Equal(["import-report.json", "s.mcap", "t.mcap"],
            Directory.EnumerateFiles(_folder.At("owa")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static ImportedSession Session(int seed)
    {
        var random = new Random(seed);
        const long Start = 1_764_000_926_465_000_001;
        long Time() => Start + random.NextInt64(5_000_000_000);
        string[] names = ["w", "Key.space", "Key.shift", "1", ";", "Key.f5", "Key.up"];
        long[] frames = [.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Time()).Order()];
        MouseInput Input(long time) => random.Next(4) switch
        {
            0 => new MouseInput(time, MouseAction.Move) { X = random.Next(2000), Y = random.Next(1000) },
            1 => new MouseInput(time, MouseAction.Move) { Dx = random.Next(1, 9), Dy = -random.Next(9) },
            2 => new MouseInput(time, random.Next(2) == 0 ? MouseAction.Down : MouseAction.Up) { X = 3, Y = 4, Button = "x1" },
            _ => new MouseInput(time, MouseAction.Scroll) { X = 3, Y = 4, Dx = 0, Dy = random.Next(-3, 3) },
        };
        var times = Enumerable.Range(0, random.Next(40)).Select(_ => Time()).Distinct().Order().ToList();
        var held = new HashSet<string>();
        KeyInput Toggle(long time)
        {
            string name = names[random.Next(names.Length)];
            bool isDown = held.Add(name);
            _ = isDown || held.Remove(name);
            return new KeyInput(time, name, isDown);
        }

        var keys = times.Where((_, i) => i % 2 == 0).Select(Toggle).ToList();
        var mouse = times.Where((_, i) => i % 2 == 1).Select(Input);
        return new ImportedSession("s") { FrameTimes = frames, Keys = keys, Mouse = [.. mouse] };
    }
}
