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
            var course = BossFight.Draw(random);
            WriteMarker(events, "fight_start", t);
            WriteKeys(events, t, ScriptedPlayer.Play(course, random));
            t += course.Duration;
            WriteMarker(events, "fight_end", t);

            double pause = Distributions.LogNormal(random, 30, 0.4, 6, 100);
            WriteKeys(events, t, ScriptedPlayer.Navigate(pause, random));
            t += pause;
        }

        double last = t;
        using var frames = Create(folder, name + "_frames.jsonl");
        for (int i = 0; firstFrame + i / FramesPerSecond <= last; i++)
        {
            frames.Write($"{{\"t\": {firstFrame + i / FramesPerSecond:R}}}\n");
        }
    }

    private static void WriteMarker(StreamWriter events, string type, double t) =>
        events.Write($"{{\"event\": \"marker\", \"type\": \"{type}\", \"t\": {t:R}}}\n");

    private static void WriteKeys(StreamWriter events, double start, IEnumerable<KeyPress> presses)
    {
        foreach (var (t, transition, action) in presses
            .SelectMany(p => ((double, string, string)[])[(start + p.Down, "keydown", p.Action), (start + p.Up, "keyup", p.Action)])
            .OrderBy(e => e.Item1))
        {
            string key = ActionSet.Cuphead.Keys[ActionSet.Cuphead.IndexOf(action)];
            events.Write($"{{\"event\": \"{transition}\", \"key\": \"{key}\", \"t\": {t:R}}}\n");
        }
    }

    private static StreamWriter Create(string folder, string name) => new(Path.Combine(folder, name)) { NewLine = "\n" };
}
