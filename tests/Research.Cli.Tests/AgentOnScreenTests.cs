using System.Text.Json;
using Research.Alignment;
using Research.Arrays.Npy;
using Research.Capture;
using Research.Sessions;
using Research.TestDisplay;

namespace Research.Cli.Tests;

/// <summary>The agent as a process, before a virtual screen: what it presses, and that it holds nothing afterwards.</summary>
public sealed class AgentOnScreenTests(SmallPolicy policy) : IClassFixture<SmallPolicy>, IDisposable
{
    private const string Target = "a window to play";

    private readonly string _folder = Directory.CreateTempSubdirectory("research-agent-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void A_policy_plays_a_window_and_the_recording_of_it_is_an_ordinary_session()
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        using var display = VirtualDisplay.Start(800, 480);
        string ticks = In("ticks.jsonl"), truth = In("truth.jsonl"), recordings = In("recordings");
        using var game = KitOnDisplay.Start(display, "simulate", "boss-fight", "--window", "--fights", "20", "--seed", "3", "-o",
            truth);
        game.Await(() => game.Output.Contains("window 'Boss fight'"), "the window is there");
        using var recorder = KitOnDisplay.Start(display, "record", "--now", "--keep-free", "10", "--window", "Boss fight", "-o",
            recordings, "--session", "S");
        string events = new SessionFiles(recordings, "S").Events;
        recorder.Await(() => File.Exists(events) && new FileInfo(events).Length > 0, "it hears a key",
            () => display.Xdotool("key", "F12"));
        display.Xdotool("key", "8");
        using var agent = KitOnDisplay.Start(display, "agent", "--window", "Boss fight", "--policy", policy.Run, "--sampled",
            "--seconds", "15", "-o", ticks, "--device", "cpu");
        var played = agent.Finish();
        Assert.Equal((0, ""), (played.ExitCode, played.Errors));
        display.Xdotool("key", "9", "sleep", "0.3", "key", "1");
        Assert.Equal(0, recorder.Finish().ExitCode);
        game.Signal("TERM");
        Assert.Equal(0, game.Finish().ExitCode);

        var session = Session.Open(recordings, "S");
        var log = session.Logs.Events;
        var sent = Sent(ticks);
        Assert.True(sent.Count > 20, $"It sent {sent.Count} keys.");
        Assert.Equal(sent, log.Events.Select(e => (log.KeyNames[e.Key], e.Transition)).Where(e => e.Item1 != "Key.f12"));
        Assert.Contains("ended: 15 s are over; ", played.Output);
        Assert.Contains("frame to key", played.Output);
        var heard = JsonLines(truth).SelectMany(line => line.GetProperty("keys").EnumerateArray().Select(key => key.GetString()!))
            .ToHashSet();
        Assert.Equal(sent.Select(key => key.Item1).Distinct().Order(StringComparer.Ordinal),
            heard.Order(StringComparer.Ordinal)); // what the game took

        string run = policy.Train(recordings, "S"), predictions = In("p.npy"), overlay = In("overlay.mp4");
        NpyArray.Of<float>([session.FrameCount, 7], new float[session.FrameCount * 7]).Write(predictions);
        Assert.Equal(0, Kit.Run("overlay", Path.Combine(recordings, "S"), "--predictions", predictions, "-o", overlay).ExitCode);
        var again = Kit.Run("play-policy", run, "--fights", "1", "--device", "cpu");
        Assert.Equal((0, ""), (again.ExitCode, again.Errors));
    }

    [SkippableFact]
    public void No_key_stays_down_when_the_agent_is_killed()
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        using var display = VirtualDisplay.Start(320, 240);
        using var window = Window(display);
        using var agent = HoldsAll(display);
        Assert.Equal(7, display.KeysDown().Count);
        agent.Signal("KILL");
        double killed = UtcClock.Now;
        while (display.KeysDown().Count > 0)
        {
            Assert.True(UtcClock.Now < killed + 1, $"A second later {display.KeysDown().Count} keys are down.");
            Thread.Sleep(5);
        }

        Thread.Sleep(1000);
        Assert.Empty(display.KeysDown());
    }

    [SkippableTheory]
    [InlineData("signal", 0, "ended: interrupted;", "")]
    [InlineData("suspend", 0, "ended: interrupted;", "")]
    [InlineData("key", 0, "ended: the stop key, 1;", "")]
    [InlineData("close", 0, "ended: the window was closed;", "")]
    [InlineData("resize", 1, "", "window 'a window to play' on {0}: found 120×90 pixels; expected 128×96, as when the recording "
        + "began.\n")]
    [InlineData("no watchdog", 1, "", "Found that the process that would release the keys has ended; expected it to stay as "
        + "long as keys are pressed.\n")]
    public void No_key_stays_down_however_the_agent_is_ended(string how, int code, string reason, string error)
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        using var display = VirtualDisplay.Start(320, 240);
        using var window = Window(display);
        using var agent = HoldsAll(display);
        Action end = how switch
        {
            "signal" => () => agent.Signal("TERM"),
            "suspend" => () => agent.Signal("TSTP"),
            "key" => () => display.Xdotool("key", "1"),
            "resize" => () => window.Place(0, 0, 120, 90),
            "close" => window.Dispose,
            _ => agent.KillChildren,
        };
        end();
        var ended = agent.Finish();
        Assert.Equal((code, error.Replace("{0}", display.Name, StringComparison.Ordinal)), (ended.ExitCode, ended.Errors));
        Assert.Contains(reason, ended.Output);
        Assert.Empty(display.KeysDown());
    }

    [SkippableFact]
    public void Keys_are_held_only_while_the_window_has_the_focus()
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        using var display = VirtualDisplay.Start(320, 240);
        using var window = Window(display);
        using var other = new PictureWindow(display.Name, "another", 160, 0, 64, 48, new byte[64 * 48 * 4]);
        using var agent = HoldsAll(display);
        other.Focus();
        agent.Await(() => display.KeysDown().Count == 0, "the keys are up");
        Assert.Equal(0, other.CountPresses());
        Thread.Sleep(500);
        Assert.Equal(0, other.CountPresses());
        window.Focus();
        agent.Await(() => display.KeysDown().Count == 7, "the keys are down again");
        display.Xdotool("key", "1");
        Assert.DoesNotContain(" 0 without the focus", agent.Finish().Output);
    }

    [SkippableFact]
    public void What_cannot_be_played_is_refused_and_said()
    {
        Skip.If(VirtualDisplay.Missing is not null, VirtualDisplay.Missing);
        using var display = VirtualDisplay.Start(320, 240);
        Refused(display, $"{display.Name}: found no window whose title holds 'Nothing' (none has a title); expected one.\n",
            "--window", "Nothing", "--policy", policy.Run);
        using var one = Window(display);
        using var two = new PictureWindow(display.Name, "a window too", 100, 0, 64, 48, new byte[64 * 48 * 4]);
        Refused(display, $"{display.Name}: found 2 windows whose titles hold 'a window', 'a window to play', 'a window too'; "
            + "expected one: give more of its title.\n", "--window", "a window", "--policy", policy.Run);
        Refused(display, $"{_folder}: found no config.json; expected the folder of a run.\n", "--window", Target, "--policy",
            _folder);
        string config = In("config.json");
        File.WriteAllText(config, """{"config": {"kind": "autoencoder"}}""");
        File.WriteAllText(In("summary.json"), "{}");
        Refused(display, $"{config}: found a run of kind 'autoencoder'; expected ppo or policy over codes or policy on frames "
            + "or policy on stacked frames.\n", "--window", Target, "--policy", _folder);
        Refused(display, "--stop-key f: found a key that the policy presses, for SHOOT; expected another.\n", "--window", Target,
            "--policy", policy.Run, "--stop-key", "f");
        Refused(display, "--stop-key F1: found no such key in the layout of this keyboard; expected one that it has, named as in "
            + "the logs: a letter or digit, or Key.esc.\n", "--window", Target, "--policy", policy.Run, "--stop-key", "F1");
        string strange = In("strange");
        Directory.CreateDirectory(strange);
        foreach (string file in Directory.EnumerateFiles(policy.Run))
        {
            File.Copy(file, Path.Combine(strange, Path.GetFileName(file)));
        }

        config = Path.Combine(strange, "config.json");
        File.WriteAllText(config,
            File.ReadAllText(config).Replace("\"Key.space\"", "\"ж\", \"mouse.left\"", StringComparison.Ordinal));
        Refused(display, $"{display.Name}: found no key of JUMP (ж, mouse.left) in the layout of this keyboard; expected one, as "
            + "the policy presses it. Mouse buttons are not pressed.\n", "--window", Target, "--policy", strange);
        string latents = In("latents");
        Directory.CreateDirectory(latents);
        File.WriteAllText(Path.Combine(latents, "config.json"),
            """{"config": {"kind": "policy over codes", "options": {}, "train": {"actions": 7}}}""");
        File.WriteAllText(Path.Combine(latents, "summary.json"), "{}");
        File.WriteAllText(Path.Combine(latents, "encoder.txt"), "../gone");
        Refused(display, $"{In("gone")}: found no such folder; expected that of a run.\n", "--window", Target, "--policy",
            latents);
        Assert.Empty(display.KeysDown());
    }

    [Fact]
    public void A_window_and_a_policy_must_be_named()
    {
        var kit = Kit.Run("agent", "--seconds", "1");
        Assert.Equal(
            (2, "Option '--window' is required.\nOption '--policy' is required.\n'research agent --help' shows the usage.\n"),
            (kit.ExitCode, kit.Errors));
        Assert.Equal("--window: found --session or --size as well; expected neither, as the window writes no session.\n"
            + "'research simulate boss-fight --help' shows the usage.\n",
            Kit.Run("simulate", "boss-fight", "--window", "--size", "64x36").Errors);
        kit = Kit.Run(new Dictionary<string, string?> { ["DISPLAY"] = "", ["WAYLAND_DISPLAY"] = "", ["XDG_SESSION_TYPE"] = "" },
            "agent", "--window", "x", "--policy", policy.Run, "--device", "cpu");
        Assert.Equal(1, kit.ExitCode);
        Assert.StartsWith("DISPLAY: found no value; expected an X server such as :0.", kit.Errors);
    }

    private static PictureWindow Window(VirtualDisplay display) =>
        new(display.Name, Target, 0, 0, 128, 96, new byte[128 * 96 * 4]);

    private static void Refused(VirtualDisplay display, string error, params string[] arguments)
    {
        var kit = Kit.Run(display.Variables, ["agent", "--device", "cpu", .. arguments]);
        Assert.Equal((1, error), (kit.ExitCode, kit.Errors));
    }

    private static List<JsonElement> JsonLines(string file) =>
        [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>The keys of the agent's log, in their order.</summary>
    private static List<(string, KeyTransition)> Sent(string ticks) => [.. JsonLines(ticks).SelectMany(line =>
        Keys(line, "released", KeyTransition.Up).Concat(Keys(line, "pressed", KeyTransition.Down)))];

    private static IEnumerable<(string, KeyTransition)> Keys(JsonElement line, string name, KeyTransition transition) =>
        line.TryGetProperty(name, out var keys) ? keys.EnumerateArray().Select(key => (key.GetString()!, transition)) : [];

    /// <summary>An agent that holds all its keys: every probability is above 0.</summary>
    private KitOnDisplay HoldsAll(VirtualDisplay display)
    {
        var agent = KitOnDisplay.Start(display, "agent", "--window", Target, "--policy", policy.Run, "--threshold", "0",
            "--device", "cpu");
        agent.Await(() => display.KeysDown().Count == 7, "the keys are down");
        return agent;
    }

    private string In(string name) => Path.Combine(_folder, name);
}
