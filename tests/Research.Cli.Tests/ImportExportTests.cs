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
    public void What_is_of_no_known_format_is_refused_in_one_line()
    {
        var kit = Kit.Run("import", _folder, "-o", Path.Combine(_folder, "out"));
        Assert.Equal(1, kit.ExitCode);
        Assert.StartsWith($"{_folder}: found an empty folder, of no known format; expected a folder with meta/info.json "
            + $"(LeRobot), ", kit.Errors, StringComparison.Ordinal);
        Assert.Equal(2, Kit.Run("export", _folder, "--to", "hdf5", "-o", Path.Combine(_folder, "out")).ExitCode);
    }
}
