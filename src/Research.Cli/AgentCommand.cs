using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Research.Capture;
using Research.Experiments.ClosedLoop;

namespace Research.Cli;

/// <summary><c>research agent</c>: a trained policy plays a window.</summary>
internal sealed class AgentCommand : KitCommand
{
    private static readonly JsonSerializerOptions SnakeCase = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Option<string> _window = new("--window")
    {
        Description = "The window whose title holds this. It gets the focus; while another has it, no key is pressed.",
        HelpName = "TITLE",
        Required = true,
    };
    private readonly Option<string> _policy = new("--policy")
    {
        Description = "Folder of the policy's run.",
        HelpName = "RUN",
        Required = true,
    };
    private readonly Option<int> _rate = AtLeast("--fps",
        "Frames a second that the policy sees: the rate of its training sessions.", least: 1, usual: 10, most: 240);
    private readonly Option<int?> _seconds = AtLeast("--seconds", "End after this many seconds.", least: 1);
    private readonly Option<string> _stopKey = new("--stop-key")
    {
        Description = "The key that ends it, whichever window has the focus; by default the one that ends a recording.",
        HelpName = "KEY",
        DefaultValueFactory = _ => HotKeys.Report.Toggle,
    };
    private readonly KeyChoiceOptions _choice = new();
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "A file for the latencies and keys of every tick, a line of JSON each.",
        HelpName = "FILE.jsonl",
    };
    private readonly OutputFile _file = new(".jsonl");
    private readonly DeviceOption _device = new();

    public AgentCommand()
        : base("agent",
            "Lets a trained policy play a window (Linux with X11): it looks at it ten times a second, and presses the keys. "
                + "The stop key (1), Ctrl-C or the window's end ends it, and all keys are released.",
            "research agent --window \"Boss fight\" --policy RUN",
            "research agent --window Cuphead --policy RUN --seconds 60 --sampled -o ticks.jsonl",
            "research agent --window Cuphead --policy RUN --stop-key Key.esc")
    {
        Validators.Add(result => _choice.RequireOne(result));
        Does(Run, _window, _policy, _rate, _seconds, _stopKey, _choice.Threshold, _choice.Sampled, _output, _file.Force, _device);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string? output = parsed.GetValue(_output);
        using var claim = output is null ? null : _file.Claim(output, parsed.GetValue(_file.Force));
        using var policy = PpoPolicy.LoadAny(parsed.GetValue(_policy)!, _device.Take(parsed));
        string stopKey = parsed.GetValue(_stopKey)!;
        using var agent = WindowAgent.Open(policy, new AgentOptions(parsed.GetValue(_window)!)
        {
            FramesPerSecond = parsed.GetValue(_rate),
            Seconds = parsed.GetValue(_seconds),
            StopKey = stopKey,
            Choice = _choice.Take(parsed),
        });
        using var watchdog = KeyWatchdog.Start("dotnet",
            [KernelCommand.Program, ReleaseKeysCommand.Verb, "--", .. agent.Keys]);
        using var log = output is null ? null : new StreamWriter(output) { AutoFlush = true };
        Console.WriteLine($"{agent.Description}: keys {string.Join(", ", agent.Keys)}; {stopKey} or Ctrl-C ends it");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var onStop = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGTSTP, signal =>
        {
            signal.Cancel = true; // a process that is stopped would hold its keys
            end.Cancel();
        });
        var report = agent.Play(watchdog, tick => log?.WriteLine(JsonSerializer.Serialize(tick, SnakeCase)), end.Token);
        log?.WriteLine(JsonSerializer.Serialize(new { report.Reason, report.Released }, SnakeCase));
        Print(report);
        return ExitCode.Done;
    }

    private static void Print(AgentReport report)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"ended: {report.Reason}; {report.Ticks:N0} ticks, {report.Late:N0} late, {report.LeftOut:N0} left out, "
            + $"{report.WithoutFocus:N0} without the focus"));
        foreach (var (stage, median, p99) in report.Stages)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {stage,-12}  median {median,7:0.00} ms  p99 {p99,7:0.00} ms"));
        }
    }
}
