using Research.Sessions;
using Research.Simulation.Cuphead;
using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>What is counted of a fight, and its session.</summary>
public sealed class PlayedFightTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("played-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_tally_counts_presses_hits_and_damage_step_by_step()
    {
        using var environment = new BossFightEnvironment();
        environment.Reset(3, []);
        var tally = new FightTally(3);
        Assert.Equal("The fight has not ended.", Assert.Throws<InvalidOperationException>(() => tally.Fight).Message);
        int presses = 0, damage = 0;
        uint before = 0;
        var hits = new List<FightHit>();
        for (int step = 0; ; step++)
        {
            uint keys = step % 3 == 0 ? 0b0110000u : 0b0100000u; // one stays held, the other goes down every third step
            var result = environment.Step(keys, []);
            presses += Enumerable.Range(0, 7).Count(key => (keys >> key & 1) != 0 && (before >> key & 1) == 0);
            damage += (int)result.Info["damage"];
            if (result.Info.TryGetValue("hit", out double attack))
            {
                hits.Add(new FightHit(result.Info["time"], (AttackKind)(int)attack, (BossKind)(int)result.Info["phase"]));
            }

            before = keys;
            Assert.Equal(result.IsDone, tally.Add(keys, result));
            if (result.IsDone)
            {
                var fight = tally.Fight;
                Assert.Equal(new FightResult(3, false, (step + 1) / 10.0, BossFightRules.Hearts, damage, presses),
                    fight.Result with { Seconds = Math.Round(fight.Result.Seconds, 6) });
                Assert.Equal(step + 1, fight.Keys.Count);
                Assert.Equal(hits, fight.Hits);
                Assert.Equal(BossFightRules.Hearts, hits.Count);
                Assert.True(damage > 0 && presses > 3);
                return;
            }
        }
    }

    [Fact]
    public void A_session_says_the_labels_and_shows_what_the_keys_did()
    {
        using var environment = new BossFightEnvironment();
        var shooting = PlayedFight.Play(environment, new AlwaysShoot(), 11);
        Assert.Same(shooting.Keys, shooting.Labels);
        uint[] labels = [.. Enumerable.Range(0, shooting.Keys.Count).Select(step => step % 4 < 2 ? 0b0000001u : 0b1000010u)];
        Directory.CreateDirectory(Path.Combine(_folder, "keys"));
        FightSession.Write(Path.Combine(_folder, "keys"), "A", [shooting]);
        FightSession.Write(_folder, "A", [shooting with { Labels = labels }]);
        var session = Session.Open(_folder, "A");
        Assert.Empty(session.Logs.Warnings);
        var fight = Assert.Single(session.Logs.Fights.Ranges);
        Assert.Equal(labels.Length, fight.Count);
        Assert.Equal(labels, fight.Frames.Select(frame => session.Logs.Timeline.Labels.Row(frame).ToArray()
            .Select((held, key) => held ? 1u << key : 0).Aggregate(0u, (keys, key) => keys | key)));
        Assert.Equal(File.ReadAllBytes(Path.Combine(_folder, "keys", "A.mp4")), File.ReadAllBytes(Path.Combine(_folder, "A.mp4")));
    }

    [Fact]
    public void Labels_of_another_length_are_refused_before_anything_is_written()
    {
        using var environment = new BossFightEnvironment();
        var fight = PlayedFight.Play(environment, new AlwaysShoot(), 11);
        Assert.StartsWith($"Found 2 labels of the fight of seed 11, which has {fight.Keys.Count} steps; expected one for each step.",
            Assert.Throws<ArgumentException>(() => FightSession.Write(_folder, "A", [fight with { Labels = [0, 1] }])).Message,
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_stopped_session_has_no_logs()
    {
        using var environment = new BossFightEnvironment();
        var fight = PlayedFight.Play(environment, new AlwaysShoot(), 11);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            FightSession.Write(_folder, "A", [fight], cancellation: stopped.Token));
        Assert.Empty(Directory.GetFiles(_folder, "*.jsonl"));
    }

    [Theory]
    [InlineData(0, 1, "fights")]
    [InlineData(1, 0, "validation")]
    public void Sessions_of_the_expert_have_at_least_one_fight(int fights, int validation, string name)
    {
        Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => ExpertSessions.Folder(fights, validation)).ParamName);
    }

    [Fact]
    public void Without_noise_the_expert_plays_as_ever_and_the_labels_are_the_reflex_rules()
    {
        using var environment = new BossFightEnvironment();
        var fight = new NoisyExpert(noise: 0).Play(environment, 5);
        var expert = PlayedFight.Play(environment, new FightExpert(), 5);
        Assert.Equal(expert.Keys, fight.Keys);
        Assert.Equal(expert.Result, fight.Result);
        Assert.Equal(LabelsOf(environment, fight), fight.Labels);
        Assert.NotEqual(fight.Keys, fight.Labels);
    }

    [Fact]
    public void Noise_comes_in_some_seconds_and_a_fight_depends_on_its_seed_alone()
    {
        using var environment = new BossFightEnvironment();
        var expert = new NoisyExpert(noise: 0.3);
        var fight = expert.Play(environment, 5);
        expert.Play(environment, 6);
        Assert.Equal(fight.Keys, expert.Play(environment, 5).Keys);
        Assert.Equal(LabelsOf(environment, fight), fight.Labels);

        var pairs = Enumerable.Range(0, 20).Select(seed =>
            (Noisy: expert.Play(environment, seed), Own: PlayedFight.Play(environment, new FightExpert(), seed))).ToList();
        Assert.All(pairs, pair => Assert.NotEqual(pair.Own.Keys, pair.Noisy.Keys));
        Assert.InRange(pairs.Count(pair => pair.Own.Keys.Take(BossFightRules.StepsPerSecond)
            .SequenceEqual(pair.Noisy.Keys.Take(BossFightRules.StepsPerSecond))), 8, 19); // with noise in 0.3 of the seconds
        Assert.True(pairs.Average(pair => pair.Noisy.Result.Hits) > pairs.Average(pair => pair.Own.Result.Hits));
    }

    [Theory]
    [InlineData(0, 0.2, "fights")]
    [InlineData(4001, 0.2, "fights")]
    [InlineData(1, -0.1, "noise")]
    [InlineData(1, 1.1, "noise")]
    [InlineData(1, double.NaN, "noise")]
    public void Noisy_sessions_have_fights_and_a_probability(int fights, double noise, string name)
    {
        Assert.Equal(name,
            Assert.Throws<ArgumentOutOfRangeException>(() => ExpertSessions.NoisyFolder(fights, noise)).ParamName);
    }

    /// <summary>What the reflex rule asks for while somebody else's keys are held.</summary>
    private static List<uint> LabelsOf(BossFightEnvironment environment, PlayedFight fight)
    {
        var labels = new List<uint>();
        var expert = new FightExpert(ExpertTiming.Reflex, labels: true);
        float[] values = new float[BossFightState.Length];
        environment.Reset(fight.Result.Seed, []);
        expert.Reset(fight.Result.Seed);
        foreach (uint keys in fight.Keys)
        {
            labels.Add(expert.Act(environment.WriteState(values)));
            environment.Step(keys, []);
        }

        return labels;
    }
}
