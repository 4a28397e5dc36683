using Research.Alignment;
using Research.Experiments.MyExperiment;
using Research.Metrics;
using Research.Training;

namespace Research.Experiments.Tests.MyExperiment;

[Collection(nameof(TakingTurns))]
public sealed class MyExperimentPolicyTests : IDisposable
{
    private static readonly ActionSet Keys = new(("LEFT", "a"), ("RIGHT", "d"));

    private readonly TemporaryFolder _folder = new();

    public MyExperimentPolicyTests() => RunDirectory.Root = _folder.Path;

    public void Dispose()
    {
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    /// <summary>
    /// A game that can be learned in a second: LEFT is held while the first number is above 200, RIGHT while it is below 100.
    /// </summary>
    private static MyExperimentFrames Play(int frames, int seed)
    {
        var random = new Random(seed);
        float[] states = [.. Enumerable.Range(0, frames)
            .SelectMany(_ => new[] { 300 * random.NextSingle(), random.NextSingle() })];
        return new MyExperimentFrames(states, new ActionTimeline(Keys,
            Enumerable.Range(0, frames).Select(frame => states[2 * frame] switch { > 200 => 1u, < 100 => 2u, _ => 0u })));
    }

    private static MyExperimentPolicy Train(
        string name, int seed = 1, Reuse reuse = Reuse.Unfinished, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        var options = new MyExperimentOptions { Units = 16, Epochs = 10, BatchSize = 20, LearningRate = 0.02, Seed = seed };
        var context = RunContext.With(progress, cancellation) with { Name = name, Reuse = reuse };
        return MyExperimentPolicy.TrainOrLoad(options, Play(410, 1), Play(200, 2), context);
    }

    [Fact]
    public void It_learns_what_the_trivial_policies_do_not_know()
    {
        using var policy = Train("learns");
        var test = Play(200, 3);
        var scores = BaselineComparison.Of(test.Keys.Labels, [new RowRange(0, 200)], Keys.Names, seed: 1,
            ("policy", policy.Predict(test).Threshold(200).Labels));

        Assert.True(scores[0].CompositeF1 > 0.9, $"{scores[0].CompositeF1}");
        Assert.All(scores.Skip(1), trivial => Assert.True(trivial.CompositeF1 < 0.6, $"{trivial.Policy}: {trivial.CompositeF1}"));
    }

    [Fact]
    public void One_seed_gives_one_policy_also_when_it_was_stopped_in_between_and_another_seed_another()
    {
        var test = Play(50, 3);
        using var whole = Train("whole");
        using var other = Train("other", seed: 2);
        using var stop = new CancellationTokenSource();
        Assert.Throws<TrainingInterruptedException>(() => Train("stopped", progress: new Heard(told =>
        {
            if (told.Done == 50)
            {
                stop.Cancel();
            }
        }), cancellation: stop.Token));
        using var resumed = Train("stopped");
        using var taken = Train("whole", reuse: Reuse.Everything);

        Assert.Equal(Values(whole), Values(resumed));
        Assert.Equal(Values(whole), Values(taken));
        Assert.NotEqual(Values(whole), Values(other));

        float[] Values(MyExperimentPolicy policy) => [.. Enumerable.Range(0, Keys.Count).SelectMany(policy.Predict(test).Of)];
    }

    [Fact]
    public void Frames_that_cannot_be_learned_from_are_refused()
    {
        var ragged = new MyExperimentFrames(new float[7], new ActionTimeline(Keys, new uint[2]));
        Assert.Equal("7 numbers are no states of 2 frames; expected as many for every frame.",
            Assert.Throws<ArgumentException>(() => ragged.Features).Message);
        Assert.StartsWith("5 frames to learn from do not fill a batch of 64.",
            Assert.Throws<ArgumentException>(() =>
                MyExperimentPolicy.TrainOrLoad(new MyExperimentOptions(), Play(5, 1), Play(5, 2))).Message);
    }
}
