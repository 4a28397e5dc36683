using Research.Alignment;

namespace Research.Simulation.Cuphead;

/// <summary>
/// Everything a session's video shows, frame by frame, as plain values: fights that explain the keys of a log, and the map in
/// between. The same log and seed give the same scene. The rules stand in <c>datasets/README.md</c>.
/// </summary>
public sealed class Scene
{
    private const double IrisSeconds = 0.35;

    private readonly double[] _times;
    private readonly MapToken[] _tokens;

    private Scene(FrameClock frames, ActionTimeline timeline, double[] times, IReadOnlyList<StagedFight> fights)
    {
        Clock = frames;
        Timeline = timeline;
        Fights = fights;
        _times = times;
        _tokens = new MapToken[times.Length];
        _tokens[0] = MapToken.Start;
        for (int i = 1; i < times.Length; i++)
        {
            _tokens[i] = FightOf(i) is null
                ? _tokens[i - 1].Step(HeldKeys.ShownAt(timeline, i), times[i] - times[i - 1])
                : MapToken.Start;
        }
    }

    /// <summary>When each frame is.</summary>
    public FrameClock Clock { get; }

    /// <summary>The labels of every frame. The picture shows each of them one frame later.</summary>
    public ActionTimeline Timeline { get; }

    /// <summary>The fights.</summary>
    public IReadOnlyList<StagedFight> Fights { get; }

    /// <summary>Number of frames.</summary>
    public int FrameCount => _times.Length;

    /// <summary>What a frame shows.</summary>
    public SceneFrame this[int frame]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(frame);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, FrameCount);
            return new SceneFrame(frame, _times[frame], FightOf(frame)?.At(frame), _tokens[frame],
                Fights.Count(f => f.Frames.End <= frame), IrisAt(frame));
        }
    }

    /// <summary>Stages a recorded session: threats are laid so that they explain its keys.</summary>
    /// <param name="events">Keys and fight markers.</param>
    /// <param name="frames">Frame times.</param>
    /// <param name="seed">Seed of all that the log leaves open.</param>
    /// <exception cref="LogFormatException">Events and frames do not fit each other.</exception>
    public static Scene Stage(EventLog events, FrameClock frames, int seed)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(frames);
        return Build(events, frames, seed, courses: null);
    }

    /// <summary>The scene that a scripted player played in: its threats are those he saw, answered or not.</summary>
    /// <param name="session">The session he played.</param>
    public static Scene Of(ScriptedSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return Build(session.Events, session.Frames, session.Seed, session.Courses);
    }

    private static Scene Build(EventLog events, FrameClock frames, int seed, IReadOnlyList<PlayedCourse>? courses)
    {
        var timeline = ActionTimeline.Replay(events, frames, ActionSet.Cuphead);
        double[] times = [.. frames.Times.Select(t => t - frames.Times[0])];
        var ranges = FightIntervals.Find(events, frames).Ranges;
        var arenas = Arenas([.. ranges.Where(r => r.Count > 0)], times);
        var fights = arenas.Select((a, k) => FightDirector.Direct(
            timeline, times, a.Fight, a.Arena, courses?[k].Later(-frames.Times[0]), new Random(seed * 7919 + k)));
        return new Scene(frames, timeline, times, [.. fights]);
    }

    /// <summary>
    /// The arena is on screen a while before and after its fight; two that are close share the time between them.
    /// </summary>
    private static IEnumerable<(FrameRange Fight, FrameRange Arena)> Arenas(FrameRange[] fights, double[] times)
    {
        int free = 0;
        for (int k = 0; k < fights.Length; k++)
        {
            var fight = fights[k];
            int next = k + 1 < fights.Length ? (fight.End + fights[k + 1].First) / 2 : times.Length;
            int first = fight.First, end = fight.End;
            while (first > free && times[first - 1] >= times[fight.First] - Arena.IntroSeconds)
            {
                first--;
            }

            while (end < next && times[end] <= times[fight.End - 1] + Arena.OutroSeconds)
            {
                end++;
            }

            free = end;
            yield return (fight, new FrameRange(first, end - first));
        }
    }

    private StagedFight? FightOf(int frame) => Fights.FirstOrDefault(f => f.OnScreen.First <= frame && frame < f.OnScreen.End);

    /// <summary>The picture closes before it changes and opens after it, as in an old film; never in a fight.</summary>
    private double IrisAt(int frame)
    {
        double t = _times[frame], nearest = IrisSeconds;
        foreach (var fight in Fights)
        {
            foreach (int change in (int[])[fight.OnScreen.First, fight.OnScreen.End])
            {
                if (change > 0 && change < FrameCount)
                {
                    nearest = Math.Min(nearest, Math.Abs(t - _times[change]));
                }
            }

            if (fight.Frames.First <= frame && frame < fight.Frames.End)
            {
                return 1;
            }
        }

        return nearest / IrisSeconds;
    }
}
