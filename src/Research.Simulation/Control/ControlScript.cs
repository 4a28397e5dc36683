namespace Research.Simulation.Control;

/// <summary>
/// What a player means to do in a recording: its phases, gestures, looks, slots and cursor, by the rules of datasets/README.md.
/// </summary>
public sealed class ControlScript
{
    /// <summary>Frames a second.</summary>
    public const int FramesPerSecond = 30;

    /// <summary>Frames of a recording: 60 s.</summary>
    public const int FrameCount = 60 * FramesPerSecond;

    /// <summary>Frames from the press of <c>open_inventory</c> to the screen.</summary>
    public const int OpeningFrames = 2;

    /// <summary>How controls of play come: mean seconds pressed, and between two presses.</summary>
    private static readonly (string Control, double Pressed, double Between)[] Habits =
    [
        ("move_forward", 2.5, 1.2), ("move_backward", 0.6, 9), ("strafe_left", 0.7, 5), ("strafe_right", 0.7, 5),
            ("sprint", 1.6, 5), ("sneak", 1.5, 12),
        ("jump", 0.25, 4), ("attack", 0.3, 2.2), ("use_item", 0.8, 6), ("drop_item", 0.15, 20), ("swap_offhand", 0.2, 25),
    ];

    private readonly Random _random;
    private readonly List<ControlPhase> _phases = [];
    private readonly List<Gesture> _gestures = [];

    private ControlScript(Random random)
    {
        _random = random;
        Looks = new double[FrameCount, 2];
        Cursor = new double[FrameCount, 2];
        Slots = new int[FrameCount];
        ShownSlots = new int[FrameCount];
        IsScreenOpen = new bool[FrameCount];
    }

    /// <summary>The phases, one after the other.</summary>
    public IReadOnlyList<ControlPhase> Phases => _phases;

    /// <summary>The gestures of presses, in order of their first frames.</summary>
    public IReadOnlyList<Gesture> Gestures => _gestures;

    /// <summary>Where the head turns, [frames, yaw and pitch], in [−1, 1].</summary>
    public double[,] Looks { get; }

    /// <summary>Where the finger points, [frames, x and y], in [0, 1].</summary>
    public double[,] Cursor { get; }

    /// <summary>Whether a screen is open: [frames].</summary>
    public bool[] IsScreenOpen { get; }

    /// <summary>The slot that is chosen, from 0: [frames].</summary>
    internal int[] Slots { get; }

    /// <summary>How many fingers are counted out, 1 to 9: [frames]; 0: none.</summary>
    internal int[] ShownSlots { get; }

    /// <summary>Draws a script.</summary>
    /// <param name="random">Where from.</param>
    public static ControlScript Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var script = new ControlScript(random);
        script.DrawPhases();
        foreach (var phase in script._phases)
        {
            switch (phase.Kind)
            {
                case PhaseKind.Play:
                    script.Play(phase);
                    break;
                case PhaseKind.Inventory:
                    script.UseInventory(phase);
                    break;
                default:
                    script.Fidget(phase);
                    break;
            }
        }

        script._gestures.Sort((a, b) => a.First.CompareTo(b.First));
        script.DrawSlots();
        return script;
    }

    private void DrawPhases()
    {
        for (int first = 0, i = 0; first < FrameCount; i++)
        {
            var kind = i % 2 == 0 ? PhaseKind.Play
                : _random.NextDouble() switch { < 0.45 => PhaseKind.Inventory, < 0.85 => PhaseKind.Idle, _ => PhaseKind.Play };
            var (least, most) = kind switch { PhaseKind.Play => (8.0, 20.0), PhaseKind.Inventory => (4.0, 9.0), _ => (2.0, 6.0) };
            int last = Math.Min(first + Frames(least + (most - least) * _random.NextDouble()), FrameCount);
            _phases.Add(new(kind, first, last));
            first = last;
        }
    }

    private void Play(ControlPhase phase)
    {
        foreach (var (control, pressed, between) in Habits)
        {
            for (int at = phase.First + Frames(Distributions.Exponential(_random, between)); at < phase.Last;)
            {
                int frames = Math.Max(3, Frames(Distributions.LogNormal(_random, pressed, 0.5, 0.1, 8)));
                Add(control, at, Math.Min(at + frames, phase.Last), phase, _random.NextDouble() < 1.0 / 9);
                at += frames + Frames(0.3 + Distributions.Exponential(_random, between));
            }
        }

        DrawLooks(phase);
    }

    /// <summary>Turns of the head of 0.3 to 1.2 s, and straight on between them.</summary>
    private void DrawLooks(ControlPhase phase)
    {
        for (int at = phase.First + Frames(Distributions.Exponential(_random, 0.6)); at < phase.Last;)
        {
            int frames = Frames(0.3 + 0.9 * _random.NextDouble());
            double yaw = Distributions.Normal(_random, 0, 0.45, -1, 1), pitch = Distributions.Normal(_random, 0, 0.22, -1, 1);
            for (int frame = at; frame < Math.Min(at + frames, phase.Last); frame++)
            {
                (Looks[frame, 0], Looks[frame, 1]) = (yaw, pitch);
            }

            at += frames + Frames(Distributions.Exponential(_random, 0.6));
        }
    }

    private void UseInventory(ControlPhase phase)
    {
        var opening = Add("open_inventory", phase.First, phase.First + Frames(0.3), phase, comesToNothing: false);
        int opened = Math.Min(opening.PressedFrom + OpeningFrames, phase.Last),
            closes = Math.Max(phase.Last - Frames(0.5), opened);
        var closing = Add("open_inventory", closes, closes + Frames(0.3), phase, comesToNothing: false);
        int closed = Math.Clamp(closing.PressedFrom + OpeningFrames, opened, phase.Last);
        for (int frame = opened; frame < closed; frame++)
        {
            IsScreenOpen[frame] = true;
        }

        Point(opened, closed);
        foreach (var (control, pressed, between) in ((string, double, double)[])[("inv_left_click", 0.15, 0.8),
            ("inv_right_click", 0.15, 2.5), ("inv_shift_held", 0.8, 4)])
        {
            for (int at = opened + Frames(Distributions.Exponential(_random, between)); at < closes;)
            {
                int frames = Math.Max(3, Frames(Distributions.LogNormal(_random, pressed, 0.4, 0.1, 4)));
                Add(control, at, Math.Min(at + frames, closes), phase, _random.NextDouble() < 1.0 / 9);
                at += frames + Frames(0.25 + Distributions.Exponential(_random, between));
            }
        }
    }

    /// <summary>The finger goes from place to place, half of the way in 0.1 s, and rests there.</summary>
    private void Point(int first, int last)
    {
        var (x, y, toX, toY, until) = (0.5, 0.5, 0.5, 0.5, first);
        for (int frame = first; frame < last; frame++)
        {
            if (frame >= until)
            {
                (toX, toY, until) = (0.05 + 0.9 * _random.NextDouble(), 0.05 + 0.9 * _random.NextDouble(),
                    frame + Frames(0.4 + Distributions.Exponential(_random, 0.6)));
            }

            const double Share = 0.2;
            (x, y) = (x + Share * (toX - x), y + Share * (toY - y));
            (Cursor[frame, 0], Cursor[frame, 1]) = (x, y);
        }
    }

    /// <summary>Gestures of half the size, which come to nothing.</summary>
    private void Fidget(ControlPhase phase)
    {
        string[] controls = [.. Habits.Select(h => h.Control)];
        for (int at = phase.First + Frames(Distributions.Exponential(_random, 1.2)); at < phase.Last - 3; at += Frames(0.3
            + Distributions.Exponential(_random, 1.2)))
        {
            Add(controls[_random.Next(controls.Length)], at, Math.Min(at + Frames(0.3), phase.Last), phase, comesToNothing: true);
        }
    }

    private void DrawSlots()
    {
        int slot = _random.Next(9), at = 0;
        while (at < FrameCount)
        {
            int next = at + Frames(1.5 + Distributions.Exponential(_random, 3.5));
            if (next < FrameCount && _phases.Single(p => p.First <= next && next < p.Last) is { Kind: PhaseKind.Play } phase
                && next + Frames(0.6) < phase.Last)
            {
                int other = (slot + 1 + _random.Next(8)) % 9, lag = Lag();
                Array.Fill(Slots, slot, at, next + lag - at);
                Array.Fill(ShownSlots, other + 1, next, Frames(0.6));
                (slot, at) = (other, next + lag);
            }
            else
            {
                int until = Math.Min(next, FrameCount);
                Array.Fill(Slots, slot, at, until - at);
                at = until;
            }
        }
    }

    private Gesture Add(string control, int first, int last, ControlPhase phase, bool comesToNothing)
    {
        int from = Math.Min(first + Lag(), phase.Last), to = Math.Clamp(last + Lag(), Math.Min(from + 2, phase.Last), phase.Last);
        var gesture = new Gesture(control, first, last, from, to, comesToNothing ? 0.5 : 1);
        _gestures.Add(gesture);
        return gesture;
    }

    private int Lag() => Frames(Distributions.LogNormal(_random, 0.13, 0.3, 0.07, 0.4));

    private static int Frames(double seconds) => Math.Max(1, (int)Math.Round(seconds * FramesPerSecond));
}
