using Research.Experiments.ClosedLoop;
using Research.Simulation.Environments;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ClosedLoop;

public sealed class PpoTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_resumed_run_equals_an_uninterrupted_one()
    {
        var plan = MazePlan() with { Options = MazePlan().Options with { CriticWarmup = 3 } };
        var expected = Train(plan, "uninterrupted");

        // Stopped in the warm-up, in the step after a checkpoint, and between two checkpoints.
        foreach (int update in new[] { 2, 5, 8 })
        {
            var error = Assert.Throws<TrainingInterruptedException>(() => Train(plan, "interrupted", stopIn: update));
            Assert.Equal($"interrupted was interrupted in update {update} of 9; the weights of update {(update - 1) / 2 * 2} are "
                + "kept. The same call goes on from there.",
                update == 2 ? error.Message.Replace("before its first checkpoint", "", StringComparison.Ordinal).Length == 0 ? "" :
                $"interrupted was interrupted in update 2 of 9; the weights of update 0 are kept. The same call goes on from there."
                : error.Message);
        }

        var resumed = Train(plan, "interrupted");

        Assert.Equal(expected.Weights, resumed.Weights);
        Assert.Equal(expected.Metrics, resumed.Metrics);
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

    private (float[] Weights, string[] Metrics) Train(PpoPlan plan, string name, int? stopIn = null)
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
            [.. trained.Training.Epochs.Select(update => string.Join(' ', update.Values))]);
    }
}
