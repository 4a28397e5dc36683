using Research.Alignment;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ClosedLoop;
using Research.Experiments.Tests.BehaviorCloning;
using Research.Simulation.Environments;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>A policy on frames plays fights to their ends.</summary>
[Collection(nameof(TakingTurns))]
public sealed class PolicyFightsTests(TinyFights tiny) : IClassFixture<TinyFights>
{
    [Fact]
    public void Every_fight_is_played_to_its_end_in_the_order_of_the_seeds()
    {
        int[] seeds = [20_007, 20_003, 20_005, 20_000, 20_001, 20_002, 20_004, 20_006, 20_009, 20_008];
        var heard = new List<(int Done, int Total)>();
        int threads = get_num_threads();
        var fights = PolicyFights.Play(tiny.Clone, seeds,
            RunContext.With(new Heard(progress => heard.Add((progress.Done, progress.Total)))));

        Assert.Equal(threads, get_num_threads());
        Assert.Equal(seeds, fights.Select(fight => fight.Result.Seed));
        Assert.Equal(Enumerable.Range(1, 10).Select(done => (done, 10)), heard);
        Assert.All(fights, fight =>
        {
            Assert.Equal(fight.Result.Seconds, fight.Keys.Count / 10.0, 6);
            Assert.Same(fight.Keys, fight.Labels);
            RequireSameAgain(fight);
        });
    }

    [Fact]
    public void The_same_list_gives_the_same_fights_and_draws_depend_on_the_fights_seed_alone()
    {
        using var unsure = FrameStackPolicy.TrainOrLoad(
            TinyFights.Options with { LearningRate = 1e-5 }, [tiny.Train], tiny.Validation); // every key is likely at times
        int[] seeds = [20_000, 20_001, 20_002];
        var (likelier, likelierAgain) = (Play(seeds, KeyChoice.Likelier), Play(seeds, KeyChoice.Likelier));
        Assert.All(likelier.Zip(likelierAgain), pair => RequireSame(pair.First, pair.Second));
        var (drawn, drawnAgain) = (Draw(seeds), Draw(seeds));
        Assert.All(drawn.Zip(drawnAgain), pair => RequireSame(pair.First, pair.Second));

        RequireSame(drawn[2], Draw([20_002])[0]);
        RequireSame(drawn[0], Draw([20_001, 20_000])[1]);
        Assert.NotEqual(drawn[0].Keys.Take(20), drawn[1].Keys.Take(20));
        Assert.NotEqual(drawn[0].Keys.Take(20), PolicyFights.Play(unsure, [20_000])[0].Keys.Take(20));

        IReadOnlyList<PlayedFight> Draw(int[] some) => PolicyFights.Play(unsure, some, choice: KeyChoice.Sampled);
    }

    [Fact]
    public void A_threshold_of_an_action_stands_for_the_common_one()
    {
        double[] onlyUp = [1, 1, 1, 1, 1, 1, 1];
        onlyUp[ActionSet.Cuphead.IndexOf("UP")] = 0;
        var fight = Play([20_000], new KeyChoice { Thresholds = onlyUp })[0];
        Assert.All(fight.Keys, keys => Assert.Equal(1u << ActionSet.Cuphead.IndexOf("UP"), keys));
        Assert.Equal("Found 2 thresholds; expected 7, one for each action.", Assert.Throws<ArgumentException>(
            () => Play([20_000], new KeyChoice { Thresholds = [0.1, 0.2] })).Message);
    }

    [Fact]
    public void A_threshold_is_chosen_by_survival_in_other_fights()
    {
        int[] seeds = [14_000, 14_001];
        double best = new[] { 0.5, 0.35, 0.25, 0.15, 0.1 }.Max(threshold => Survival(new KeyChoice(threshold)));
        Assert.Equal(best, Survival(PolicyFights.ChooseThreshold(tiny.Clone, fights: 2)));
        Assert.All([0, 6001], fights => Assert.StartsWith("fights (",
            Assert.Throws<ArgumentOutOfRangeException>(() => PolicyFights.ChooseThreshold(tiny.Clone, fights)).Message));

        double Survival(KeyChoice choice) => Play(seeds, choice).Average(fight => PlayScores.SurvivalOf(fight.Result));
    }

    [Fact]
    public void An_expert_at_its_side_labels_all_and_plays_its_share()
    {
        var context = RunContext.Default;
        using var environment = new BossFightEnvironment();
        var expert = PlayedFight.Play(environment, new FightExpert(ExpertTiming.Reflex, labels: true), 20_000);
        var obeyed = PolicyFights.Play(tiny.Clone.Play, [20_000], (KeyChoice.Likelier, new MixedPlay(1)), context)[0];
        Assert.Equal(expert.Keys, obeyed.Keys);
        Assert.Equal(expert.Keys, obeyed.Labels);
        Assert.Equal(expert.Result, obeyed.Result);

        var alone = PolicyFights.Play(tiny.Clone.Play, [20_000], (KeyChoice.Likelier, new MixedPlay(0)), context)[0];
        Assert.Equal(Play([20_000], KeyChoice.Likelier)[0].Keys, alone.Keys);
        Assert.Equal(alone.Keys.Count, alone.Labels.Count);
        Assert.NotEqual(alone.Keys, alone.Labels);
    }

    [Fact]
    public void Half_of_the_seconds_are_the_experts()
    {
        var fights = PolicyFights.Play(
            tiny.Clone.Play, [20_000, 20_001, 20_002], (new KeyChoice(1), new MixedPlay(0.5)), RunContext.Default);
        int seconds = 0, experts = 0;
        foreach (var fight in fights)
        {
            for (int step = 0; step + MixedPlay.Stretch <= fight.Keys.Count; step += MixedPlay.Stretch)
            {
                var keys = fight.Keys.Skip(step).Take(MixedPlay.Stretch);
                var labels = fight.Labels.Skip(step).Take(MixedPlay.Stretch);
                bool isPolicys = keys.All(held => held == 0); // no probability is above 1
                Assert.True(isPolicys || keys.SequenceEqual(labels), $"{fight.Result.Seed}, step {step}");
                (seconds, experts) = (seconds + 1, experts + (isPolicys ? 0 : 1));
            }
        }

        Assert.InRange((double)experts / seconds, 0.3, 0.7);
    }

    [Fact]
    public void A_list_without_a_seed_has_no_fights()
    {
        Assert.Empty(Play([], KeyChoice.Likelier));
    }

    [Fact]
    public void A_policy_on_other_frames_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var squares = SquareGame.Play(folder, "Squares", fights: 1, seed: 1);
        using var policy = FrameStackPolicy.TrainOrLoad(TinyFights.Options, [squares], squares);
        string message = $"{policy.Folder}: found a policy on frames of 48×64 pixels; expected 72×128, as the boss fight has them.";
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => PolicyFights.Play(policy, [20_000])).Message);
        Assert.Equal(message, Assert.Throws<InvalidDataException>(
            () => Dagger.Run(new(), (tiny.Train, tiny.Validation), policy)).Message);
        Assert.Equal(message, Assert.Throws<InvalidDataException>(
            () => PpoPolicy.TrainOrLoad(new() { Device = TorchDevice.Parse("cpu") }, policy)).Message);
    }

    [Fact]
    public void A_policy_of_other_actions_is_refused()
    {
        string folder = System.IO.Path.Combine(tiny.Path, "other"), config = System.IO.Path.Combine(folder, "config.json");
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(tiny.Clone.Folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, System.IO.Path.Combine(folder, System.IO.Path.GetFileName(file)));
        }

        File.WriteAllText(config, File.ReadAllText(config).Replace("\"DASH\"", "\"ROLL\"", StringComparison.Ordinal));
        using var policy = ActionPolicy.Load(folder, TorchDevice.Parse("cpu"));
        string message = Assert.Throws<InvalidDataException>(() => PolicyFights.Play(policy, [20_000])).Message;
        Assert.StartsWith("boss fight: found the actions ", message, StringComparison.Ordinal);
        Assert.Contains($"; expected those that {folder} was trained for, ", message, StringComparison.Ordinal);
        Assert.Contains("ROLL", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Play_can_be_stopped()
    {
        using var stop = new CancellationTokenSource();
        var context = RunContext.With(new Heard(_ => stop.Cancel()), stop.Token);
        int threads = get_num_threads();
        Assert.Throws<OperationCanceledException>(
            () => PolicyFights.Play(tiny.Clone, [.. Enumerable.Range(20_000, 20)], context));
        Assert.Equal(threads, get_num_threads());
    }

    private IReadOnlyList<PlayedFight> Play(int[] seeds, KeyChoice choice) =>
        PolicyFights.Play(tiny.Clone, seeds, choice: choice);

    private static void RequireSame(PlayedFight expected, PlayedFight found)
    {
        Assert.Equal(expected.Keys, found.Keys);
        Assert.Equal(expected.Result, found.Result);
        Assert.Equal(expected.Hits, found.Hits);
    }

    /// <summary>Plays a fight again by its keys.</summary>
    private static void RequireSameAgain(PlayedFight fight)
    {
        using var environment = new BossFightEnvironment();
        environment.Reset(fight.Result.Seed, []);
        var tally = new FightTally(fight.Result.Seed);
        Assert.Equal([.. Enumerable.Repeat(false, fight.Keys.Count - 1), true],
            fight.Keys.Select(keys => tally.Add(keys, environment.Step(keys, []))));
        RequireSame(fight, tally.Fight);
    }
}
