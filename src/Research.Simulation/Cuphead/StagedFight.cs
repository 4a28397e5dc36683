using Research.Alignment;

namespace Research.Simulation.Cuphead;

/// <summary>A key of the log and the threat that explains it.</summary>
/// <param name="Frame">The first frame whose label has the key.</param>
/// <param name="Hazard">What comes at the player.</param>
public readonly record struct ExplainedKey(int Frame, Hazard Hazard);

/// <summary>One fight with everything that flies in it.</summary>
public sealed class StagedFight
{
    private const double HurtSeconds = 1.0;

    private readonly PlayerPath _player;
    private readonly double[] _hitTimes;
    private readonly int[] _shots;

    internal StagedFight(
        FrameRange frames, FrameRange onScreen, IReadOnlyList<BossPhase> phases, PlayerPath player,
        IReadOnlyList<ExplainedKey> keys, IReadOnlyList<Hazard> hazards)
    {
        Frames = frames;
        OnScreen = onScreen;
        Phases = phases;
        Keys = keys;
        Hazards = hazards;
        _player = player;
        (double Time, Hazard Hazard)[] hits = [.. Felt(hazards.Select(h => (At: player.FirstHit(h), Hazard: h))
            .Where(h => h.At is not null).Select(h => (h.At!.Value, h.Hazard)).OrderBy(h => h.Value))];
        _hitTimes = [.. hits.Select(h => h.Time)];
        Hits = [.. hits.Select(h => h.Hazard)];
        _shots = new int[onScreen.Count + 1];
        for (int i = 0; i < onScreen.Count; i++)
        {
            _shots[i + 1] = _shots[i] + (player[i].IsShooting ? 1 : 0);
        }
    }

    /// <summary>Frames of the fight.</summary>
    public FrameRange Frames { get; }

    /// <summary>Frames in which its arena is on screen: some before and after the fight.</summary>
    public FrameRange OnScreen { get; }

    /// <summary>The three bosses, on the session's clock.</summary>
    public IReadOnlyList<BossPhase> Phases { get; }

    /// <summary>The keys of the log that a threat explains.</summary>
    public IReadOnlyList<ExplainedKey> Keys { get; }

    /// <summary>Threats and decoys in the order in which they come into view.</summary>
    public IReadOnlyList<Hazard> Hazards { get; }

    /// <summary>What the player is hit by.</summary>
    public IReadOnlyList<Hazard> Hits { get; }

    /// <summary>What the arena shows at a frame of it.</summary>
    internal ArenaView At(int frame)
    {
        int i = frame - OnScreen.First;
        double t = _player.TimeOf(i);
        var boss = BossAt(i, t);
        int hits = _hitTimes.Count(h => h < t);
        var (banner, seconds) = BannerAt(t);
        return new ArenaView(_player[i], boss,
            [.. Hazards.Where(h => h.Flight.Start <= t && t <= h.Flight.End).Select(h => View(h, t))],
            [.. Hazards.Where(h => h.Bursts && h.Flight.End < t && t < h.Flight.End + Hazard.BurstSeconds)
                .Select(h => new Burst(h.PositionAt(t).X, h.Boss, (t - h.Flight.End) / Hazard.BurstSeconds))],
            Bullets.At(_player, i, boss), Math.Max(1, 3 - hits), hits > 0 && t - _hitTimes[hits - 1] < HurtSeconds, banner,
                seconds);
    }

    private static HazardView View(Hazard hazard, double t)
    {
        const double Step = 0.02;
        var (x, height) = hazard.PositionAt(t);
        var (fromX, fromHeight) = hazard.PositionAt(t - Step);
        var (toX, toHeight) = hazard.PositionAt(t + Step);
        return new HazardView(hazard, x, height, (toX - fromX) / (2 * Step), (toHeight - fromHeight) / (2 * Step));
    }

    private BossView? BossAt(int i, double t)
    {
        const double Emerging = 0.8, Sinking = 1.2, Mouth = 0.25;
        var phase = Phases.LastOrDefault(p => p.Start - Emerging <= t);
        if (phase is null || t > phase.End + Sinking)
        {
            return null;
        }

        // Health falls with the shots that were fired, not with those that will be missing.
        int first = IndexAt(phase.Start), last = IndexAt(phase.End);
        int fired = _shots[Math.Clamp(i + 1, first, last)] - _shots[first], all = Math.Max(1, _shots[last] - _shots[first]);
        double beaten = Math.Clamp((t - phase.End) / Sinking, 0, 1);
        return new BossView(phase.Boss, Math.Clamp((t - phase.Start + Emerging) / Emerging, 0, 1), beaten,
            1 - (double)fired / all,
            beaten == 0 && t >= phase.Start && _player[i].IsShooting && i % 2 == 0,
            beaten == 0 && Hazards.Any(h => h.Boss == phase.Boss && h.Flight.Start <= t && t < h.Flight.Start + Mouth));
    }

    private (Banner Banner, double Seconds) BannerAt(double t)
    {
        double start = _player.TimeOf(Frames.First - OnScreen.First), knockout = Phases[^1].End + 0.1;
        return t < start - 0.2 ? (Banner.Ready, t - _player.First) : t >= knockout ? (Banner.Knockout, t - knockout)
            : (Banner.None, 0);
    }

    private int IndexAt(double t)
    {
        int i = 0;
        while (i < OnScreen.Count && _player.TimeOf(i) < t)
        {
            i++;
        }

        return i;
    }

    /// <summary>Who was hit is safe for a while.</summary>
    private static IEnumerable<(double Time, Hazard Hazard)> Felt(IEnumerable<(double Time, Hazard Hazard)> touches)
    {
        double safeUntil = double.NegativeInfinity;
        foreach (var (t, hazard) in touches)
        {
            if (t >= safeUntil)
            {
                yield return (t, hazard);
                safeUntil = t + HurtSeconds;
            }
        }
    }
}
