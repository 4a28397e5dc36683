using Research.Simulation.Environments;

namespace Research.Experiments.ClosedLoop;

/// <summary>Players that a policy is compared with; those on the state see more than a policy on frames ever can.</summary>
public static class FightBaselines
{
    private const int MeasuredFights = 20;

    /// <summary>
    /// The expert; random keys at the expert's rates; always SHOOT; copy the last keys; the reflex rule, an upper bound.
    /// </summary>
    public static IReadOnlyList<IFightPlayer> All()
    {
        using var environment = new BossFightEnvironment();
        var rates = KeyRates.Measure(environment, new FightExpert(), Enumerable.Range(BossFightSeeds.Learn, MeasuredFights));
        return [new FightExpert(), new RandomKeys(rates), new AlwaysShoot(), new CopyLastKeys(new FightExpert()),
            new FightExpert(ExpertTiming.Reflex)];
    }

    /// <summary>The scores of all of them.</summary>
    /// <param name="seeds">Seeds of the fights.</param>
    public static IReadOnlyList<PlayScores> Scores(IReadOnlyList<int> seeds) =>
        [.. All().Select(player => PlayScores.Of(player.Name, PolicyFights.Play(player, seeds)))];
}
