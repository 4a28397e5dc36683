using Research.Alignment;

namespace Research.Simulation.Cuphead;

/// <summary>A session that the <see cref="ScriptedPlayer"/> played: its logs, and what he saw.</summary>
/// <param name="Seed">Seed of fights and player.</param>
/// <param name="Events">Keys and fight markers, as a recorder would log them.</param>
/// <param name="Frames">Frame times, ten a second.</param>
/// <param name="Courses">What came at him in each fight, on the clock of the logs.</param>
public sealed record ScriptedSession(int Seed, EventLog Events, FrameClock Frames, IReadOnlyList<PlayedCourse> Courses)
{
    private const double FramesPerSecond = 10;

    /// <summary>An evening in November, so that times look like times.</summary>
    private const double Epoch = 1_764_000_000;

    /// <summary>Plays some fights, with menus and the map in between; the same seed gives the same session.</summary>
    /// <param name="fights">Number of fights, at least 1.</param>
    /// <param name="seed">Seed of fights and player.</param>
    public static ScriptedSession Play(int fights, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fights, 1);
        var random = new Random(seed);
        var log = new KeyLog();
        var courses = new List<PlayedCourse>();
        double t = Epoch + 1000.0 * seed + 5;
        double firstFrame = t - Distributions.Normal(random, 3.5, 0.8, 2.2, 6);
        for (int fight = 0; fight < fights; fight++)
        {
            var course = BossFight.Draw(random);
            var presses = ScriptedPlayer.Play(course, random);
            var answers = presses.Where(p => p.Answers is not null).ToDictionary(p => p.Answers!, p => p.Down);
            courses.Add(new PlayedCourse(course.Phases,
                [.. course.Threats.Select(threat =>
                    new MetThreat(threat, answers.TryGetValue(threat, out double down) ? down : null))]).Later(t));
            log.Mark(t, isStart: true);
            log.Press(t, presses);
            t += course.Duration;
            log.Mark(t, isStart: false);

            double pause = Distributions.LogNormal(random, 34, 0.4, 6, 110);
            log.Press(t, ScriptedPlayer.Navigate(pause, random));
            t += pause;
        }

        int frames = (int)Math.Floor((t - firstFrame) * FramesPerSecond) + 1;
        return new ScriptedSession(seed, log.ToEventLog(),
            FrameClock.Of(Enumerable.Range(0, frames).Select(i => firstFrame + i / FramesPerSecond)), courses);
    }

    /// <summary>
    /// Plays, and writes <c>name_events.jsonl</c> and <c>name_frames.jsonl</c>; the same seed writes the same bytes.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="name">Name of the session.</param>
    /// <param name="fights">Number of fights, at least 1.</param>
    /// <param name="seed">Seed of fights and player.</param>
    public static void Write(string folder, string name, int fights, int seed) => Play(fights, seed).WriteLogs(folder, name);

    /// <summary>Writes the two logs just as a recorder would have.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="name">Name of the session.</param>
    public void WriteLogs(string folder, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var lines = Events.Events.Select(e => (e.Line, Text:
                $"{{\"event\": \"{(e.Transition == KeyTransition.Down ? "keydown" : "keyup")}\", \"key\": "
                + $"\"{Events.KeyNames[e.Key]}\", \"t\": {e.Time:R}}}\n"))
            .Concat(Events.Markers.Select(m => (m.Line, Text:
                $"{{\"event\": \"marker\", \"type\": \"{(m.IsStart ? "fight_start" : "fight_end")}\", \"t\": {m.Time:R}}}\n")));
        AtomicFile.Write(Path.Combine(folder, name + "_events.jsonl"),
            string.Concat(lines.OrderBy(l => l.Line).Select(l => l.Text)));
        AtomicFile.Write(Path.Combine(folder, name + "_frames.jsonl"),
            string.Concat(Frames.Times.Select(t => $"{{\"t\": {t:R}}}\n")));
    }

    /// <summary>Events in the order in which they are logged.</summary>
    private sealed class KeyLog
    {
        private readonly List<KeyEvent> _events = [];
        private readonly List<FightMarker> _markers = [];
        private int _line;

        public void Mark(double t, bool isStart) => _markers.Add(new FightMarker(t, isStart, ++_line));

        public void Press(double start, IEnumerable<KeyPress> presses)
        {
            foreach (var (t, transition, action) in presses
                .SelectMany(p => ((double, KeyTransition, string)[])[(start + p.Down, KeyTransition.Down, p.Action),
                    (start + p.Up, KeyTransition.Up, p.Action)])
                .OrderBy(e => e.Item1))
            {
                _events.Add(new KeyEvent(t, ActionSet.Cuphead.IndexOf(action), transition, ++_line));
            }
        }

        public EventLog ToEventLog() => EventLog.Of(_events, _markers, ActionSet.Cuphead.Keys);
    }
}
