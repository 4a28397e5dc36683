using OpenCvSharp;
using Research.Alignment;

namespace Research.Cli.Tests;

public sealed class RecordTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-record-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--fps 0: expected 1 to 240.", "--fps", "0")]
    [InlineData("--fps 241: expected 1 to 240.", "--fps", "241")]
    [InlineData("--seconds 0: expected at least 1.", "--seconds", "0")]
    [InlineData("--keep-free -1: expected at least 0.", "--keep-free", "-1")]
    [InlineData("--region 0,0,1280: expected X,Y,W,H in pixels, such as 0,0,1280,720.", "--region", "0,0,1280")]
    [InlineData("--region 0,0,-5,10: expected X,Y,W,H in pixels, such as 0,0,1280,720.", "--region", "0,0,-5,10")]
    [InlineData("--region and --window: expected one of them.", "--region", "0,0,2,2", "--window", "x")]
    public void Wrong_options_are_named(string message, params string[] options)
    {
        var kit = Kit.Run(["record", .. options]);
        Assert.Equal(2, kit.ExitCode);
        Assert.StartsWith(message, kit.Errors);
    }

    [Fact]
    public void Wrong_hot_keys_and_a_session_that_is_there_are_refused_before_a_screen_is_opened()
    {
        var keys = Kit.Run("record", "--hot-keys", "1,1,2", "-o", _folder);
        Assert.Equal((1, "found the hot keys '1,1,2'; expected three different keys, such as 1,8,9 or Key.f1,Key.f2,Key.f3.\n"),
            (keys.ExitCode, keys.Errors));

        File.WriteAllText(Path.Combine(_folder, "Train_frames.jsonl"), "");
        var name = Kit.Run("record", "-o", _folder, "--session", "Train");
        Assert.Equal(
            (1, $"{_folder}: found a session 'Train' (Train_frames.jsonl); expected another name: a recording never overwrites "
            + "one.\n"), (name.ExitCode, name.Errors));
    }

    [Fact]
    public void Actions_that_the_folder_or_the_hot_keys_contradict_are_refused()
    {
        string mine = Path.Combine(_folder, "mine.json"), kept = Path.Combine(_folder, "actions.json");
        File.WriteAllText(mine, """{"actions": {"LEFT": ["a"], "SLOT": ["1"]}}""");
        var hot = Kit.Run("record", "-o", _folder, "--session", "A", "--actions", mine);
        Assert.Equal((1, "--hot-keys 1,8,9: found '1', which means SLOT in the game; expected keys that mean nothing there.\n"),
            (hot.ExitCode, hot.Errors));

        File.WriteAllText(kept, """{"actions": {"LEFT": ["b"]}}""");
        var other = Kit.Run("record", "-o", _folder, "--session", "A", "--actions", mine);
        Assert.Equal((1, $"{kept}: found the actions LEFT (b); expected those of {mine}, LEFT (a), SLOT (1), or another folder.\n"),
            (other.ExitCode, other.Errors));

        File.Delete(kept);
        File.WriteAllText(Path.Combine(_folder, "B_events.jsonl"), "");
        var cuphead = Kit.Run("record", "-o", _folder, "--session", "A", "--actions", mine);
        Assert.Equal((1, $"{_folder}: found sessions of the actions {ActionSet.Cuphead}; expected those of {mine}, LEFT (a), "
            + "SLOT (1), or another folder.\n"), (cuphead.ExitCode, cuphead.Errors));
    }

    [Fact]
    public void Repair_says_what_was_lost_and_the_second_time_that_nothing_was()
    {
        WriteSession(_folder, frames: 20, lines: 25);
        var kit = Kit.Run("repair", Path.Combine(_folder, "A"));
        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Equal("  A_frames.jsonl: 5 frames (0.5 s) that never reached the video: lines 21 to 25\n"
            + $"  kept as it was: {_folder}/A_frames.jsonl.before-repair\nA is whole again: 20 frames, 2.0 s.\n", kit.Output);

        var again = Kit.Run("repair", Path.Combine(_folder, "A.avi"));
        Assert.Equal((0, "A is whole: 20 frames, 2.0 s. Nothing was changed. "
            + "'./research check-sync' says whether video and log keep the same time.\n"), (again.ExitCode, again.Output));
        Assert.Equal(0, Kit.Run("eda", _folder, "--session", "A").ExitCode);

        var wrong = Kit.Run("repair", Path.Combine(_folder, "B"));
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("found no session 'B' (there is A)", wrong.Errors);
    }

    /// <summary>A recorded session A whose log of frames has lines that the video has not.</summary>
    internal static void WriteSession(string folder, int frames, int lines)
    {
        using (var writer = new VideoWriter(Path.Combine(folder, "A.avi"), FourCC.FromString("MJPG"), 10, new Size(64, 48)))
        using (var frame = new Mat(48, 64, MatType.CV_8UC3, new Scalar(60, 90, 120)))
        {
            for (int i = 0; i < frames; i++)
            {
                writer.Write(frame);
            }
        }

        File.WriteAllText(Path.Combine(folder, "A_frames.jsonl"),
            string.Concat(Enumerable.Range(0, lines).Select(i => $"{{\"t\":{i / 10.0:R}}}\n")));
        File.WriteAllText(Path.Combine(folder, "A_events.jsonl"), "{\"event\":\"keydown\",\"key\":\"f\",\"t\":0.5}\n");
    }
}
