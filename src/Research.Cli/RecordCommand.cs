using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Research.Alignment;
using Research.Capture;
using Research.Sessions;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research record</c>: a session of your own.</summary>
internal sealed class RecordCommand : KitCommand
{
    private const int HighestRate = 240;

    private readonly Option<int> _rate = new("--fps") { Description = "Frames a second.", DefaultValueFactory = _ => 10 };
    private readonly Option<CaptureArea.Region?> _region =
        new("--region")
        {
            Description = "A part of the screen, in pixels; without it and --window all of it.",
            HelpName = "X,Y,W,H",
            CustomParser = ParseRegion,
        };
    private readonly Option<string?> _window =
        new("--window") { Description = "The window whose title holds this.", HelpName = "TITLE" };
    private readonly Option<string> _output = new("--output",
        "-o")
    {
        Description = "The folder to write to; made where it is absent.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "recordings",
    };
    private readonly Option<string?> _session = new(
        "--session")
    { Description = "Name of the session; a terminal asks for it, else it is the time.", HelpName = "NAME" };
    private readonly Option<string?> _actions = new("--actions")
    {
        Description = "The game's actions and their keys, which are written beside the session; by default those of the folder, "
            + "or Cuphead's.",
        HelpName = "actions.json",
    };
    private readonly Option<bool> _mouse = new("--mouse")
    {
        Description = "Logs the mouse too: buttons, wheel, and motion summed over each frame (NAME_mouse.csv). On by itself where "
            + "an action is meant by the mouse, or motion matters.",
    };
    private readonly Option<string> _hotKeys =
        new("--hot-keys")
        {
            Description = "The keys for start and stop, fight start, fight end. In a game without fights only the first counts.",
            HelpName = "A,B,C",
            DefaultValueFactory = _ => "1,8,9",
        };
    private readonly Option<int> _keepFree = AtLeast("--keep-free",
        "The recording ends when fewer megabytes are left on the disk.", least: 0, usual: 1000, most: 1_000_000);
    private readonly Option<bool> _now = new("--now") { Description = "Begin at once, not when the key for start is pressed." };
    private readonly Option<int?> _seconds = new("--seconds") { Description = "End the recording after this many seconds." };

    public RecordCommand()
        : base("record",
            "Records the screen and the keys pressed before it: a video, the two logs, and how they were made. It hears the "
                + "keys whichever window has the focus.",
            "research record --window Cuphead -o ~/recordings --session Train",
            "research record --fps 60 --region 0,0,1280,720 --now --seconds 60",
            "research record --hot-keys Key.f1,Key.f2,Key.f3")
    {
        _rate.Validators.Add(result => Require(result, "--fps", 1, HighestRate));
        _seconds.Validators.Add(result => Require(result, "--seconds", 1, int.MaxValue));
        Validators.Add(result =>
        {
            if (result.GetResult(_region) is not null && result.GetResult(_window) is not null)
            {
                result.AddError("--region and --window: expected one of them.");
            }
        });
        Does(Run, _rate, _region, _window, _output, _session, _actions, _mouse, _hotKeys, _keepFree, _now, _seconds);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var hotKeys = HotKeys.Parse(parsed.GetValue(_hotKeys)!);
        string folder = parsed.GetValue(_output)!;
        string? name = parsed.GetValue(_session);
        var game = GameOf(parsed.GetValue(_actions), folder);
        hotKeys = game.Segment == SegmentKind.Session ? hotKeys.WithoutFights() : hotKeys;
        if (game.Actions.KeysOf.SelectMany(keys => keys).FirstOrDefault(hotKeys.Contains) is { } taken)
        {
            throw new ArgumentException($"--hot-keys {parsed.GetValue(_hotKeys)}: found '{taken}', which means "
                + $"{game.Actions.Names[game.Actions.OfKey(taken)]} in the game; expected keys that mean nothing there.");
        }

        if (name is not null)
        {
            new SessionFiles(folder, name).RequireNew();
        }

        var options = new RecorderOptions
        {
            FramesPerSecond = parsed.GetValue(_rate),
            KeepFree = parsed.GetValue(_keepFree) * 1_000_000L,
            LogsMouse = parsed.GetValue(_mouse) || game.Actions.UsesMouse || game.UsesMotion,
        };
        CaptureArea area = parsed.GetValue(_region) is { } region ? region
            : parsed.GetValue(_window) is { } title ? new CaptureArea.Window(title) : new CaptureArea.WholeScreen();
        using var screen = ScreenSource.Open(area, followsSize: true);
        using var keys = KeySource.Open();
        RequireKeys(keys, hotKeys, game.Actions);
        using var control = new RecordingControl(keys, hotKeys, () => SessionRecorder.Begin(screen, folder, name!, options));
        if (name is null)
        {
            control.IsPaused = true; // what is typed is no game
            name = AskName(folder, cancellation);
            control.IsPaused = false;
        }

        Console.WriteLine(
            $"{Path.Combine(folder, name)}: {screen.Description}, {screen.Width}x{screen.Height}, {options.FramesPerSecond} "
            + "frames a second");
        OutputFolder.Require(folder);
        game.Write(Path.Combine(folder, GameDefinition.FileName));
        Console.WriteLine($"actions: {game.Actions}");
        if (parsed.GetValue(_now))
        {
            control.Begin();
        }
        else if (Console.IsOutputRedirected)
        {
            Console.WriteLine($"waiting: {hotKeys.Toggle} starts");
        }

        using var onInterrupt = cancellation.Register(() => control.End("interrupted"));
        using var onHangUp = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            control.End("the terminal was closed");
        });
        new RecordPanel(control, name, options, hotKeys).Watch(parsed.GetValue(_seconds));
        var session = control.Completion.GetAwaiter().GetResult();
        return Conclude(session, isUnmarked: game.Segment == SegmentKind.Marked && control.Fights == 0);
    }

    /// <summary>Sees that the keyboard has the hot keys in its layout, and warns of actions that no key of it means.</summary>
    private static void RequireKeys(IKeySource keyboard, HotKeys hotKeys, ActionSet actions)
    {
        if (hotKeys.All.FirstOrDefault(key => !keyboard.Has(key)) is { } absent)
        {
            throw new ArgumentException(
                $"--hot-keys {string.Join(',', hotKeys.All)}: found no key '{absent}' in the layout of this keyboard; expected keys "
                + "that it has, named as in the logs: a letter or digit, or Key.f1.");
        }

        string[] keyless = [.. actions.Names.Zip(actions.KeysOf).Where(action => !action.Second.Any(IsThere))
            .Select(action => $"{action.First} ({string.Join(", ", action.Second.Select(Named))})")];
        if (keyless.Length == actions.Count)
        {
            throw new ArgumentException($"{GameDefinition.FileName}: found no key in the layout of this keyboard for "
                + $"{string.Join(", ", keyless)}; expected keys that it has, named as in the logs.");
        }

        foreach (string action in keyless)
        {
            Console.Error.WriteLine($"warning: the layout of this keyboard has no key of {action}.");
        }

        bool IsThere(string key) => key.StartsWith(MouseKeys.Prefix, StringComparison.Ordinal) || keyboard.Has(key)
            || keyboard.Has(key.ToLowerInvariant());

        string Named(string key) => keyboard.Has($"Key.{key.ToLowerInvariant()}")
            ? $"{key}: is Key.{key.ToLowerInvariant()} meant?" : key;
    }

    /// <summary>The game of a folder, whose sessions all have the same actions.</summary>
    private static GameDefinition GameOf(string? file, string folder)
    {
        var there = GameDefinition.Of(folder);
        if (file is null)
        {
            return there;
        }

        var given = GameDefinition.Read(file);
        string kept = Path.Combine(folder, GameDefinition.FileName);
        bool isKept = File.Exists(kept); // without it, the sessions that are there are of Cuphead's actions
        bool isTaken = isKept || (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*_events.jsonl").Any());
        return given.Actions.IsSame(there.Actions) || !isTaken ? given : throw new InvalidDataException(
            $"{(isKept ? kept : folder)}: found {(isKept ? "" : "sessions of ")}the actions {there.Actions}; expected those of "
            + $"{file}, {given.Actions}, or another folder.");
    }

    private static int Conclude(RecordedSession? session, bool isUnmarked)
    {
        if (session is null)
        {
            Console.Error.WriteLine("Nothing was recorded.");
            return ExitCode.Failed;
        }

        var (files, frames, length, events, duplicates, overflowed, reason, isFault, losses) = session;
        Console.WriteLine(
            $"{Path.Combine(files.Folder, files.Name)}: {frames:N0} frames, {length:0.0} s, {events:N0} events; {duplicates:N0} "
            + $"frames duplicated, {overflowed:N0} overflowed; ended: {reason}");
        foreach (string loss in losses)
        {
            Console.WriteLine($"  lost: {loss}");
        }

        foreach (string notice in session.Notices)
        {
            Console.WriteLine($"  note: {notice}");
        }

        Console.WriteLine($"  {string.Join(", ", files.Existing.Select(Path.GetFileName))}");
        if (events == 0)
        {
            Console.WriteLine("  No key was pressed: the other commands refuse a session without events.");
        }
        else if (isUnmarked)
        {
            Console.WriteLine("  No fight was marked: policies learn from the frames of fights. Mark them by the hot keys, or let "
                + $"{GameDefinition.FileName} say \"segment\": \"session\".");
        }

        Console.WriteLine($"""
            Next:
              ./research eda {ShellText.Quote(files.Folder)} --session {ShellText.Quote(files.Name)}
              ./research check-sync {ShellText.Quote(Path.Combine(files.Folder, files.Name))}
            """);
        if (isFault)
        {
            Console.Error.WriteLine(char.ToUpperInvariant(reason[0]) + reason[1..] + (reason[^1] == '.' ? "" : "."));
        }

        return isFault ? ExitCode.Failed : ExitCode.Done;
    }

    private static string AskName(string folder, CancellationToken cancellation)
    {
        string byTime = DateTime.Now.ToString("yyyy-MM-dd_HH-mm-ss", CultureInfo.InvariantCulture);
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            return byTime;
        }

        var prompt = new TextPrompt<string>("Name of the session:").DefaultValue(byTime).Validate(given =>
        {
            try
            {
                new SessionFiles(folder, given).RequireNew();
                return ValidationResult.Success();
            }
            catch (Exception fault) when (fault is IOException or ArgumentException)
            {
                return ValidationResult.Error(Markup.Escape(fault.Message));
            }
        });
        return prompt.ShowAsync(AnsiConsole.Console, cancellation).GetAwaiter().GetResult();
    }

    private static void Require(System.CommandLine.Parsing.OptionResult result, string name, int least, int most)
    {
        if (result.Tokens is [{ Value: var given }] && int.TryParse(given, out int number) && (number < least || number > most))
        {
            result.AddError($"{name} {given}: expected {(most == int.MaxValue ? $"at least {least}" : $"{least} to {most}")}.");
        }
    }

    private static CaptureArea.Region? ParseRegion(System.CommandLine.Parsing.ArgumentResult result)
    {
        string given = result.Tokens.Single().Value;
        int[] numbers = [.. given.Split(',').Select(part =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1)];
        if (numbers is [>= 0 and var x, >= 0 and var y, >= 2 and var width, >= 2 and var height])
        {
            return new CaptureArea.Region(x, y, width, height);
        }

        result.AddError($"--region {given}: expected X,Y,W,H in pixels, such as 0,0,1280,720.");
        return null;
    }
}
