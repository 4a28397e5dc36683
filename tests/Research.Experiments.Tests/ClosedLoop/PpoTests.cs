using Research.Experiments.ClosedLoop;
using Research.Simulation.Environments;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ClosedLoop;

[Collection(nameof(TakingTurns))]
public sealed class PpoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_resumed_run_equals_an_uninterrupted_one()
    {
        var plan = MazePlan() with { Options = MazePlan().Options with { CriticWarmup = 3 } };
        var expected = Train(plan, "uninterrupted");

        // Stopped in the warm-up before any checkpoint, in the update after one, and in the second after one.
        string first = Interrupt(2);
        Assert.Equal($"interrupted was interrupted before its first checkpoint; {Path.Combine(Folder("interrupted"),
            "model.safetensors")} has the weights as they are.", first);
        Assert.Equal("interrupted was interrupted in update 5 of 9; the weights of update 4 are kept. The same call goes on from "
            + "there.", Interrupt(5));
        Assert.Equal("interrupted was interrupted in update 8 of 9; the weights of update 6 are kept. The same call goes on from "
            + "there.", Interrupt(8));
        var resumed = Train(plan, "interrupted");

        Assert.Equal(expected.Weights, resumed.Weights);
        Assert.Equal(expected.Metrics, resumed.Metrics);

        string Interrupt(int update) =>
            Assert.Throws<TrainingInterruptedException>(() => Train(plan, "interrupted", update)).Message;
    }

    [Fact]
    public void Two_runs_are_equal_whatever_the_number_of_threads_of_the_environments()
    {
        var one = Train(MazePlan() with { EnvironmentThreads = 1 }, "one");
        var three = Train(MazePlan() with { EnvironmentThreads = 3 }, "three");

        Assert.Equal(one.Weights, three.Weights);
        Assert.Equal(one.Metrics, three.Metrics);
    }

    [Fact]
    public void Another_seed_makes_another_run()
    {
        var plan = MazePlan();

        Assert.NotEqual(Train(plan, "one").Weights,
            Train(plan with { Options = plan.Options with { Seed = 8 } }, "another").Weights);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_the_warm_up_only_the_critic_learns(bool sharesFeatures)
    {
        var pixels = arange(50, ScalarType.Byte).view(2, 5, 5);
        var plan = MazePlan() with { Network = () => new SmallActorCritic(25, 4, sharesFeatures) };
        plan = plan with { Options = plan.Options with { Updates = 4, CriticWarmup = 3, CheckpointEvery = 1 } };
        var logits = new List<float[]>();
        var values = new List<float[]>();

        Train(plan with
        {
            Evaluate = (_, network) =>
            {
                var (all, judged) = network.call(pixels);
                logits.Add(all.flatten().data<float>().ToArray());
                values.Add(judged.data<float>().ToArray());
                return new Dictionary<string, double>();
            },
        }, "warm-up");

        Assert.Equal(logits[0], logits[1]);
        Assert.Equal(logits[0], logits[2]);
        Assert.NotEqual(logits[0], logits[3]);
        Assert.NotEqual(values[0], values[1]);
        Assert.NotEqual(values[1], values[2]);
        manual_seed(plan.Options.Seed);
        using var initial = plan.Network();
        using var scope = NewDisposeScope();
        int threads = get_num_threads();
        try
        {
            set_num_threads(plan.Threads); // a product of two rows may round otherwise by another number of threads
            Assert.Equal(initial.call(pixels).Logits.flatten().data<float>().ToArray(), logits[0]);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void A_critic_without_parameters_of_its_own_cannot_warm_up()
    {
        var plan = MazePlan() with { Network = () => new LogitSumCritic() };

        Assert.Equal("The logits depend on every parameter of the network, so there is none that the critic alone could learn; "
            + "expected a critic with a layer of its own, or 0 in the field 'critic_warmup'.",
            Assert.Throws<InvalidOperationException>(() => Train(plan with
            {
                Options = plan.Options with { CriticWarmup = 1 },
            }, "none")).Message);
    }

    [Fact]
    public void A_heavy_KL_keeps_the_policy_at_the_clone()
    {
        manual_seed(3);
        using var clone = new SmallActorCritic(25, 4);
        clone.eval();
        var plan = MazePlan() with { FrozenClone = clone, Network = () => new SmallActorCritic(25, 4) };
        plan = plan with { Options = plan.Options with { CloneKlDecay = 1, EntropyWeight = 0 } };

        var free = Train(plan with { Options = plan.Options with { CloneKl = 1e-9 } }, "free").Last;
        var bound = Train(plan with { Options = plan.Options with { CloneKl = 10 } }, "bound").Last;

        Assert.InRange(bound["clone_kl"], 0, free["clone_kl"] / 10);
        Assert.Equal("Found 0.5 in the field 'clone_kl' and no clone; expected a clone in the plan, or 0.",
            Assert.Throws<ArgumentException>(() => Train(plan with
            {
                FrozenClone = null,
                Options = plan.Options with { CloneKl = 0.5 },
            }, "none")).Message);
    }

    [Fact]
    public void Rates_and_weights_of_an_update()
    {
        var options = new PpoOptions { Updates = 10, LearningRate = 2, CriticWarmup = 2, CloneKl = 3, CloneKlDecay = 0.5 };

        Assert.Equal([2, 1, 0.2], new[] { 1, 6, 10 }.Select(update => PpoLearner.LearningRate(options, update)), Near);
        Assert.Equal(2, PpoLearner.LearningRate(options with { AnnealLearningRate = false }, 9));
        Assert.Equal([0, 0, 3, 1.5, 0.75], Enumerable.Range(1, 5).Select(update => PpoLearner.CloneKl(options, update)));
        Assert.Equal(0.75, Ppo.ExplainedVariance([1, 1, 3, 3], [0, 2, 2, 4]) + 0.25, 12);
        Assert.Equal(double.NaN, Ppo.ExplainedVariance([1, 2], [3, 3]));

        bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;
    }

    [Fact]
    public void A_target_KL_ends_the_epochs_of_an_update()
    {
        var plan = MazePlan();
        plan = plan with { Options = plan.Options with { Updates = 3, LearningRate = 0.05, AnnealLearningRate = false } };

        Assert.Equal(4, Train(plan, "all").Last["epochs"]);
        Assert.Equal(1, Train(plan with { Options = plan.Options with { TargetKl = 1e-6 } }, "one").Last["epochs"]);
    }

    [Fact]
    public void A_loss_that_is_no_number()
    {
        var plan = MazePlan();

        Assert.Equal("The loss is NaN in update 1 of 9; the step was not made.",
            Assert.Throws<NonFiniteLossException>(() => Train(plan with
            {
                Network = () =>
                {
                    var network = plan.Network();
                    using var _ = no_grad();
                    network.parameters().Last().fill_(double.NaN);
                    return network;
                },
            }, "nan")).Message);
    }

    [Fact]
    public void A_rollout_that_does_not_fit_into_an_array()
    {
        var plan = MazePlan();

        Assert.Equal("Found 2500002500 bytes of observations in a rollout of 1000000 steps and 100 lanes; expected at most "
            + "2147483591. Choose fewer steps or lanes.", Assert.Throws<ArgumentException>(() => Train(plan with
            {
                Options = plan.Options with { Updates = 1, RolloutSteps = 1_000_000, NumEnvs = 100 },
            }, "large")).Message);
    }

    [Fact]
    public void Updates_leave_no_tensor_behind()
    {
        var live = new List<long>();
        var plan = MazePlan();

        Train(plan with
        {
            UpdateDone = _ => live.Add(TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount),
        }, "live");

        Assert.All(live[2..], count => Assert.Equal(live[1], count));
    }

    [Fact]
    public void Metrics_of_an_update()
    {
        var last = Train(MazePlan(), "metrics").Last;

        Assert.Equal(["train_loss", "policy_loss", "value_loss", "entropy", "approx_kl", "clip_fraction", "learning_rate",
            "epochs", "explained_variance", "env_steps", "episodes", "episode_return", "episode_length"], last.Values.Keys);
        Assert.Equal(9 * 4 * 70, last["env_steps"]);
        Assert.Equal(1e-3 / 9, last["learning_rate"], 12);
        Assert.InRange(last["entropy"], 0.5, Math.Log(4));
        Assert.InRange(last["episodes"], 4, 4 * 70);
        Assert.InRange(last["episode_length"], 1, 50);
        Assert.Equal(1 - 0.02 * (last["episode_length"] - 1), last["episode_return"], 0.6);
        var record = RunRecord.Read(Folder("metrics"))!; // what runs, comparisons and the dashboard show
        Assert.Equal((RunState.Complete, 9, 7), (record.State, record.EpochCount, record.Seed));
        Assert.Equal(last["episode_return"], record.Scores["episode_return"]);
        Assert.Equal("0.001", record.Config["options.learning_rate"]);
        Assert.Equal("maze", record.Config["definition.environment"]);
    }

    private static PpoPlan MazePlan() => new()
    {
        Environment = _ => new GridMazeEnvironment(),
        Network = () => new SmallActorCritic(pixels: 25, actions: 4, sharesFeatures: false),
        Definition = new { Environment = "maze" },
        Options = new()
        {
            Updates = 9,
            NumEnvs = 4,
            RolloutSteps = 70,
            LearningRate = 1e-3,
            CheckpointEvery = 2,
            Seed = 7,
            Device = TorchDevice.Cpu,
        },
        Threads = 1,
    };

    private string Folder(string run) => Directory.EnumerateDirectories(_folder.Path, run + "-*").Single();

    private (float[] Weights, string[] Metrics, EpochLog Last) Train(PpoPlan plan, string name, int? stopIn = null)
    {
        using var stop = new CancellationTokenSource();
        var context = new RunContext
        {
            Name = name,
            Experiment = _folder.Path,
            Stop = () => stop.Token,
            Progress = new Heard(progress =>
            {
                int steps = plan.Options.RolloutSteps + plan.Options.Epochs * plan.Options.Minibatches;
                if (progress.Done == (stopIn - 1) * steps + plan.Options.RolloutSteps + 5)
                {
                    stop.Cancel();
                }
            }),
        };
        var trained = Ppo.TrainOrLoad(plan, context);
        using var network = trained.Network;
        return ([.. network.parameters().SelectMany(parameter => parameter.data<float>().ToArray())],
            [.. trained.Training.Epochs.Select(update => string.Join(' ', update.Values))], trained.Training.Epochs[^1]);
    }

    /// <summary>A critic that adds up the logits.</summary>
    private sealed class LogitSumCritic : ActorCritic
    {
        private readonly TorchSharp.Modules.Linear _actor = nn.Linear(25, 4);

        public LogitSumCritic() : base(nameof(LogitSumCritic)) => RegisterComponents();

        public override (Tensor Logits, Tensor Values) forward(Tensor observations)
        {
            var logits = _actor.call(observations.flatten(1).to(ScalarType.Float32));
            return (logits, logits.sum(-1L));
        }
    }
}
