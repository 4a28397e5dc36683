using Research.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Tests.Training;

[Collection(nameof(TakingTurns))]
public sealed class TrainerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("trainer-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Training_learns_and_logs_every_epoch()
    {
        using var run = Open("learns");
        using var lesson = new Lesson();
        var told = new List<WorkProgress>();
        var result = Trainer.Fit(lesson.Plan(epochs: 8), run, new Heard(told.Add));

        Assert.Equal(8, result.Epochs.Count);
        Assert.True(result.Epochs[^1]["val_loss"] < result.Epochs[0]["val_loss"] / 2,
            $"{result.Epochs[0]["val_loss"]} → {result.Epochs[^1]["val_loss"]}");
        Assert.Equal(8, result.BestEpoch);
        Assert.Equal(RunLog.Read(run.MetricsFile).Select(e => e["val_loss"]), result.Curve("val_loss"));
        Assert.Equal(result.Curve("train_loss"), result.Curve("train_mse"));
        Assert.Equal(8 * Lesson.Steps + 1, told.Count);
        Assert.Equal(("learns", 8 * Lesson.Steps, 8 * Lesson.Steps), (told[^1].Name, told[^1].Done, told[^1].Total));
        Assert.Matches(@"^epoch 8 of 8, loss \d\.\d+$", told[^1].Detail);
        Assert.False(lesson.Model.training);
        Assert.Equal("Epoch 1 has no 'val_f1'; it has train_loss, train_mse, val_loss.",
            Assert.Throws<KeyNotFoundException>(() => result.Curve("val_f1")).Message);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_bit_for_bit_and_another_seed_others()
    {
        float[] first = Train("a", seed: 3), again = Train("b", seed: 3), other = Train("c", seed: 4);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);

        float[] Train(string name, int seed)
        {
            using var run = Open(name);
            using var lesson = new Lesson(seed);
            Trainer.Fit(lesson.Plan(epochs: 3), run);
            return lesson.Weights();
        }
    }

    [Theory]
    [InlineData(5)] // in the first epoch
    [InlineData(14)]
    [InlineData(20)] // at the end of the second
    [InlineData(33)]
    public void An_interrupted_training_goes_on_as_if_nothing_had_happened(int stopAtStep)
    {
        using var whole = Open("whole");
        using var lesson = new Lesson();
        var expected = Trainer.Fit(lesson.Plan(epochs: 4), whole);

        using (var run = Open("stopped"))
        using (var interrupted = new Lesson())
        using (var stop = new CancellationTokenSource())
        {
            var error = Assert.Throws<TrainingInterruptedException>(() =>
                Trainer.Fit(interrupted.Plan(epochs: 4), run, new Heard(told =>
            {
                if (told.Done == stopAtStep)
                {
                    stop.Cancel();
                }
            }), stop.Token));
            int done = (stopAtStep - 1) / Lesson.Steps;
            Assert.Equal(done == 0
                ? $"stopped was interrupted in its first epoch; {run.ModelFile} has the weights as they are."
                : $"stopped was interrupted in epoch {done + 1} of 4; the weights of epoch {done} are kept. The same call goes "
                    + "on from here.", error.Message);
            using var kept = new Lesson(seed: 9);
            Weights.Load(kept.Model, run.ModelFile);
            Assert.Equal(interrupted.Weights(), kept.Weights());
        }

        using var resumed = Open("stopped");
        // where there is a checkpoint, its weights count
        using var fresh = new Lesson(stopAtStep <= Lesson.Steps ? Lesson.Seed : 7);
        var steps = new List<int>();
        var plan = fresh.Plan(epochs: 4) with { Seed = Lesson.Seed };
        var result = Trainer.Fit(plan, resumed, new Heard(told => steps.Add(told.Done)));

        Assert.Equal((stopAtStep - 1) / Lesson.Steps * Lesson.Steps + 1, steps[0]);
        Assert.Equal(expected.Epochs.Select(e => e.Values), result.Epochs.Select(e => e.Values));
        Assert.Equal(File.ReadAllBytes(whole.ModelFile), File.ReadAllBytes(resumed.ModelFile));
    }

    [Fact]
    public void Early_stopping_brings_the_best_weights_back()
    {
        using var run = Open("early");
        using var lesson = new Lesson();
        double[] losses = [3, 2, double.NaN, 2.5, 2.1, 0];
        int epoch = 0;
        var weights = new List<float[]>();
        var plan = lesson.Plan(epochs: 6) with
        {
            EarlyStopping = new EarlyStopping("val_loss", Patience: 3),
            Validate = () =>
            {
                weights.Add(lesson.Weights());
                return new Dictionary<string, double> { ["val_loss"] = losses[epoch++] };
            },
        };
        var told = new List<WorkProgress>();
        var result = Trainer.Fit(plan, run, new Heard(told.Add));

        Assert.Equal((5 * Lesson.Steps, 5 * Lesson.Steps), (told[^1].Done, told[^1].Total));
        Assert.Matches(@"^stopped early after epoch 5 of 6, loss \d\.\d+, best val_loss 2 \(epoch 2\)$", told[^1].Detail);
        Assert.Equal((2, 5, true), (result.BestEpoch, result.Epochs.Count, result.StoppedEarly));
        Assert.Equal(2, result.Best["val_loss"]);
        Assert.Equal(weights[1], lesson.Weights());
        Assert.Contains("\"val_loss\":null", File.ReadAllText(run.MetricsFile)); // JSON has no NaN
        Assert.True(double.IsNaN(result.Epochs[2]["val_loss"]));

        // What was stopped early stays so.
        var again = Trainer.Fit(plan, run, new Heard(_ => Assert.Fail("It is trained again.")));
        Assert.Equal((2, 5, true), (again.BestEpoch, again.Epochs.Count, again.StoppedEarly));
    }

    [Fact]
    public void A_loss_that_is_no_number_names_step_batch_and_checkpoint()
    {
        using var run = Open("nan");
        using var lesson = new Lesson();
        var plan = lesson.Plan(epochs: 3);
        int call = 0;
        var broken =
            plan with { Loss = batch => ++call == Lesson.Steps + 4 ? plan.Loss(batch).Total * double.NaN : plan.Loss(batch) };
        var error = Assert.Throws<NonFiniteLossException>(() => Trainer.Fit(broken, run));

        string rows = string.Join(", ", Lesson.Order(2).Skip(3 * Lesson.BatchSize).Take(Lesson.BatchSize));
        Assert.Equal($"{run.Folder}: the loss is NaN at step 4 of 10 in epoch 2, on the batch of rows {rows}. "
            + $"The last good checkpoint is {run["checkpoint/epoch-0001"]}.", error.Message);
        Assert.Equal(3, Trainer.Fit(plan, run).Epochs.Count);

        using var first = Open("nan-at-once");
        error = Assert.Throws<NonFiniteLossException>(() =>
            Trainer.Fit(plan with { Loss = batch => plan.Loss(batch).Total / 0 }, first));
        Assert.EndsWith("There is no checkpoint yet.", error.Message);
        Assert.StartsWith($"{first.Folder}: the loss is Infinity at step 1 of 10 in epoch 1", error.Message);
    }

    [Fact]
    public void A_checkpoint_of_another_model_or_a_damaged_one_is_refused()
    {
        using var run = Open("other");
        using (var lesson = new Lesson())
        {
            Trainer.Fit(lesson.Plan(epochs: 1), run);
        }

        string folder = run["checkpoint/epoch-0001"];
        using var wider = new Lesson(width: 9);
        var error = Assert.Throws<InvalidDataException>(() => Trainer.Fit(wider.Plan(epochs: 2), run));
        Assert.Equal(
            $"{folder}: cannot go on from this checkpoint: {folder}/model.safetensors: found '0.weight' of [8, 4]; expected [9, "
            + "4]. "
            + $"Delete {run.Folder} to begin anew.", error.Message);

        File.WriteAllText(Path.Combine(folder, "state.json"), "{");
        using var same = new Lesson();
        error = Assert.Throws<InvalidDataException>(() => Trainer.Fit(same.Plan(epochs: 2), run));
        Assert.StartsWith($"{folder}: cannot go on from this checkpoint: ", error.Message);
    }

    [Fact]
    public void The_learning_rate_follows_the_schedule_and_gradients_are_clipped()
    {
        using var run = Open("schedule");
        using var lesson = new Lesson();
        var rates = new List<double>();
        var plan = lesson.Plan(epochs: 2);
        float[] before = lesson.Weights();
        Trainer.Fit(plan with
        {
            LearningRate = step => step < 15 ? 0.1 / (step + 1) : 0,
            MaxGradNorm = 1e-9,
            Loss = batch =>
            {
                rates.Add(plan.Optimizer.ParamGroups.First().LearningRate);
                return plan.Loss(batch);
            },
        }, run);

        Assert.Equal(Enumerable.Range(0, 20).Select(step => step < 15 ? 0.1 / (step + 1) : 0), rates);
        // Adam moves by the rate whatever the norm
        Assert.All(before.Zip(lesson.Weights()), w => Assert.InRange(Math.Abs(w.First - w.Second), 0, 0.4));
    }

    [Fact]
    public void A_plan_that_counts_its_batches_wrongly_is_refused()
    {
        using var run = Open("wrong-count");
        using var lesson = new Lesson();
        var error = Assert.Throws<InvalidOperationException>(() =>
            Trainer.Fit(lesson.Plan(epochs: 1) with { StepsPerEpoch = 11 }, run));
        Assert.Equal($"{run.Folder}: epoch 1 had 10 batches; the plan says 11.", error.Message);
    }

    private RunDirectory Open(string name) => RunDirectory.Open("test", name, new { name }, root: _root);

    /// <summary>Targets are sums of the inputs; the network has dropout, so that random numbers matter.</summary>
    private sealed class Lesson : IDisposable
    {
        public const int Steps = 10, BatchSize = 6, Seed = 5;
        private const int Rows = Steps * BatchSize;

        private readonly int _seed;
        private readonly OptimizerHelper _optimizer;
        private readonly Tensor _inputs, _targets;

        public Lesson(int seed = Seed, int width = 8)
        {
            _seed = seed;
            manual_seed(seed);
            Model = nn.Sequential(nn.Linear(4, width), nn.ReLU(), nn.Dropout(0.2), nn.Linear(width, 1));
            _optimizer = optim.Adam(Model.parameters(), 0.02);
            var numbers = new Random(1);
            _inputs = tensor(Enumerable.Range(0, Rows * 4).Select(_ => (float)numbers.NextDouble()).ToArray(), [Rows, 4]);
            _targets = _inputs.sum(1, keepdim: true);
        }

        public Sequential Model { get; }

        public float[] Weights() => [.. Model.parameters().SelectMany(p => p.detach().flatten().data<float>().ToArray())];

        public static int[] Order(int epoch)
        {
            int[] order = [.. Enumerable.Range(0, Rows)];
            new Random(epoch).Shuffle(order);
            return order;
        }

        public TrainingPlan<Batch> Plan(int epochs) => new()
        {
            Model = Model,
            Optimizer = _optimizer,
            Epochs = epochs,
            Seed = _seed,
            StepsPerEpoch = Steps,
            Batches = (epoch, _) => Order(epoch).Chunk(BatchSize).Select(rows => new Batch(rows)),
            Loss = batch =>
            {
                var rows = tensor(batch.Numbers.Select(r => (long)r).ToArray());
                var loss = nn.functional.mse_loss(Model.forward(_inputs.index_select(0, rows)), _targets.index_select(0, rows));
                return new StepLoss(loss, ("mse", loss));
            },
            Validate = () =>
                new Dictionary<string, double>
                {
                    ["val_loss"] = nn.functional.mse_loss(Model.forward(_inputs), _targets).item<float>(),
                },
        };

        public void Dispose()
        {
            _optimizer.Dispose();
            Model.Dispose();
            _inputs.Dispose();
            _targets.Dispose();
        }
    }

    private sealed record Batch(int[] Numbers) : ITrainingBatch
    {
        public ReadOnlySpan<int> Rows => Numbers;
    }
}
