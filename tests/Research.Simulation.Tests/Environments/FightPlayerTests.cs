using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>Experts and baselines.</summary>
public sealed class FightPlayerTests : IDisposable
{
    private readonly BossFightEnvironment _environment = new();

    public void Dispose() => _environment.Dispose();

    [Fact]
    public void The_expert_wins_most_fights_and_the_reflex_rule_nearly_all()
    {
        var expert = Play(new FightExpert(), 200);
        Assert.InRange(expert.Average(r => r.IsKnockout ? 1.0 : 0), 0.7, 0.95); // 0.775 as the constants were fixed
        Assert.All(expert.Where(r => r.IsKnockout), r => Assert.Equal((900, true), (r.Damage, r.Hits < 3)));
        Assert.True(Play(new FightExpert(ExpertTiming.Reflex), 100).Average(r => r.IsKnockout ? 1.0 : 0) >= 0.95);
    }

    [Fact]
    public void The_same_seed_plays_the_same_fight()
    {
        Assert.Equal(Play(new FightExpert(), 5), Play(new FightExpert(), 5));
    }

    [Fact]
    public void Baselines_do_what_they_are_named_for_and_lose()
    {
        var rates = KeyRates.Measure(_environment, new FightExpert(), Enumerable.Range(0, 20));
        var random = KeyRates.Measure(_environment, new RandomKeys(rates), Enumerable.Range(0, 60));
        foreach (int key in new[] { 0, 2, 3, 4, 5, 6 })
        {
            Assert.InRange(random.PressesPerSecond[key], 0.6 * rates.PressesPerSecond[key], 1.6 * rates.PressesPerSecond[key]);
        }

        Assert.Equal((0.0, 0.0), (rates.PressesPerSecond[1], random.PressesPerSecond[1]));
        Assert.All(new IFightPlayer[] { new RandomKeys(rates), new AlwaysShoot(), new CopyLastKeys(new FightExpert()) }, player =>
            Assert.True(Play(player, 40).Average(r => r.IsKnockout ? 1.0 : 0) < 0.1));
        Assert.All(Play(new AlwaysShoot(), 10), r => Assert.Equal(1, r.Presses));
        Assert.All(Play(new CopyLastKeys(new AlwaysShoot()), 10), r => Assert.Equal(1, r.Presses));
    }

    [Fact]
    public void Players_have_names_for_tables()
    {
        Assert.Equal("expert", new FightExpert().Name);
        Assert.Equal("reflex rule", new FightExpert(ExpertTiming.Reflex).Name);
        Assert.Equal("always SHOOT", new AlwaysShoot().Name);
        Assert.Equal("copy the last keys", new CopyLastKeys(new AlwaysShoot()).Name);
        Assert.Equal("random keys", new RandomKeys(new KeyRates([], [])).Name);
        Assert.Equal("expert, own timing", new FightExpert(new ExpertTiming { ReactionMedian = 0 }).Name);
    }

    private List<FightResult> Play(IFightPlayer player, int fights) =>
        [.. Enumerable.Range(BossFightSeeds.Choose, fights).Select(seed => FightResult.Play(_environment, player, seed))];
}
