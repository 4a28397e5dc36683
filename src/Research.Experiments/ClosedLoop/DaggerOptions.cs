using System.ComponentModel.DataAnnotations;
using Research.Experiments.BehaviorCloning;

namespace Research.Experiments.ClosedLoop;

/// <summary>Options of DAgger (Ross et al. 2011).</summary>
public sealed record DaggerOptions
{
    /// <summary>Rounds after the clone.</summary>
    [Range(1, 1000)]
    public int Rounds { get; init; } = 10;

    /// <summary>
    /// Rounds until the expert plays nothing any more: his share β falls linearly from 1, the clone's data, to 0. By default he
    /// plays half of the first round and nothing of the others: while he plays, nobody stands still below what falls.
    /// </summary>
    [Range(1, 1000)]
    public int RampRounds { get; init; } = 2;

    /// <summary>
    /// A key of the learner is held while it plays where its probability is above this. Default: 0.25, because a dodge that is
    /// missed costs a heart, and one too many costs little.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double Threshold { get; init; } = 0.25;

    /// <summary>Fights of a round, at least. Default: that of the package <c>imitation</c>.</summary>
    [Range(1, 1000)]
    public int FightsPerRound { get; init; } = 3;

    /// <summary>Steps of a round, at least: a policy that dies early plays more fights. Default: as above.</summary>
    [Range(1, ConfigRanges.Most)]
    public int StepsPerRound { get; init; } = 500;

    /// <summary>
    /// How the policy is trained in each round, on all data so far, from the last round's weights. Its epochs default to those of
    /// the package <c>imitation</c>, 4.
    /// </summary>
    public FrameStackOptions Policy { get; init; } = new() { Epochs = 4 };

    /// <summary>Seed of the fights that are played, and of the policies' dropout and batch orders.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>The expert's share of a round's seconds, β.</summary>
    /// <param name="round">From 1.</param>
    public double BetaOf(int round) => Math.Max(0, 1 - (double)round / RampRounds);
}
