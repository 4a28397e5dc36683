using OpenCvSharp;
using Research.Simulation.Cuphead;
using Research.TestSupport;

namespace Research.Cli.Tests;

/// <summary>Every verb that writes, on a disk of 1 MB without room: one line that says so, exit code 1.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-full-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Runs a verb that writes to a full disk; where none can be mounted, nothing.</summary>
    /// <param name="arguments">The verb's arguments by the disk's path.</param>
    internal static void Refuses(Func<string, string[]> arguments)
    {
        using var disk = SmallDisk.TryMount(megabytes: 1);
        if (disk is not null)
        {
            disk.Fill();
            string[] given = arguments(disk.Path);
            AssertOneLine(Kit.Run(given), given);
        }
    }

    [SkippableFact]
    public void Data_that_are_made()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        disk.Fill();
        foreach (string verb in (string[])
        [
            "duel --episodes 2 --size 64x36 -o DISK/a.zarr", "maze --episodes 1 --frames 3 -o DISK/maze",
                "clicks --sessions 3 --ticks 60 -o DISK/clicks",
            "controls --recordings 1 -o DISK/controls", "play --fights 1 --size 64x36 -o DISK",
        ])
        {
            string[] arguments = verb.Replace("DISK", disk.Path).Split(' ');
            AssertOneLine(Kit.Run(arguments), arguments);
        }
    }

    [SkippableFact]
    public void Data_that_fill_the_disk_under_way()
    {
        foreach (string verb in (string[])["duel --episodes 20 -o DISK/a.zarr", "maze --episodes 400 --frames 100 -o DISK/maze",
            "clicks --sessions 300 --ticks 500 -o DISK/clicks"])
        {
            using var disk = SmallDisk.Mount(megabytes: 1);
            string[] arguments = verb.Replace("DISK", disk.Path).Split(' ');
            AssertOneLine(Kit.Run(arguments), arguments);
        }
    }

    [SkippableFact]
    public void Videos_trainings_and_notebooks()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        disk.Fill();
        string sessions = Directory.CreateDirectory(Path.Combine(_folder, "sessions")).FullName,
            recordings = Path.Combine(_folder, "recordings");
        ScriptedSession.Write(sessions, "Test", fights: 1, seed: 2);
        string events = $"{sessions}/Test_events.jsonl", frames = $"{sessions}/Test_frames.jsonl";
        SessionStage.Write(events, frames, $"{sessions}/Test.mp4", new Size(320, 180));
        int count = Research.Sessions.SessionLogs.Open(sessions, "Test").Frames.Count;
        Assert.Equal(0, Kit.Run("controls", "--recordings", "2", "-o", recordings).ExitCode);
        string notebook = Path.Combine(_folder, "a.dib"), predictions = Path.Combine(_folder, "p.npy");
        File.WriteAllText(notebook, "#!csharp\n1 + 1\n");
        Research.Arrays.Npy.NpyArray.Of<float>([count, 7], new float[count * 7]).Write(predictions);
        foreach (string verb in (string[])
        [
            $"stage --events {events} --frames {frames} -o DISK/a.mp4 --size 64x36", $"check-sync {sessions}/Test -o DISK/a.mp4",
            $"overlay {sessions}/Test --predictions {predictions} -o DISK/a.mp4", $"train-controls {recordings} --out DISK/runs",
                $"notebook run {notebook} -o DISK/a.ipynb",
            "reproduce --only 01 --profile smoke --out DISK/results",
                "sweep vqvae-variants --on local --profile smoke --out DISK/sweep",
        ])
        {
            string[] arguments = verb.Replace("DISK", disk.Path).Split(' ');
            AssertOneLine(Kit.Run(arguments), arguments);
        }
    }

    [SkippableFact]
    public void A_repair_that_finds_no_room_for_the_originals_changes_nothing()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        RecordTests.WriteSession(disk.Path, frames: 20, lines: 25);
        disk.Fill();
        string[] kept = [.. Directory.GetFiles(disk.Path).Order(StringComparer.Ordinal)];
        byte[][] before = [.. kept.Select(File.ReadAllBytes)];

        string[] arguments = ["repair", disk.Path + "/A"];
        AssertOneLine(Kit.Run(arguments), arguments);

        Assert.Equal(kept, Directory.GetFiles(disk.Path).Order(StringComparer.Ordinal));
        Assert.Equal(before, kept.Select(File.ReadAllBytes));
    }

    [SkippableFact]
    public void A_new_experiment_that_does_not_fit_leaves_nothing()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        Directory.CreateDirectory(disk.Path + "/notebooks");
        File.WriteAllText(disk.Path + "/Research.sln", "");
        disk.Fill();

        string[] arguments = ["new-experiment", "by-ear"];
        AssertOneLine(Kit.Run(new Dictionary<string, string?> { ["RESEARCH_HOME"] = disk.Path }, arguments), arguments);

        Assert.Equal([disk.Path + "/Research.sln", disk.Path + "/rest"],
            Directory.EnumerateFiles(disk.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal));
    }

    private static void AssertOneLine(Kit kit, string[] arguments)
    {
        string what = $"{string.Join(' ', arguments)}: exit code {kit.ExitCode}\n{kit.Errors}";
        Assert.True(kit.ExitCode == 1, what);
        Assert.True(kit.Errors.TrimEnd('\n').Split('\n')
            .Count(line => !line.StartsWith("warning: ", StringComparison.Ordinal)) == 1, what);
        Assert.True(kit.Errors.Contains("No space left on device") || kit.Errors.Contains("the disk was full"), what);
    }
}
