using Research.Sessions.Inputs;

namespace Research.Simulation.Clicks;

/// <summary>
/// The player: sees the game at the beginning of a tick, and answers in his own time. Rules 1 and 3 to 8 of the default clicks.
/// </summary>
/// <param name="random">Source of chance.</param>
internal sealed class ClickPlayer(Random random)
{
    private const double TargetWidth = 0.04, ThingWidth = 0.03;

    private readonly double _tempo = Distributions.LogNormal(random, 1, 0.15, 0.6, 1.7);
    private readonly List<InputAction> _actions = [];
    private (double X, double Y) _pointer = (0.5, 0.5);
    private readonly List<double> _sorting = []; // when the things are clicked
    private double _freeAt;
    private int _firstWorkedTick = int.MaxValue;
    private bool _hasPlan;

    /// <summary>What he has done, in order.</summary>
    public IReadOnlyList<InputAction> Actions => _actions;

    /// <summary>Tells the game what he has done before a tick: which rock is worked, and what is sorted.</summary>
    public void Tell(ClickWorld world, int tick)
    {
        world.IsWorked |= world.Task == ClickTask.Gather && tick >= _firstWorkedTick;
        if (world.Task == ClickTask.Sort && !_hasPlan)
        {
            world.Left = _sorting.Count(time => time >= tick * InputSession.TickSeconds);
        }
    }

    /// <summary>What he does about a tick.</summary>
    /// <param name="world">The game as it is now.</param>
    /// <param name="tick">Number of the tick.</param>
    public void See(ClickWorld world, int tick)
    {
        double now = tick * InputSession.TickSeconds;
        if (world.HasNewTarget || world.HasJustBegun)
        {
            (_hasPlan, _firstWorkedTick) = (true, int.MaxValue);
        }

        if (_freeAt >= now + InputSession.TickSeconds)
        {
            return; // the hand is busy all through the tick; what is to be done waits
        }

        double reaction = _tempo * Distributions.LogNormal(random, 0.25, 0.20, 0.15, 0.60)
            + (random.NextDouble() < 0.06 ? InputSession.TickSeconds : 0);
        double begin = Math.Max(_freeAt, now + reaction);
        switch (world.Task)
        {
            case ClickTask.Gather when _hasPlan:
                _hasPlan = false;
                _firstWorkedTick = 1 + (int)(Click(world.Target!.Value, TargetWidth, begin) / InputSession.TickSeconds);
                break;
            case ClickTask.Fight:
                Fight(world, begin);
                break;
            case ClickTask.Sort when _hasPlan:
                _hasPlan = false;
                Sort(world.Left, begin);
                break;
            case ClickTask.Rest:
                Rest(begin);
                break;
            default:
                break;
        }
    }

    private void Fight(ClickWorld world, double begin)
    {
        if (_hasPlan || world.TicksToBlow == ClickWorld.BlowTicks - 1)
        {
            _hasPlan = false;
            Click(world.Target!.Value, TargetWidth, begin);
        }
        else if (world.TicksToBlow == 1)
        {
            Key(1 + world.Style, begin);
            Key(3, begin + Distributions.Normal(random, 0.070, 0.015, 0.030, 0.120));
        }
    }

    /// <summary>All things, one after the other, without looking at ticks.</summary>
    private void Sort(int things, double begin)
    {
        Key(4, begin);
        _sorting.Clear();
        double click = begin + _tempo * Distributions.LogNormal(random, 0.25, 0.15, 0.1, 0.6);
        for (int thing = things - 1; thing >= 0; thing--)
        {
            double duration = Math.Min(0.10, 0.6 * (click - _freeAt));
            Move(Aim(ClickWorld.PlaceOf(thing), ThingWidth), click - duration - 0.02, duration);
            _actions.Add(At(click, InputEvent.Click) with { Button = 1 });
            _sorting.Add(click);
            _freeAt = click;
            click += _tempo * Distributions.LogNormal(random, 0.19, 0.15, 0.10, 0.40);
        }

        Key(5, click);
    }

    private void Rest(double begin)
    {
        double mood = random.NextDouble();
        if (mood < 0.12)
        {
            var near = (Inside(_pointer.X + 0.2 * (random.NextDouble() - 0.5)),
                Inside(_pointer.Y + 0.2 * (random.NextDouble() - 0.5)));
            Move(near, begin, _tempo * MousePath.Duration(0.1, TargetWidth));
        }
        else if (mood < 0.18)
        {
            int notches = 2 + random.Next(4), up = random.Next(2) == 0 ? 1 : -1;
            for (int i = 0; i < notches; i++, begin += Distributions.Normal(random, 0.045, 0.012, 0.015, 0.09))
            {
                _actions.Add(At(begin, InputEvent.Scroll) with { Scroll = up });
            }

            _freeAt = begin;
        }
        else if (mood < 0.22)
        {
            for (int i = 2 + random.Next(2); i > 0; i--, begin += _tempo * 0.15)
            {
                Key(6, begin);
            }
        }
    }

    private void Key(int key, double time)
    {
        _actions.Add(At(time, InputEvent.Key) with { Key = key });
        _freeAt = time;
    }

    /// <summary>Goes there and clicks, one time in twenty by way of somewhere beside it.</summary>
    /// <returns>When.</returns>
    private double Click((double X, double Y) target, double width, double begin)
    {
        if (random.NextDouble() < 0.05)
        {
            double angle = 2 * Math.PI * random.NextDouble(), off = width * (1 + random.NextDouble());
            GoTo((Inside(target.X + off * Math.Cos(angle)), Inside(target.Y + off * Math.Sin(angle))), width, begin);
            begin = _freeAt + _tempo * 0.12;
        }

        GoTo(Aim(target, width), width, begin);
        double click = _freeAt + _tempo * Distributions.LogNormal(random, 0.06, 0.25, 0.02, 0.15);
        _actions.Add(At(click, InputEvent.Click) with { Button = 1 });
        _freeAt = click;
        return click;
    }

    private (double, double) Aim((double X, double Y) target, double width) =>
        (Inside(Distributions.Normal(random, target.X, width / 5, 0, 1)),
            Inside(Distributions.Normal(random, target.Y, width / 5, 0, 1)));

    private void GoTo((double X, double Y) target, double width, double begin)
    {
        double distance = Math.Sqrt((target.X - _pointer.X) * (target.X - _pointer.X)
            + (target.Y - _pointer.Y) * (target.Y - _pointer.Y));
        Move(target, begin, _tempo * MousePath.Duration(distance, width) * Distributions.LogNormal(random, 1, 0.12, 0.6, 1.6));
    }

    private void Move((double X, double Y) target, double begin, double duration)
    {
        foreach (var (time, x, y) in MousePath.Of(_pointer, target, begin, duration, random).ToList())
        {
            _pointer = (Inside(x), Inside(y));
            _actions.Add(At(time, InputEvent.Move));
            _freeAt = time;
        }
    }

    private InputAction At(double time, InputEvent what) => new(time, what, (float)_pointer.X, (float)_pointer.Y);

    private static double Inside(double share) => Math.Clamp(share, 0, 1);
}
