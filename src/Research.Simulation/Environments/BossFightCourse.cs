using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>
/// What the seed draws before a fight starts: for each phase, the time, kind and origin of each attack up to the time limit,
/// and how long the lulls are. Nothing in it depends on the player; he only decides which phase is on.
/// </summary>
public sealed class BossFightCourse
{
    private static readonly (double Least, double Mean)[] Gaps = [(0.80, 1.20), (0.80, 1.30), (0.75, 1.20)];

    /// <summary>Shares of the kinds, in the order of <see cref="AttackKind"/>, by phase.</summary>
    private static readonly double[][] Shares =
    [
        [0.46, 0.26, 0.12, 0, 0, 0, 0.16],
        [0.14, 0.09, 0.05, 0.09, 0.06, 0.06, 0.51],
        [0.13, 0.09, 0.05, 0.18, 0.09, 0.08, 0.38],
    ];

    /// <summary>Median seconds of the lull after the first and after the second phase; the deviation is 0.4.</summary>
    private static readonly double[] Lulls = [4.2, 3.2];

    private readonly ulong _seed;

    /// <summary>Draws a course.</summary>
    /// <param name="seed">Its seed, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative.</exception>
    public BossFightCourse(int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        Seed = seed;
        _seed = (ulong)seed;
    }

    /// <summary>Its seed.</summary>
    public int Seed { get; }

    /// <summary>
    /// All attacks of a phase up to the time limit, in the order in which they set out, whether the phase will be on or not.
    /// </summary>
    /// <param name="phase">The phase.</param>
    public IEnumerable<CourseAttack> Attacks(BossKind phase)
    {
        for (var cursor = From(_seed, phase); cursor.Next.Launch < BossFightRules.LimitSeconds; cursor.Advance())
        {
            yield return cursor.Next;
        }
    }

    /// <summary>Seconds between the end of a phase and the next boss.</summary>
    /// <param name="phase">The phase that ended, not the last.</param>
    public double Lull(BossKind phase) => LullAfter(_seed, phase);

    internal static double LullAfter(ulong seed, BossKind phase)
    {
        var stream = SeededStream.Of(seed, 100 + (ulong)phase);
        double mean = Lulls[(int)phase];
        return stream.Normal(mean, 0.4, mean - 1, mean + 1);
    }

    internal static Cursor From(ulong seed, BossKind phase) => new(seed, phase);

    /// <summary>Goes through the attacks of a phase; a value, so that a fight needs no memory for them.</summary>
    internal struct Cursor
    {
        private readonly BossKind _phase;
        private SeededStream _stream;

        public Cursor(ulong seed, BossKind phase)
        {
            _phase = phase;
            _stream = SeededStream.Of(seed, (ulong)phase);
            Advance();
        }

        /// <summary>The attack that comes next.</summary>
        public CourseAttack Next { get; private set; }

        public void Advance()
        {
            var (least, mean) = Gaps[(int)_phase];
            double launch = Next.Launch + least + _stream.Exponential(mean - least);
            double at = _stream.NextDouble();
            int kind = 0;
            for (double[] shares = Shares[(int)_phase]; kind < shares.Length - 1 && (at -= shares[kind]) >= 0; kind++)
            {
            }

            Next = new CourseAttack(_phase, launch, (AttackKind)kind, _stream.NextKey());
        }
    }
}
