using Research.Capture;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Research.Cli;

/// <summary>What a terminal shows while a session is recorded.</summary>
/// <param name="control">The recording.</param>
/// <param name="name">The session.</param>
/// <param name="options">Rate and limits.</param>
/// <param name="hotKeys">Which keys steer.</param>
internal sealed class RecordPanel(
    RecordingControl control, string name, RecorderOptions options, HotKeys hotKeys)
{
    private const double RateWindow = 2;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250), PlainLine = TimeSpan.FromSeconds(10);
    private readonly Queue<(double Seconds, int Pictures)> _samples = new();

    private bool HasFights => hotKeys.FightStart is not null;

    /// <summary>Shows how the recording is until it has ended.</summary>
    /// <param name="seconds">Ends it after so many seconds; null: never.</param>
    public void Watch(int? seconds)
    {
        if (Console.IsOutputRedirected)
        {
            while (!Wait(PlainLine))
            {
                Console.WriteLine(Line());
            }
        }
        else
        {
            AnsiConsole.Live(Draw()).AutoClear(true).Start(live =>
            {
                while (!Wait(Redraw))
                {
                    live.UpdateTarget(Draw());
                }
            });
        }

        bool Wait(TimeSpan until)
        {
            while (until > TimeSpan.Zero)
            {
                if (control.Recorder is { } recorder && recorder.Status.Seconds >= seconds)
                {
                    control.End($"{seconds} s are over");
                }

                var step = until < Redraw ? until : Redraw;
                if (((IAsyncResult)control.Completion).AsyncWaitHandle.WaitOne(step))
                {
                    return true;
                }

                until -= step;
            }

            return false;
        }
    }

    /// <summary>Everything, for a terminal.</summary>
    public IRenderable Draw()
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(3)).AddColumn();
        grid.AddRow(control.State switch
        {
            RecordingState.Waiting => new Markup("[yellow]○ waiting[/]"),
            RecordingState.Recording => new Markup("[red]● recording[/]"),
            _ => new Markup("[yellow]● closing[/]"),
        }, new Text(name));
        if (control.Recorder is { } recorder)
        {
            var status = recorder.Status;
            Add("session time", Clock(status.Seconds));
            if (HasFights)
            {
                Add("fights", control.IsFighting ? $"{control.Fights}, the last is going on" : $"{control.Fights}");
            }

            Add("captured", $"{Rate(status):0.0} pictures a second of {options.FramesPerSecond}");
            Add("duplicated", Duplicated(status));
            Add("to be written", $"{(status.Frames - status.Written) / (double)options.FramesPerSecond:0.0} s");
            Add("disk", $"{Gigabytes(status.FreeBytes)} left; the recording ends at {Gigabytes(options.KeepFree)}");
        }

        Add("last action", control.LastAction.Length > 0 ? control.LastAction : "—");
        string fightKeys = HasFights ? $", {hotKeys.FightStart} fight start, {hotKeys.FightEnd} fight end" : "";
        string toggle = control.State == RecordingState.Waiting ? "starts" : "stops";
        Add("keys", $"{hotKeys.Toggle} {toggle}{fightKeys}; Ctrl-C here ends it too");
        return new Panel(grid) { Border = BoxBorder.Rounded };

        void Add(string what, string value) => grid.AddRow(new Text(what), new Text(value));
    }

    /// <summary>The same in a line, for a file.</summary>
    public string Line()
    {
        if (control.Recorder is not { } recorder)
        {
            return $"waiting: {hotKeys.Toggle} starts";
        }

        var status = recorder.Status;
        return $"{Clock(status.Seconds)}  {status.Frames:N0} frames, {Rate(status):0.0} pictures a second, "
            + $"{Duplicated(status)}, {(HasFights ? $"{control.Fights} fight{(control.Fights == 1 ? "" : "s")}, " : "")}"
            + $"last action: {control.LastAction}, {Gigabytes(status.FreeBytes)} left";
    }

    private static string Duplicated(RecorderStatus status) =>
        $"{status.Duplicates:N0} frames duplicated"
            + (status.Overflowed > 0 ? $", and {status.Overflowed:N0} because disk or encoder are too slow" : "");

    private static string Clock(double seconds) => TimeSpan.FromSeconds(Math.Max(0, Math.Floor(seconds))).ToString("h\\:mm\\:ss");

    private static string Gigabytes(long bytes) => $"{bytes / 1e9:0.0} GB";

    /// <summary>Over the last two seconds.</summary>
    private double Rate(RecorderStatus status)
    {
        _samples.Enqueue((status.Seconds, status.Pictures));
        while (_samples.Count > 2 && status.Seconds - _samples.Peek().Seconds > RateWindow)
        {
            _samples.Dequeue();
        }

        var (seconds, pictures) = _samples.Count > 1 ? _samples.Peek() : (0, 0);
        return (status.Pictures - pictures) / Math.Max(status.Seconds - seconds, 1e-3);
    }
}
