using System.Diagnostics;
using System.Text.RegularExpressions;
using Research.Alignment;
using Research.Arrays.Npy;
using Research.Capture;
using Research.Sessions;
using Research.TestDisplay;
using EventLog = Research.Alignment.EventLog;

namespace Research.Cli.Tests;

/// <summary>The recorder as a process, before a virtual screen on which keys are pressed.</summary>
public sealed class RecordOnScreenTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-record-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void A_recorded_session_goes_straight_into_eda_overlay_and_check_sync()
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        using var display = VirtualDisplay.Start(320, 240);
        using var window = DisplayProgram.Truth(display, 60, [.. KeyScript.Shown]);
        var script = KeyScript.Random(seed: 4, seconds: 115, longestPause: 0.1); // two minutes, with what xdotool itself takes
        using var recorder = Recorder.Start(display, _folder, "--fps", "10", "--region", "0,0,320,240");
        display.Xdotool("key", "8");
        display.Xdotool(script.Commands);
        double earliest = UtcClock.Now;
        display.Xdotool("key", "9", "key", "1");
        double latest = UtcClock.Now;
        string output = recorder.Finish();

        var session = Session.Open(_folder, "S");
        double start = session.Logs.Frames.Times[0];
        Assert.InRange(session.FrameCount, Math.Floor((earliest - start) * 10) - 1, Math.Floor((latest - start) * 10) + 1);
        Assert.Contains($"{session.FrameCount:N0} frames", output);
        Assert.Contains("actions: UP (Key.up), DOWN (Key.down)", output);
        var game = GameDefinition.Read(Path.Combine(_folder, GameDefinition.FileName));
        Assert.True(game.Actions.IsSame(session.Logs.Timeline.Actions));
        Assert.Equal(script.Strokes, Strokes(session.Logs.Events));
        Assert.Single(session.Logs.Fights.Ranges);
        var truth = TruthReport.Of(_folder, "S", KeyScript.Shown);
        Assert.True(truth is { Unreadable: 0, Wrong: 0 } && truth.Fresh > truth.Frames / 2, $"{truth}");

        Assert.Contains($"S: {session.FrameCount:N0} frames; 1 fight with", Kit.Run("eda", _folder, "--session", "S").Output);
        string predictions = Path.Combine(_folder, "p.npy"), overlay = Path.Combine(_folder, "overlay.mp4"),
            lamps = Path.Combine(_folder, "lamps.mp4");
        NpyArray.Of<float>([session.FrameCount, 7], new float[session.FrameCount * 7]).Write(predictions);
        Assert.Equal(0, Kit.Run("overlay", Path.Combine(_folder, "S"), "--predictions", predictions, "-o", overlay).ExitCode);
        var check = Kit.Run("check-sync", Path.Combine(_folder, "S"), "-o", lamps, "--offset", "40");
        Assert.Equal((0, ""), (check.ExitCode, check.Errors));
        Assert.InRange(Number(check.Output, "drift, fitted"), -0.1, 0.1); // a double's last digit, over some seconds
        Assert.Equal(session.FrameCount, VideoReader.CountFrames(lamps));
    }

    [SkippableFact]
    public void Hot_keys_that_the_keyboard_does_not_have_are_refused_and_actions_without_a_key_are_named()
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        using var display = VirtualDisplay.Start(320, 240);
        var kit = Kit.Run(display.Variables, "record", "--now", "--seconds", "1", "--hot-keys", "F1,8,9", "-o", _folder);
        Assert.Equal((1, "--hot-keys F1,8,9: found no key 'F1' in the layout of this keyboard; expected keys that it has, named as in "
            + "the logs: a letter or digit, or Key.f1.\n"), (kit.ExitCode, kit.Errors));

        string actions = Path.Combine(_folder, "mine.json");
        File.WriteAllText(actions, """{"actions": {"LEFT": ["a"], "FLY": ["ж"]}, "segment": "fight"}""");
        var other = Kit.Run(display.Variables, "record", "--now", "--seconds", "1", "--actions", actions, "-o", _folder, "--session",
            "S", "--keep-free", "10");
        Assert.Equal((0, "warning: the layout of this keyboard has no key of FLY (ж).\n"), (other.ExitCode, other.Errors));
        Assert.Contains("No key was pressed", other.Output);

        File.WriteAllText(actions, """{"actions": {"HOP": ["space"]}}""");
        var none = Kit.Run(display.Variables, "record", "--now", "--seconds", "1", "--actions", actions, "-o", _folder + "/none");
        Assert.Equal((1, "actions.json: found no key in the layout of this keyboard for HOP (space: is Key.space meant?); expected keys "
            + "that it has, named as in the logs.\n"), (none.ExitCode, none.Errors));
    }

    [SkippableFact]
    public void A_game_with_a_mouse_is_recorded_with_its_mouse_and_labelled_by_it()
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        string actions = Path.Combine(_folder, "mine.json");
        File.WriteAllText(actions, """{"actions": {"LEFT": ["a"], "FIRE": ["mouse.left"], "ZOOM": ["mouse.wheel_up"]}}""");
        using var display = VirtualDisplay.Start(320, 240);
        using var recorder = Recorder.Start(display, _folder, "--fps", "10", "--actions", actions);
        display.Xdotool("keydown", "a", "mousemove_relative", "12", "5", "mousedown", "1", "sleep", "0.6", "mouseup", "1", "keyup",
            "a", "sleep", "0.3", "click", "4", "sleep", "0.5", "key", "1");
        Assert.Contains("actions: LEFT (a), FIRE (mouse.left), ZOOM (mouse.wheel_up)", recorder.Finish());

        var logs = SessionLogs.Open(_folder, "S");
        int[] held = logs.Timeline.Labels.CountTrue();
        Assert.InRange(held[0], 4, 12);
        Assert.InRange(held[1], 4, 12);
        Assert.Equal(1, held[2]);
        var moved = MouseLog.Read(Path.Combine(_folder, "S_mouse.csv")).Where(m => m.Action == MouseAction.Move).ToList();
        Assert.Equal((12, 5), (moved.Sum(m => m.Dx), moved.Sum(m => m.Dy)));
        Assert.DoesNotContain(logs.Warnings, warning => !warning.ToString().Contains("'Key.f12'", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_recorder_that_is_stopped_and_starved_stays_aligned_and_counts_what_it_repeats()
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        using var display = VirtualDisplay.Start(320, 240);
        using var window = DisplayProgram.Truth(display, 120, [.. KeyScript.Shown]);
        var script = KeyScript.Random(seed: 5, seconds: 15, longestPause: 0.15, onlyShown: true);
        using var recorder = Recorder.Start(display, _folder, "--fps", "30", "--region",
            $"0,0,{TruthCode.Width},{TruthCode.Height}");
        using (var hog = new Hog())
        using (var typing = display.StartXdotool(script.Commands))
        {
            var random = new Random(6);
            while (!typing.WaitForExit(random.Next(100, 900)))
            {
                recorder.Signal("STOP");
                Thread.Sleep(random.Next(50, 900));
                recorder.Signal("CONT");
            }
        }

        display.Xdotool("key", "1");
        recorder.Finish();

        var truth = TruthReport.Of(_folder, "S", KeyScript.Shown);
        var info = RecordingInfo.Read(new SessionFiles(_folder, "S").Info);
        Assert.True(truth is { Unreadable: 0, Wrong: 0 } && truth.Fresh > truth.Frames / 5, $"{truth}");
        Assert.InRange(info.Duplicates + info.Overflowed ?? 0, 30, truth.Repeated);
        Assert.Equal(script.Strokes, Strokes(SessionLogs.Open(_folder, "S").Events));
        Assert.InRange(SessionCheck.Run(_folder, "S").Timing.Drift, -0.01, 0.01);
    }

    [SkippableFact]
    public void The_flash_test_measures_the_way_from_a_key_to_its_frame()
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        using var display = VirtualDisplay.Start(320, 240);
        var kit = Kit.Run(display.Variables, "check-sync", "--flash", "--fps", "60");

        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.InRange(Number(kit.Output, "median"), -5, 150);
    }

    [SkippableFact]
    public void A_flash_test_whose_key_nobody_hears_ends_with_a_clear_message()
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        using var display = VirtualDisplay.Start(320, 240, 24, "-extension", "XTEST");
        var kit = Kit.Run(display.Variables, "check-sync", "--flash");

        Assert.Equal(1, kit.ExitCode);
        Assert.EndsWith(
            $"{display.Name}: found that nobody heard Key.pause, which the flash test presses, within 10 s; expected its window "
            + "to. "
            + "Has the keyboard this key, and the server the extension XTEST?\n", kit.Errors); // after what Xlib itself says
    }

    [Fact]
    public void A_session_and_the_flash_test_exclude_each_other()
    {
        Assert.StartsWith("check-sync takes either a SESSION or --flash.", Kit.Run("check-sync").Errors);
        Assert.StartsWith("check-sync takes either a SESSION or --flash.", Kit.Run("check-sync", "a/b", "--flash").Errors);
    }

    [Theory]
    [InlineData("--flash --offset 40",
        "--offset: found it with --flash, where it does nothing; expected it with a SESSION alone.")]
    [InlineData("--flash -o a.mp4", "--output: found it with --flash, where it does nothing; expected it with a SESSION alone.")]
    [InlineData("a/b --fps 30", "--fps: found it without --flash, where it does nothing; expected it with --flash alone.")]
    [InlineData("a/b --offset 40",
        "--offset: found no -o OUT.mp4, which it belongs to: it moves the second lamps of that video.")]
    public void An_option_that_would_do_nothing_is_refused(string options, string error)
    {
        var kit = Kit.Run(["check-sync", .. options.Split(' ')]);
        Assert.Equal(2, kit.ExitCode);
        Assert.StartsWith(error, kit.Errors);
    }

    [Theory]
    [InlineData("", "", "DISPLAY: found no value; expected an X server such as :0.")]
    [InlineData(":0", "wayland-0", "Found a Wayland session; expected an X11 one.")]
    public void Without_an_X11_session_nothing_is_recorded(string display, string wayland, string error)
    {
        var kit =
            Kit.Run(
            new Dictionary<string, string?> { ["DISPLAY"] = display, ["WAYLAND_DISPLAY"] = wayland, ["XDG_SESSION_TYPE"] = "" },
            "record", "--now", "-o", _folder);

        Assert.Equal(1, kit.ExitCode);
        Assert.StartsWith(error, kit.Errors);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    private static double Number(string output, string name) =>
        double.Parse(Regex.Match(output, name + @" +([+-]?[\d.]+)").Groups[1].Value);

    private static IEnumerable<(string, KeyTransition)> Strokes(EventLog log) =>
        log.Events.Select(e => (log.KeyNames[e.Key], e.Transition)).Where(e => e.Item1 != TruthRecording.Cue);

    /// <summary><c>research record</c>, which has begun and hears the keys.</summary>
    private sealed class Recorder : IDisposable
    {
        private readonly Process _process;
        private readonly Task<string> _output, _errors;

        private Recorder(Process process)
        {
            _process = process;
            _output = process.StandardOutput.ReadToEndAsync();
            _errors = process.StandardError.ReadToEndAsync();
        }

        public static Recorder Start(VirtualDisplay display, string folder, params string[] options)
        {
            var start = new ProcessStartInfo("dotnet",
                [Path.Combine(AppContext.BaseDirectory, "Research.Cli.dll"), "record", "--now", "--keep-free", "10", "-o", folder,
                    "--session", "S", .. options])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["RESEARCH_HOME"] = Repository.Root;
            var recorder = new Recorder(display.Start(start));
            var log = new FileInfo(new SessionFiles(folder, "S").Events);
            for (int i = 0; !log.Exists || log.Length == 0; log.Refresh(), i++)
            {
                Assert.True(i < 300 && !recorder._process.HasExited, "The recorder does not hear a key.");
                display.Xdotool("key", "F12");
                Thread.Sleep(100);
            }

            return recorder;
        }

        public void Signal(string name) => Process.Start("kill", [$"-{name}", $"{_process.Id}"]).WaitForExit();

        /// <summary>What it wrote, once it has ended.</summary>
        public string Finish()
        {
            Assert.True(_process.WaitForExit(60_000), "The recorder does not end.");
            Assert.Equal((0, ""), (_process.ExitCode, _errors.Result));
            return _output.Result;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
            {
                Signal("CONT");
                _process.Kill();
                _process.WaitForExit();
            }

            _process.Dispose();
        }
    }

    /// <summary>Keeps every processor busy.</summary>
    private sealed class Hog : IDisposable
    {
        private readonly List<Thread> _threads = [];
        private volatile bool _ended;

        public Hog()
        {
            for (int i = 0; i < Environment.ProcessorCount; i++)
            {
                _threads.Add(new Thread(() =>
                {
                    while (!_ended)
                    {
                    }
                }));
                _threads[i].Start();
            }
        }

        public void Dispose()
        {
            _ended = true;
            _threads.ForEach(thread => thread.Join());
        }
    }
}
