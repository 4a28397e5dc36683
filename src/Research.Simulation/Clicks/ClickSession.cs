using Research.Sessions.Inputs;

namespace Research.Simulation.Clicks;

/// <summary>A session as a human-like player plays it; datasets/README.md, rules of the default clicks.</summary>
public static class ClickSession
{
    /// <summary>Ticks of a session unless the caller says otherwise: two minutes.</summary>
    public const int DefaultTicks = 200;

    /// <summary>Plays a session; the same seed, number and length give the same one.</summary>
    /// <param name="seed">Seed of all sessions.</param>
    /// <param name="number">Number of the session, from 0.</param>
    /// <param name="ticks">Length, at least 1.</param>
    public static InputSession Play(int seed, int number, int ticks = DefaultTicks)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfLessThan(ticks, 1);
        int own = unchecked((seed * 1_000_003) ^ (number * 7_919 + 17));
        var world = new ClickWorld(new Random(own));
        var player = new ClickPlayer(new Random(unchecked(own + 1)));
        float[] states = new float[ticks * InputSession.StateWidth];
        for (int tick = 0; tick < ticks; tick++)
        {
            if (tick > 0)
            {
                player.Tell(world, tick);
                world.Advance();
            }

            world.Show(states.AsSpan(tick * InputSession.StateWidth, InputSession.StateWidth));
            player.See(world, tick);
        }

        double end = ticks * InputSession.TickSeconds;
        return InputSession.Of($"session_{number}", 0, [.. player.Actions.Where(a => a.Time < end)], states);
    }
}
