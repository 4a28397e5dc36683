using Research.Alignment;

namespace Research.Simulation.Cuphead;

/// <summary>Writes the two logs of a session that the <see cref="ScriptedPlayer"/> played, just as a recorder would have.</summary>
public static class ScriptedSession
{
    private const double FramesPerSecond = 10;

    /// <summary>An evening in November, so that times look like times.</summary>
    private const double Epoch = 1_764_000_000;

    /// <summary>Plays and writes <c>name_events.jsonl</c> and <c>name_frames.jsonl</c>; the same seed writes the same bytes.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="name">Name of the session.</param>
    /// <param name="fights">Number of fights, at least 1.</param>
    /// <param name="seed">Seed of fights and player.</param>
    public static void Write(string folder, string name, int fights, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fights, 1);
        var random = new Random(seed);
        using var events = Create(folder, name + "_events.jsonl");
        double t = Epoch + 1000.0 * seed + 5;
        double firstFrame = t - Distributions.Normal(random, 3.5, 0.8, 1, 6);
        for (int fight = 0; fight < fights; fight++)
        {
            t = WriteFight(events, t, random) + Distributions.LogNormal(random, 30, 0.4, 6, 100);
        }

        double last = t;
        using var frames = Create(folder, name + "_frames.jsonl");
        for (int i = 0; firstFrame + i / FramesPerSecond <= last; i++)
        {
            frames.Write($"{{\"t\": {firstFrame + i / FramesPerSecond:R}}}\n");
        }
    }

    private static double WriteFight(StreamWriter events, double start, Random random)
    {
        var fight = BossFight.Draw(random);
        var lines = new List<(double Time, string Line)>
        {
            (start, Marker("fight_start", start)),
            (start + fight.Duration, Marker("fight_end", start + fight.Duration)),
        };
        foreach (var press in ScriptedPlayer.Play(fight, random))
        {
            string key = ActionSet.Cuphead.Keys[ActionSet.Cuphead.IndexOf(press.Action)];
            lines.Add((start + press.Down, Key("keydown", key, start + press.Down)));
            lines.Add((start + press.Up, Key("keyup", key, start + press.Up)));
        }

        foreach (var (_, line) in lines.OrderBy(l => l.Time))
        {
            events.Write(line);
        }

        return start + fight.Duration;

        static string Marker(string type, double t) => $"{{\"event\": \"marker\", \"type\": \"{type}\", \"t\": {t:R}}}\n";

        static string Key(string transition, string key, double t) => $"{{\"event\": \"{transition}\", \"key\": \"{key}\", \"t\": {t:R}}}\n";
    }

    private static StreamWriter Create(string folder, string name) => new(Path.Combine(folder, name)) { NewLine = "\n" };
}
