using Research.Experiments.ActionDecoder;
using Research.Sessions.Inputs;

namespace Research.Experiments.Tests.ActionDecoder;

/// <summary>Sessions of anything that the format allows, empty and crowded windows too.</summary>
internal static class RandomSessions
{
    public static InputSession Make(int seed, int ticks = 14, int mostInWindow = 6, double start = 1_700_000_000.25)
    {
        var random = new Random(seed);
        double[] times = [.. Enumerable.Range(0, ticks).SelectMany(tick => Enumerable.Range(0, random.Next(mostInWindow + 1))
            .Select(_ => start + (tick + random.NextDouble()) * 0.6)).Order()];
        float[] states = [.. Enumerable.Range(0, ticks * InputSession.StateWidth)
            .Select(_ => (float)(2 * random.NextDouble() - 1))];
        return InputSession.Of($"random {seed}", start,
            [.. times.Where(t => t < start + ticks * 0.6).Select(t => Action(random, t))], states);
    }

    public static InputWindows Windows(int sessions = 3, int ticks = 14, int mostInWindow = 6) =>
        new([.. Enumerable.Range(0, sessions).Select(seed => Make(seed, ticks, mostInWindow))]);

    private static InputAction Action(Random random, double time)
    {
        var kind = (InputEvent)random.Next(4);
        return new InputAction(time, kind, random.NextSingle(), random.NextSingle(),
            kind == InputEvent.Click ? random.Next(1, 4) : 0, kind == InputEvent.Key ? random.Next(1, 64) : 0,
                kind == InputEvent.Scroll ? 2 * random.Next(2) - 1 : 0);
    }
}
