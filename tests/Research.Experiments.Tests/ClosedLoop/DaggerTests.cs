using Research.Experiments.BehaviorCloning;
using Research.Experiments.ClosedLoop;
using Research.Sessions;
using Research.Simulation.Environments;
using Research.Training;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>The learner plays, the expert labels, the learner learns from it.</summary>
[Collection(nameof(TakingTurns))]
public sealed class DaggerTests(TinyFights tiny) : IClassFixture<TinyFights>
{
    private static readonly DaggerOptions Options = new()
    {
        Rounds = 2,
        RampRounds = 1,
        Threshold = 0.5,
        FightsPerRound = 1,
        StepsPerRound = 1,
        Policy = TinyFights.Options with { LearningRate = 3e-4 },
    };

    [Fact]
    public void The_experts_share_falls_linearly_to_nothing()
    {
        var options = new DaggerOptions { RampRounds = 5 };
        double[] shares = [.. Enumerable.Range(1, 7).Select(round => Math.Round(options.BetaOf(round), 12))];
        Assert.Equal([0.8, 0.6, 0.4, 0.2, 0, 0, 0], shares);
        Assert.Equal([0.5, 0], Enumerable.Range(1, 2).Select(new DaggerOptions().BetaOf));
    }

    [Theory]
    [InlineData(0, 1, 1, 1, "0 in the field 'rounds'; expected a whole number, at least 1 and at most 1000.")]
    [InlineData(1, 0, 1, 1, "0 in the field 'ramp_rounds'; expected a whole number, at least 1 and at most 1000.")]
    [InlineData(1, 1, 1001, 1, "1001 in the field 'fights_per_round'; expected a whole number, at least 1 and at most 1000.")]
    [InlineData(1, 1, 1, 0, "0 in the field 'steps_per_round'; expected a whole number, at least 1 and at most 1000000.")]
    public void Options_have_ranges(int rounds, int ramp, int fights, int steps, string message)
    {
        var options = new DaggerOptions { Rounds = rounds, RampRounds = ramp, FightsPerRound = fights, StepsPerRound = steps };
        Assert.Equal($"DaggerOptions: found {message}", Assert.Throws<ArgumentException>(
            () => Dagger.Run(options, (tiny.Train, tiny.Validation), tiny.Clone)).Message);
    }

    [Fact]
    public void A_session_has_what_the_learner_saw_and_what_the_expert_said()
    {
        using var dagger = Dagger.Run(Options with { Rounds = 1 }, (tiny.Train, tiny.Validation), tiny.Clone);
        Assert.Equal([(0, 1.0), (1, 0.0)], dagger.Rounds.Select(round => (round.Number, round.Beta)));
        Assert.Same(tiny.Clone, dagger.Rounds[0].Policy);
        string folder = SessionOf(tiny.Clone, "round-01-seed-42-beta-0-fights-1-steps-1-threshold-0.5");
        var session = Session.Open(folder, "Round01");
        Assert.Empty(session.Logs.Warnings);
        var fight = Assert.Single(session.Logs.Fights.Ranges);
        using var data = FightDataset.Load(session);
        Assert.Equal(tiny.Train.Frames.Count + fight.Count, dagger.Rounds[1].Frames);

        using var environment = new BossFightEnvironment();
        using var live = tiny.Clone.Play();
        var expert = new FightExpert(ExpertTiming.Reflex, labels: true);
        float[] state = new float[BossFightState.Length], probabilities = new float[7];
        byte[] frame = new byte[72 * 128];
        const int Seed = 5000 + (42 * 31 + 1) % 25 * 200;
        environment.Reset(Seed, frame);
        expert.Reset(Seed);
        double difference = 0;
        for (int step = 0; step < fight.Count; step++)
        {
            difference += frame.Zip(data.Frames.Frame(step).ToArray()).Average(pair => Math.Abs(pair.First - pair.Second));
            uint said = expert.Act(environment.WriteState(state));
            Assert.Equal(Enumerable.Range(0, 7).Select(key => (said >> key & 1) != 0),
                session.Logs.Timeline.Labels.Row(fight.First + step).ToArray());
            live.Predict(frame, probabilities);
            uint keys = (uint)Enumerable.Range(0, 7).Sum(key => probabilities[key] > 0.5 ? 1 << key : 0);
            Assert.Equal(step + 1 == fight.Count, environment.Step(keys, frame).IsDone);
        }

        Assert.InRange(difference / fight.Count, 0, 3); // what H.264 does to the picture
    }

    [Fact]
    public void A_second_call_takes_everything_as_it_is_and_one_of_other_options_plays_again()
    {
        using var first = Dagger.Run(Options, (tiny.Train, tiny.Validation), tiny.Clone);
        string[] files = Files();
        DateTime[] written = [.. files.Select(File.GetLastWriteTimeUtc)];
        using var second = Dagger.Run(Options, (tiny.Train, tiny.Validation), tiny.Clone);
        Assert.Equal(files, Files());
        Assert.Equal(written, files.Select(File.GetLastWriteTimeUtc));
        Assert.Equal(first.Rounds.Select(round => (round.Policy.Folder, round.Frames, round.Beta)),
            second.Rounds.Select(round => (round.Policy.Folder, round.Frames, round.Beta)));
        Assert.All(first.Rounds.Zip(second.Rounds), pair => Assert.Equal(Weights(pair.First), Weights(pair.Second)));
        Assert.NotEqual(Weights(first.Rounds[1]), Weights(first.Rounds[2]));
        Assert.Equal(3, first.Rounds.Select(round => round.Policy.Folder).Distinct().Count());

        using var mixed = Dagger.Run(Options with { Rounds = 1, RampRounds = 4 }, (tiny.Train, tiny.Validation), tiny.Clone);
        Assert.Equal(0.75, mixed.Rounds[1].Beta);
        Assert.NotEqual(first.Rounds[1].Policy.Folder, mixed.Rounds[1].Policy.Folder);
        Assert.True(Directory.Exists(SessionOf(tiny.Clone, "round-01-seed-42-beta-0.75-fights-1-steps-1-threshold-0.5")));

        string[] Files() => [.. Directory.GetFiles(tiny.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))];
    }

    [Fact]
    public void A_process_that_goes_on_takes_the_rounds_that_a_stopped_one_completed()
    {
        var options = Options with { Seed = 7 };
        string root = RunDirectory.Root;
        try
        {
            RunDirectory.Root = System.IO.Path.Combine(tiny.Path, "stopped-a");
            using var stop = new CancellationTokenSource();
            var heard = new Heard(progress =>
            {
                if (progress.Name == "seed-7-round-02")
                {
                    stop.Cancel();
                }
            });
            Assert.Throws<TrainingInterruptedException>(() => Dagger.Run(options, (tiny.Train, tiny.Validation), tiny.Clone,
                RunContext.With(heard, stop.Token)));
            var stopped = Written();
            Assert.NotEmpty(stopped);

            // In another place the runs are not those that this process has completed, as in a process of its own.
            Move("stopped-b");
            using var dagger = Dagger.Run(options, (tiny.Train, tiny.Validation), tiny.Clone);
            Assert.Equal(stopped, Written());

            Move("stopped-c"); // where all are complete
            using var again = Dagger.Run(options, (tiny.Train, tiny.Validation), tiny.Clone);
            Assert.All(Written(), file => Assert.True(file.Value > stopped[file.Key], file.Key));
            Assert.All(dagger.Rounds.Zip(again.Rounds), pair => Assert.Equal(Weights(pair.First), Weights(pair.Second)));
        }
        finally
        {
            RunDirectory.Root = root;
        }

        // The first round's run, and the session that its policy has played.
        static Dictionary<string, DateTime> Written() => Directory
            .EnumerateDirectories(System.IO.Path.Combine(RunDirectory.Root, "closed-loop", "dagger"), "seed-7-round-01-*")
            .SelectMany(run => Directory.EnumerateFiles(run, "*", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
            .ToDictionary(file => System.IO.Path.GetRelativePath(RunDirectory.Root, file), File.GetLastWriteTimeUtc);

        void Move(string place)
        {
            string moved = System.IO.Path.Combine(tiny.Path, place);
            Directory.Move(RunDirectory.Root, moved);
            RunDirectory.Root = moved;
        }
    }

    [Fact]
    public void A_round_has_as_many_fights_and_steps_as_asked_for()
    {
        var options = Options with { Rounds = 1, StepsPerRound = 130, Seed = -3 };
        using var steps = Dagger.Run(options, (tiny.Train, tiny.Validation), tiny.Clone);
        string played130 = SessionOf(tiny.Clone, "round-01-seed--3-beta-0-fights-1-steps-130-threshold-0.5");
        var played = Session.Open(played130, "Round01").Logs.Fights;
        Assert.True(played.FrameCount >= 130, $"{played.FrameCount} frames");
        Assert.True(played.FrameCount - played.Ranges[^1].Count < 130, "a fight too many");

        using var fights = Dagger.Run(
            options with { StepsPerRound = 1, FightsPerRound = 2 }, (tiny.Train, tiny.Validation), tiny.Clone);
        Assert.Equal(2, Session.Open(SessionOf(tiny.Clone, "round-01-seed--3-beta-0-fights-2-steps-1-threshold-0.5"), "Round01")
            .Logs.Fights.Ranges.Count);
    }

    [Fact]
    public void A_stopped_round_leaves_no_half_session()
    {
        using var stop = new CancellationTokenSource();
        var options = Options with { FightsPerRound = 3, Seed = 5 };
        Assert.Throws<OperationCanceledException>(() => Dagger.Run(options, (tiny.Train, tiny.Validation), tiny.Clone,
            RunContext.With(new Heard(_ => stop.Cancel()), stop.Token)));
        string folder = SessionOf(tiny.Clone, "round-01-seed-5-beta-0-fights-3-steps-1-threshold-0.5");
        Assert.Empty(Directory.GetDirectories(System.IO.Path.GetDirectoryName(folder)!, "round-01-seed-5-*"));
    }

    private static string SessionOf(FrameStackPolicy policy, string name) => System.IO.Path.Combine(policy.Folder, "dagger", name);

    private static float[] Weights(DaggerRound round) =>
        [.. round.Policy.Network.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
}
