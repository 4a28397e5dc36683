using Research.Experiments.BehaviorCloning;
using Research.Experiments.ClosedLoop;
using Research.Losses;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>Policies that PPO trains in the boss fight.</summary>
[Collection(nameof(TakingTurns))]
public sealed class PpoPolicyTests(TinyFights tiny) : IClassFixture<TinyFights>
{
    private static readonly TorchDevice Cpu = TorchDevice.Parse("cpu");

    private static readonly PpoOptions Options = new()
    {
        Updates = 2,
        NumEnvs = 2,
        RolloutSteps = 16,
        Minibatches = 2,
        Epochs = 1,
        CheckpointEvery = 1,
        Device = Cpu,
    };

    [Fact]
    public void The_clones_actor_stands_still_while_the_critic_learns_and_a_stopped_training_goes_on()
    {
        var options = Options with { CriticWarmup = 1, CloneKl = 0.5 };
        using var stop = new CancellationTokenSource();
        const int StepsOfAnUpdate = 16 + 2;
        var context = RunContext.With(new Heard(progress =>
        {
            if (progress.Done > StepsOfAnUpdate)
            {
                stop.Cancel();
            }
        }), stop.Token);
        Assert.Throws<TrainingInterruptedException>(() => PpoPolicy.TrainOrLoad(options, tiny.Clone, 0, context));
        string stopped = Assert.Single(Directory.GetDirectories(System.IO.Path.Combine(RunDirectory.Root, "closed-loop"),
            "ppo-from-clone-seed-42-*"));
        var kept = Safetensors.Load(System.IO.Path.Combine(stopped, "model.safetensors"));
        foreach (var (name, weight) in tiny.Clone.Network.state_dict())
        {
            Assert.Equal(Values(weight), Values(kept[$"actor.{name}"]));
        }

        Assert.Equal($"{stopped}: found no summary.json; expected a complete run (resume it first).",
            Assert.Throws<InvalidDataException>(() => PpoPolicy.LoadAny(stopped, Cpu)).Message);

        using var resumed = PpoPolicy.TrainOrLoad(options, tiny.Clone, 0);
        Assert.Equal(stopped, resumed.Folder);
        Assert.Equal(2, resumed.Training.Epochs.Count);
        var trained = Safetensors.Load(System.IO.Path.Combine(stopped, "model.safetensors"));
        Assert.Contains(kept, weight => weight.Key.StartsWith("actor.", StringComparison.Ordinal)
            && !Values(weight.Value).SequenceEqual(Values(trained[weight.Key])));

        using var uninterrupted = PpoPolicy.TrainOrLoad(options, tiny.Clone, 0, RunContext.Default with { Experiment = "again" });
        Assert.NotEqual(stopped, uninterrupted.Folder);
        Assert.Equal(resumed.Predict(tiny.Validation).Values.ToArray(), uninterrupted.Predict(tiny.Validation).Values.ToArray());
    }

    [Fact]
    public void A_policy_from_scratch_is_saved_loaded_and_plays()
    {
        using var policy = PpoPolicy.TrainOrLoad(Options with { Updates = 1 }, null, checkpointFights: 1);
        var measured = policy.Training.Epochs[^1].Values;
        Assert.InRange(measured["val_survival"], 1, 180);
        Assert.InRange(measured["val_knockouts"], 0, 1);
        Assert.InRange(measured["val_hits_per_minute"], 0, 60);
        Assert.Equal(measured["env_steps"], policy.StepsTo(measured["val_knockouts"]));
        Assert.Null(policy.StepsTo(measured["val_knockouts"] + 0.1));

        using var loaded = PpoPolicy.LoadAny(policy.Folder + "/", Cpu);
        Assert.IsType<PpoPolicy>(loaded);

        var seeds = PpoPolicy.TrainOrLoadSeeds(Options with { Updates = 1 }, null, seeds: 2, checkpointFights: 1);
        Assert.Equal(policy.Folder, seeds[0].Folder);
        Assert.Contains($"seed-{Options.Seed + 1}-", seeds[1].Folder, StringComparison.Ordinal);
        Assert.NotEqual(policy.Predict(tiny.Validation).Values.ToArray(), seeds[1].Predict(tiny.Validation).Values.ToArray());
        Assert.All(seeds, seed => seed.Dispose());
        float[] predicted = [.. policy.Predict(tiny.Validation).Values];
        Assert.Equal(predicted, loaded.Predict(tiny.Validation).Values.ToArray());
        Assert.Equal(PolicyFights.Play(policy, [20_000], choice: KeyChoice.Sampled)[0].Keys,
            PolicyFights.Play(loaded, [20_000], choice: KeyChoice.Sampled)[0].Keys);

        using var network = new FightActorCritic(7, (6, 72, 128));
        Weights.Load(network, System.IO.Path.Combine(policy.Folder, "model.safetensors"));
        network.eval();
        byte[] frames = Enumerable.Range(0, 6).SelectMany(frame => tiny.Validation.Frames.Frame(frame).ToArray()).ToArray();
        using var scope = NewDisposeScope();
        var (logits, values) = network.call(tensor(frames, [1, 6, 72, 128]));
        Assert.Equal([1L], values.shape);
        Assert.All(Values(logits.sigmoid()).Select((probability, key) => (probability, key)),
            key => Assert.Equal(key.probability, predicted[5 * 7 + key.key], 5));
    }

    [Fact]
    public void Every_kind_of_policy_is_loaded_and_no_other_run()
    {
        using (var loaded = PpoPolicy.LoadAny(tiny.Clone.Folder, Cpu))
        {
            Assert.IsType<FrameStackPolicy>(loaded);
            Assert.Equal(tiny.Clone.Predict(tiny.Validation).Values.ToArray(), loaded.Predict(tiny.Validation).Values.ToArray());
        }

        var recurrent = new ConvRecurrentOptions { Epochs = 1, SequenceLength = 20, BurnIn = 2, Device = Cpu };
        using var onFrames = ConvRecurrentPolicy.TrainOrLoad(
            recurrent, new BinaryCrossEntropy(), (tiny.Validation, tiny.Validation));
        using (var loaded = PpoPolicy.LoadAny(onFrames.Folder, Cpu))
        {
            Assert.IsType<ConvRecurrentPolicy>(loaded);
        }

        using var encoder = FrameAutoencoder.TrainOrLoad(
            new AutoencoderOptions { Latent = 4, Epochs = 1, Stride = 20, Device = Cpu }, tiny.Train.Frames,
            tiny.Validation.Frames);
        using var onLatents = LatentRecurrentPolicy.TrainOrLoad(
            new PolicyOptions { Epochs = 1, CrossFights = false, Device = Cpu }, new BinaryCrossEntropy(), encoder,
            (tiny.Validation, tiny.Validation));
        using (var loaded = PpoPolicy.LoadAny(onLatents.Folder, Cpu))
        {
            Assert.IsType<LatentRecurrentPolicy>(loaded);
            Assert.Single(PolicyFights.Play(loaded, [20_000]));
        }

        string message = Assert.Throws<InvalidDataException>(() => PpoPolicy.LoadAny(encoder.Folder, Cpu)).Message;
        Assert.StartsWith($"{encoder.Folder}/config.json: found a run of kind '", message, StringComparison.Ordinal);
        Assert.EndsWith($"; expected ppo or policy over codes or {ConvRecurrentPolicy.Kind} or policy on stacked frames.", message,
            StringComparison.Ordinal);
        Assert.Equal($"{tiny.Path}/none: found no such folder; expected that of a run.",
            Assert.Throws<DirectoryNotFoundException>(() => PpoPolicy.LoadAny($"{tiny.Path}/none", Cpu)).Message);
    }

    [Fact]
    public void Checkpoints_play_only_fights_to_choose_by()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PpoPolicy.TrainOrLoad(Options, null, checkpointFights: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PpoPolicy.TrainOrLoad(Options, null, checkpointFights: 9001));
        Assert.Contains("no clone; expected a clone in the plan", Assert.Throws<ArgumentException>(
            () => PpoPolicy.TrainOrLoad(Options with { CloneKl = 1 }, null)).Message, StringComparison.Ordinal);
    }

    private static float[] Values(Tensor tensor) => tensor.detach().cpu().contiguous().data<float>().ToArray();
}
