using System.Diagnostics;
using Research.Alignment;
using Research.Capture;
using Research.Capture.X11;
using Research.Experiments.BehaviorCloning;
using Research.Simulation.Environments;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// A policy that plays a real window: it looks at it at every tick, and holds the keys that the policy says, as if somebody
/// typed. Tick k is due at start + k / rate, whatever the ticks before took. No key is held while the window has not the
/// focus, nor after the end, however it ends.
/// </summary>
public sealed class WindowAgent : IDisposable
{
    private const int MostActions = 32;
    private const ulong SampledKeys = 6100;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    private readonly AgentOptions _options;
    private readonly X11ScreenSource _screen;
    private readonly LivePolicy _live;
    private readonly AgentEyes _eyes;
    private readonly XTestKeys _keys;
    private readonly WindowFocus _focus;
    private readonly List<AgentTick> _ticks = [];
    private uint _lost;
    private SeededStream _chance = SeededStream.Of(1, SampledKeys);

    private WindowAgent(AgentOptions options, X11ScreenSource screen, LivePolicy live, XTestKeys keys)
    {
        (_options, _screen, _live, _keys) = (options, screen, live, keys);
        _eyes = new AgentEyes(screen, live);
        _focus = new WindowFocus(DisplayName.OfThisSession(), screen.Window, screen.Description);
    }

    /// <summary>What it plays, as a person would say it.</summary>
    public string Description => _screen.Description;

    /// <summary>The keys that it may press, one for each action.</summary>
    public IReadOnlyList<string> Keys => _keys.Keys;

    /// <summary>Finds the window and the keys. Nothing is pressed yet.</summary>
    /// <param name="policy">Who plays; it must not be disposed earlier.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">An action has no key on this keyboard, or the stop key is one of them, or not on the
    /// keyboard.</exception>
    /// <exception cref="InvalidDataException">The policy does not say which actions it has.</exception>
    /// <exception cref="IOException">There is no such window, or more than one.</exception>
    /// <exception cref="NotSupportedException">This is not Linux with X11.</exception>
    public static WindowAgent Open(ActionPolicy policy, AgentOptions options)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ConfigRanges.Require(options);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("An agent plays windows on Linux with X11.");
        }

        string display = DisplayName.OfThisSession();
        var screen = X11ScreenSource.Open(new CaptureArea.Window(options.Window), display);
        LivePolicy? live = null;
        XTestKeys? keys = null;
        try
        {
            live = policy.Play();
            keys = XTestKeys.Open(display, ActionsOf(policy, live));
            RequireStopKey(options.StopKey, policy.Actions);
            return new WindowAgent(options, screen, live, keys);
        }
        catch
        {
            keys?.Dispose();
            live?.Dispose();
            screen.Dispose();
            throw;
        }
    }

    /// <summary>Plays until the stop key, the window's or time's end or a cancellation; releases every key then.</summary>
    /// <param name="watchdog">Releases the keys where this process cannot any more.</param>
    /// <param name="ticked">Called after each tick.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">The window does not take the focus, or has another size than before.</exception>
    public AgentReport Play(
        KeyWatchdog watchdog, Action<AgentTick>? ticked = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(watchdog);
        using var stop = new StopKey(_options.StopKey);
        int threads = get_num_threads();
        _ticks.Clear();
        try
        {
            set_num_threads(StepThreads.Small); // one small frame
            _focus.Take();
            _ = _eyes.Look(); // the first look takes long
            _eyes.Forget();
            string reason = Play(watchdog, stop, ticked, cancellation);
            uint held = _lost | _keys.Down;
            return AgentReport.Of(_ticks, _options.FramesPerSecond, reason) with { Released = [.. _keys.NamesOf(held)] };
        }
        finally
        {
            _keys.ReleaseAll();
            set_num_threads(threads);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.Dispose();
        _focus.Dispose();
        _eyes.Dispose();
        _live.Dispose();
        _screen.Dispose();
    }

    private string Play(KeyWatchdog watchdog, StopKey stop, Action<AgentTick>? ticked, CancellationToken cancellation)
    {
        var schedule = new FrameSchedule(UtcClock.Now, _options.FramesPerSecond);
        int next = 0;
        while (true)
        {
            string? end = null;
            while (end is null && UtcClock.Now < schedule.TimeOf(next))
            {
                _ = _focus.Wait(TimeSpan.FromSeconds(Math.Min(schedule.TimeOf(next) - UtcClock.Now, Moment.TotalSeconds)));
                end = End();
                if (_keys.Down != 0 && !_focus.HasFocus)
                {
                    _lost |= _keys.Down;
                    _keys.Hold(0); // at once: the next window would repeat what is held
                }
            }

            if ((end ?? End()) is { } reason)
            {
                return reason;
            }

            next = schedule.Due(next, UtcClock.Now).End;
            try
            {
                _ticks.Add(Tick(next - 1, schedule.TimeOf(next - 1)));
            }
            catch (IOException) when (IsClosed())
            {
                return "the window was closed";
            }

            ticked?.Invoke(_ticks[^1]);
        }

        string? End() =>
            cancellation.IsCancellationRequested ? "interrupted"
            : stop.IsPressed ? $"the stop key, {_options.StopKey}"
            : _focus.IsClosed ? "the window was closed"
            : !watchdog.IsAlive ? throw new IOException("Found that the process that would release the keys has ended; expected "
                + "it to stay as long as keys are pressed.")
            : UtcClock.Now >= schedule.Start + _options.Seconds ? $"{_options.Seconds} s are over"
            : null;
    }

    private AgentTick Tick(int tick, double due)
    {
        double wait = 1000 * (UtcClock.Now - due);
        var (capture, transform, network) = _eyes.Look();
        long decided = Stopwatch.GetTimestamp();
        bool hasFocus = _focus.HasFocus;
        uint before = _keys.Down, keys = hasFocus ? _options.Choice.Of(_eyes.Probabilities, ref _chance) : 0;
        _keys.Hold(keys);
        uint released = before & ~keys | _lost;
        _lost = 0;
        double key = Stopwatch.GetElapsedTime(decided).TotalMilliseconds;
        return new AgentTick(tick, due, wait, capture, transform, network, key, hasFocus, [.. _keys.NamesOf(released)],
            [.. _keys.NamesOf(keys & ~before)], [.. _eyes.Probabilities]);
    }

    private bool IsClosed()
    {
        _ = _focus.Wait(Moment);
        return _focus.IsClosed;
    }

    private static ActionSet ActionsOf(ActionPolicy policy, LivePolicy live) =>
        policy.Actions.Count == live.Actions && live.Actions <= MostActions ? policy.Actions : throw new InvalidDataException(
            $"{policy.Folder}: found a policy of {live.Actions} actions, and the keys of {policy.Actions.Count} in its "
            + $"config.json; expected the keys of all, and at most {MostActions} actions.");

    private static void RequireStopKey(string key, ActionSet actions)
    {
        if (actions.OfKey(key) is >= 0 and var action)
        {
            throw new ArgumentException($"--stop-key {key}: found a key that the policy presses, for {actions.Names[action]}; "
                + "expected another.");
        }

        using var keyboard = KeySource.Open();
        if (!keyboard.Has(key))
        {
            throw new ArgumentException($"--stop-key {key}: found no such key in the layout of this keyboard; expected one that "
                + "it has, named as in the logs: a letter or digit, or Key.esc.");
        }
    }
}
