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
    public void An_expert_that_labels_asks_for_a_key_until_it_is_pressed_and_wins_where_it_is_obeyed()
    {
        Assert.True(Play(new FightExpert(ExpertTiming.Reflex, labels: true), 100).Average(r => r.IsKnockout ? 1.0 : 0) >= 0.95);
        var (once, again) = (new FightExpert(ExpertTiming.Reflex), new FightExpert(ExpertTiming.Reflex, labels: true));
        int asked = 0, askedAgain = 0;
        float[] values = new float[BossFightState.Length];
        _environment.Reset(10_000, []);
        once.Reset(10_000);
        again.Reset(10_000);
        for (bool isDone = false; !isDone; isDone = _environment.Step(1u << 5, []).IsDone)
        {
            asked += (int)(once.Act(_environment.WriteState(values)) >> 4 & 1);
            askedAgain += (int)(again.Act(_environment.WriteState(values)) >> 4 & 1);
        }

        Assert.True(askedAgain > asked, $"{askedAgain} > {asked}");
    }

    [Fact]
    public void A_fight_that_is_played_again_by_its_keys_is_the_same_fight()
    {
        var fight = PlayedFight.Play(_environment, new FightExpert(), 10_001);
        Assert.Equal(fight.Result.Hits, fight.Hits.Count);
        var again = PlayedFight.Play(_environment, new Script(fight.Keys), 10_001);
        Assert.Equal(fight.Result, again.Result);
        Assert.Equal(fight.Hits, again.Hits);
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
        [.. Enumerable.Range(BossFightSeeds.Choose, fights).Select(seed => PlayedFight.Play(_environment, player, seed).Result)];

    private sealed class Script(IReadOnlyList<uint> keys) : IFightPlayer
    {
        private int _step;

        public string Name => "script";

        public void Reset(int seed) => _step = 0;

        public uint Act(BossFightState state) => keys[_step++];
    }
}
