using Research.Alignment;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>
/// Writes fights as an ordinary session: <c>name.mp4</c>, <c>name_events.jsonl</c> and <c>name_frames.jsonl</c>. The label of a
/// frame is the action that was chosen at its observation.
/// </summary>
public static class FightSession
{
    private const int FramesBefore = 10, FramesAfter = 10;

    /// <summary>An evening in November, so that times look like times.</summary>
    private const double Epoch = 1_764_000_000;

    /// <summary>
    /// Plays some fights and writes them. The same player and seeds write the same logs, byte for byte.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="name">Name of the session.</param>
    /// <param name="player">Who plays.</param>
    /// <param name="seeds">Seeds of the fights, at least one.</param>
    /// <param name="progress">Reports the fights.</param>
    /// <returns>How each fight went.</returns>
    /// <exception cref="ArgumentException">There is no seed.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<FightResult> Record(
        string folder, string name, IFightPlayer player, IReadOnlyList<int> seeds, IProgress<WorkProgress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(seeds);
        using var environment = new BossFightEnvironment();
        PlayedFight[] fights = [.. seeds.Select(seed => PlayedFight.Play(environment, player, seed))];
        Write(folder, name, fights, progress);
        return [.. fights.Select(fight => fight.Result)];
    }

    /// <summary>Writes fights that were played, with their labels; the logs come last.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="name">Name of the session.</param>
    /// <param name="fights">The fights, at least one.</param>
    /// <param name="progress">Reports the fights.</param>
    /// <param name="cancellation">Stops between two fights; then there are no logs.</param>
    /// <exception cref="ArgumentException">There is no fight, or one has more or fewer labels than steps.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Write(
        string folder, string name, IReadOnlyList<PlayedFight> fights, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(fights);
        if (fights.Count == 0)
        {
            throw new ArgumentException("A session has at least one fight.", nameof(fights));
        }

        if (fights.FirstOrDefault(fight => fight.Labels.Count != fight.Keys.Count) is { } wrong)
        {
            throw new ArgumentException($"Found {wrong.Labels.Count} labels of the fight of seed {wrong.Result.Seed}, which has "
                + $"{wrong.Keys.Count} steps; expected one for each step.", nameof(fights));
        }

        using var environment = new BossFightEnvironment();
        using var video = new EpisodeVideo(Path.Combine(folder, name + ".mp4"), environment.RenderSize, environment.RenderFps);
        var log = new Log(fights[0].Result.Seed);
        for (int i = 0; i < fights.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Play(environment, fights[i], (log, video));
            progress?.Report(new WorkProgress(name, i + 1, fights.Count));
        }

        video.Close();
        log.ToSession(fights[0].Result.Seed).WriteLogs(folder, name);
    }

    private static void Play(BossFightEnvironment environment, PlayedFight fight, (Log Log, EpisodeVideo Video) to)
    {
        environment.Reset(fight.Result.Seed, []);
        for (int i = 0; i < FramesBefore; i++)
        {
            double seconds = i * BossFightRules.StepSeconds;
            to.Video.Add(frame => environment.Render(frame, Banner.Ready, seconds));
            to.Log.AddFrame(0);
        }

        to.Log.Mark(isStart: true);
        foreach (var (keys, labels) in fight.Keys.Zip(fight.Labels))
        {
            to.Video.Add(environment.Render);
            to.Log.AddFrame(labels);
            environment.Step(keys, []);
        }

        to.Log.Mark(isStart: false);
        for (int i = 0; i < FramesAfter; i++)
        {
            double seconds = i * BossFightRules.StepSeconds;
            to.Video.Add(frame => environment.Render(frame, fight.Result.IsKnockout ? Banner.Knockout : Banner.None, seconds));
            to.Log.AddFrame(0);
        }
    }

    /// <summary>Frames, and events between them. A change of keys comes 5 to 95 ms before the first frame that has it.</summary>
    private sealed class Log(int seed)
    {
        private readonly double _first = Epoch + 1000.0 * seed;
        private readonly List<double> _frames = [];
        private readonly List<KeyEvent> _events = [];
        private readonly List<FightMarker> _markers = [];
        private SeededStream _chance = SeededStream.Of((ulong)seed, 3000);
        private uint _held;
        private int _line;

        private double Next => _first + _frames.Count * BossFightRules.StepSeconds;

        public void AddFrame(uint keys)
        {
            var changes = Enumerable.Range(0, ActionSet.Cuphead.Count).Where(key => ((keys ^ _held) >> key & 1) != 0)
                .Select(key => (Key: key, Time: Next - _chance.Uniform(0.005, 0.095))).ToList();
            foreach (var (key, time) in changes.OrderBy(change => change.Time))
            {
                _events.Add(new KeyEvent(time, key, (keys >> key & 1) != 0 ? KeyTransition.Down : KeyTransition.Up, ++_line));
            }

            _held = keys;
            _frames.Add(Next);
        }

        public void Mark(bool isStart) => _markers.Add(new FightMarker(Next - 0.098, isStart, ++_line));

        public ScriptedSession ToSession(int fight) =>
            new(fight, EventLog.Of(_events, _markers, ActionSet.Cuphead.Keys), FrameClock.Of(_frames), []);
    }
}
