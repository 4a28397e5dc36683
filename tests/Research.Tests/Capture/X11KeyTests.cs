using System.Collections.Concurrent;
using Research.Alignment;
using Research.Capture;
using Research.Capture.X11;
using Research.TestDisplay;

namespace Research.Tests.Capture;

public sealed class X11KeyTests
{
    [SkippableFact]
    public void A_long_sequence_typed_into_another_window_is_heard_whole_and_in_order()
    {
        using var display = Displays.Start();
        using var game = new PictureWindow(display.Name, "Cuphead", 0, 0, 20, 20, new byte[1600]);
        game.Focus();
        using var listener = new Listener(display);

        var script = KeyScript.Random(seed: 7, seconds: 10, longestPause: 0.03);
        display.Xdotool(script.Commands);

        var heard = listener.Take(script.Strokes.Count);
        Assert.True(script.Strokes.Count > 700, $"Only {script.Strokes.Count} strokes.");
        Assert.Equal(script.Strokes, heard.Select(s => (s.Key, s.Transition)));
        Assert.All(heard.Zip(heard.Skip(1)), pair => Assert.True(pair.First.Time <= pair.Second.Time));
    }

    [SkippableFact]
    public void A_key_that_repeats_while_it_is_held_is_one_press()
    {
        using var display = Displays.Start();
        using var game = new PictureWindow(display.Name, "Cuphead", 0, 0, 20, 20, new byte[1600]);
        game.Focus();
        game.CountPresses();
        using var listener = new Listener(display);
        game.CountPresses();

        display.Xdotool("keydown", "f", "sleep", "1.2", "keyup", "f");

        Assert.Equal([("f", KeyTransition.Down), ("f", KeyTransition.Up)], listener.Take(2).Select(s => (s.Key, s.Transition)));
        Assert.InRange(game.CountPresses(), 3, 100); // the game, an ordinary client, heard it repeat
    }

    [SkippableFact]
    public void A_key_keeps_its_name_whatever_modifiers_are_held_when_it_is_released()
    {
        using var display = Displays.Start();
        using var listener = new Listener(display);

        display.Xdotool("keydown", "Shift_L", "keydown", "f", "keyup", "Shift_L", "keyup", "f", "key", "Caps_Lock", "key", "d");

        Assert.Equal("Key.shift f Key.shift f Key.caps_lock Key.caps_lock d d",
            string.Join(' ', listener.Take(8).Select(s => s.Key)));
    }

    [SkippableFact]
    public void Keys_are_heard_while_a_game_has_grabbed_the_keyboard()
    {
        using var display = Displays.Start();
        using var game = new PictureWindow(display.Name, "Cuphead", 0, 0, 20, 20, new byte[1600]);
        using var listener = new Listener(display);
        Assert.True(game.GrabKeys());

        display.Xdotool("key", "f");

        Assert.Equal([("f", KeyTransition.Down), ("f", KeyTransition.Up)], listener.Take(2).Select(s => (s.Key, s.Transition)));
    }

    [SkippableFact]
    public void What_is_typed_between_two_listenings_is_not_heard_but_the_release_of_a_key_held_meanwhile_is()
    {
        using var display = Displays.Start();
        using var source = X11KeySource.Open(display.Name);
        using (var first = new Listener(display, source))
        {
            display.Xdotool("key", "f");
            Assert.Equal(2, first.Take(2).Count);
        }

        display.Xdotool("key", "d", "keydown", "Up");
        using var second = new Listener(display, source);
        display.Xdotool("keyup", "Up", "key", "1");

        Assert.Equal("Key.up Up, 1 Down, 1 Up", string.Join(", ", second.Take(3).Select(s => $"{s.Key} {s.Transition}")));
    }

    [SkippableFact]
    public void Keys_pressed_while_the_listener_is_stopped_carry_the_time_of_their_press()
    {
        using var display = Displays.Start();
        using var program = DisplayProgram.Keys(display);
        AwaitKeys(() => program.Lines.Count, display);
        int before = program.Lines.Count;
        var bounds = new List<(double Earliest, double Latest)>();
        program.Stop();
        for (int i = 0; i < 12; i++)
        {
            double earliest = UtcClock.Now;
            display.Xdotool(i % 2 == 0 ? "keydown" : "keyup", "f");
            bounds.Add((earliest, UtcClock.Now));
            Thread.Sleep(i * 25);
        }

        Thread.Sleep(500);
        Assert.Equal(before, program.Lines.Count);
        program.Continue();
        Assert.True(SpinWait.SpinUntil(() => program.Lines.Count >= before + bounds.Count, TimeSpan.FromSeconds(10)));

        const double millisecond = 0.001;
        string[] lines = [.. program.Lines.Skip(before)];
        Assert.Equal(bounds.Count, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            Assert.StartsWith(i % 2 == 0 ? "f Down " : "f Up ", lines[i]);
            Assert.InRange(double.Parse(lines[i].Split(' ')[2]), bounds[i].Earliest - millisecond,
                bounds[i].Latest + millisecond);
        }
    }

    [SkippableFact]
    public void Buttons_wheel_and_relative_motion_of_the_mouse_are_heard_beside_the_keys()
    {
        using var display = Displays.Start();
        using var listener = new Listener(display);

        display.Xdotool("mousemove_relative", "--", "-7", "3", "mousedown", "1", "mouseup", "1", "click", "3", "click", "4",
            "click", "5", "mousemove_relative", "5", "0", "key", "f");

        Assert.Equal(2, listener.Take(2).Count);
        Assert.Equal(
            ["Move -7 3", "Down left", "Up left", "Down right", "Up right", "Scroll 0 1", "Scroll 0 -1", "Move 5 0"],
            listener.Mouse.Select(m => m.Action is MouseAction.Down or MouseAction.Up ? $"{m.Action} {m.Button}"
                : $"{m.Action} {m.Dx} {m.Dy}"));
        Assert.All(listener.Mouse, input => Assert.InRange(UtcClock.Now - input.Time / 1e9, -0.01, 20));
    }

    [Fact]
    public void An_axis_that_has_places_moves_by_their_difference_in_pixels()
    {
        var tablet = PointerAxis.OfPlaces(0, 65535, screen: 2048);
        double[] motions = [.. ((double[])[32000, 35200, 33600]).Select(place => tablet.Motion(place, place))];
        Assert.Equal((double[])[0, 100, -50], motions);
        Assert.Equal(-7, new PointerAxis().Motion(value: -14, raw: -7));
    }

    [SkippableFact]
    public void A_server_that_ends_is_an_error()
    {
        using var display = Displays.Start();
        using var source = X11KeySource.Open(display.Name);
        var listening = Task.Run(() => source.Listen(_ => { }, CancellationToken.None));
        Thread.Sleep(200);
        display.Kill();
        Assert.Equal($"{display.Name}: found that the X server ended the connection; expected it to stay while recording.",
            Assert.Throws<IOException>(() => listening.GetAwaiter().GetResult()).Message);
    }

    /// <summary>Types a key until the listener hears it.</summary>
    private static void AwaitKeys(Func<int> heard, VirtualDisplay display)
    {
        for (int i = 0; i < 100 && heard() == 0; i++)
        {
            display.Xdotool("key", "F12");
            Thread.Sleep(50);
        }

        int count;
        do
        {
            count = heard();
            Thread.Sleep(100);
        }
        while (heard() != count);
    }

    private sealed class Listener : IDisposable
    {
        private readonly ConcurrentQueue<KeyStroke> _heard = new();
        private readonly CancellationTokenSource _end = new();
        private readonly X11KeySource? _own;
        private readonly Task _listening;

        /// <summary>What the mouse did.</summary>
        public ConcurrentQueue<MouseInput> Mouse { get; } = new();

        public Listener(VirtualDisplay display, X11KeySource? source = null)
        {
            _own = source is null ? X11KeySource.Open(display.Name) : null;
            _listening = Task.Factory.StartNew(() => (source ?? _own!).Listen(_heard.Enqueue, _end.Token, Mouse.Enqueue),
                TaskCreationOptions.LongRunning);
            AwaitKeys(() => _heard.Count, display);
            _heard.Clear();
        }

        /// <summary>
        /// What was heard, when that is as much as expected and a moment has passed in which more might have come.
        /// </summary>
        public List<KeyStroke> Take(int expected)
        {
            SpinWait.SpinUntil(() => _heard.Count >= expected, TimeSpan.FromSeconds(10));
            Thread.Sleep(100);
            return [.. _heard];
        }

        public void Dispose()
        {
            _end.Cancel();
            _listening.GetAwaiter().GetResult();
            _own?.Dispose();
            _end.Dispose();
        }
    }
}
