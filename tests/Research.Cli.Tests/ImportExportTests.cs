using System.Diagnostics;
using System.IO.Compression;
using Research.Experiments.ActionDecoder;
using Research.Experiments.ControlTransformer;
using Research.Formats;

namespace Research.Cli.Tests;

public sealed class ImportExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_session_goes_to_LeRobot_and_back()
    {
        string kit = Path.Combine(_folder, "kit"), set = Path.Combine(_folder, "set"), back = Path.Combine(_folder, "back");
        Directory.CreateDirectory(kit);
        File.WriteAllText(Path.Combine(kit, "s_frames.jsonl"),
            "{\"t\":1764000926.5}\n{\"t\":1764000926.6}\n{\"t\":1764000926.7}\n");
        File.WriteAllText(Path.Combine(kit, "s_events.jsonl"), """
            {"event":"keydown","key":"f","t":1764000926.6}
            {"event":"keyup","key":"f","t":1764000926.65}

            """);
        var export = Kit.Run("export", kit, "--to", "lerobot", "-o", set);
        Assert.Equal((0, ""), (export.ExitCode, export.Errors));
        Assert.StartsWith($"{kit}: LeRobot v3.0\n  s: 3 frames, 0.2 s, 2 key events, 0 mouse events, without video\n",
            export.Output, StringComparison.Ordinal);
        Assert.Contains("  lost: times of presses and releases between frames (1). ", export.Output, StringComparison.Ordinal);

        var import = Kit.Run("import", set, "-o", back);
        Assert.Equal((0, ""), (import.ExitCode, import.Errors));
        Assert.Contains($"All of it is in {Path.Combine(back, ImportReport.FileName)}.\n", import.Output,
            StringComparison.Ordinal);
        Assert.Contains("{\"event\":\"keyup\",\"key\":\"f\",\"t\":1764000926.7,\"ns\":1764000926700000000}",
            File.ReadAllLines(Path.Combine(back, "episode_000000_events.jsonl")));
    }

    [Fact]
    public void Arrays_become_sessions_that_the_trainings_take()
    {
        ZipFile.ExtractToDirectory(Path.Combine(Repository.Root, "tests", "fixtures", "recordings", "arrays.zip"), _folder);
        string clicks = Path.Combine(_folder, "clicks"), source = Path.Combine(_folder, "il_bot");
        var import = Kit.Run("import", source, "--screen", "2880x1620", "-o", clicks);
        Assert.Equal((0, ""), (import.ExitCode, import.Errors));
        Assert.StartsWith($"{source}: IL_bot\n  20250820_183745.npz: actions [448, 7], states [30, 128], 18.0 s\n", import.Output,
            StringComparison.Ordinal);
        Assert.Equal(40, InputWindows.Split(DefaultClicks.Open(clicks, sessions: 0), heldOut: 1).Train.Count);

        string controls = Path.Combine(_folder, "recordings");
        Assert.Equal(0, Kit.Run("import", Path.Combine(_folder, "controls"), "-o", controls).ExitCode);
        var options = ControlOptions.Read(Path.Combine(controls, "control_options.json"));
        Assert.Equal((16, 0.25, 1e-3), (options.Size.DModel, options.Size.Dropout, options.WeightDecay));
        var (train, validation) = ControlDataset.Open(controls).Windows(options);
        Assert.Equal(5 * 24, train.Count + validation.Count);
        Assert.Equal(2, Kit.Run("import", source, "--screen", "wide", "-o", clicks).ExitCode);
    }

    [Fact]
    public void Ctrl_C_ends_an_import_and_its_FFmpeg_and_leaves_no_session()
    {
        ZipFile.ExtractToDirectory(Path.Combine(Repository.Root, "tests", "fixtures", "recordings", "recordings.zip"), _folder);
        string source = Path.Combine(_folder, "vpt", "6.9"), output = Path.Combine(_folder, "out"),
            bin = Path.Combine(_folder, "bin"), ffmpeg = Path.Combine(bin, "ffmpeg"), started = Path.Combine(_folder, "started");
        string log = Directory.EnumerateFiles(source, "*.jsonl").Single();
        File.WriteAllLines(log, File.ReadAllLines(log)[..10]); // so that FFmpeg has frames to cut off
        Directory.CreateDirectory(bin);
        File.WriteAllText(ffmpeg, $"#!/bin/sh\necho $$ > '{started}.part'\nmv '{started}.part' '{started}'\nexec sleep 600\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(ffmpeg, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo("dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Research.Cli.dll"), "import", source, "-o", output])
        { RedirectStandardError = true };
        start.Environment["RESEARCH_HOME"] = Repository.Root;
        start.Environment["PATH"] = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}";

        using var process = Process.Start(start)!;
        while (!File.Exists(started))
        {
            Assert.False(process.HasExited, "the import was over before FFmpeg began");
            Thread.Sleep(20);
        }

        Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
        Assert.Equal("Interrupted.\n", process.StandardError.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(1, process.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(output));
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(started).Trim()}"));
    }

    [Fact]
    public void What_is_of_no_known_format_is_refused_in_one_line()
    {
        var kit = Kit.Run("import", _folder, "-o", Path.Combine(_folder, "out"));
        Assert.Equal(1, kit.ExitCode);
        Assert.StartsWith($"{_folder}: found an empty folder, of no known format; expected a folder with meta/info.json "
            + $"(LeRobot), ", kit.Errors, StringComparison.Ordinal);
        Assert.Equal(2, Kit.Run("export", _folder, "--to", "hdf5", "-o", Path.Combine(_folder, "out")).ExitCode);
    }
}
