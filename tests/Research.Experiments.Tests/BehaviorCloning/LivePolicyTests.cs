using Research.Experiments.BehaviorCloning;
using Research.Losses;
using Research.Training;

namespace Research.Experiments.Tests.BehaviorCloning;

/// <summary>Policies in closed loop say, frame by frame, what they say of a recorded session.</summary>
[Collection(nameof(TakingTurns))]
public sealed class LivePolicyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FightDataset _train, _test;

    public LivePolicyTests()
    {
        RunDirectory.Root = Path.Combine(_folder.Path, "runs");
        _train = SquareGame.Play(_folder, "Train", fights: 2, seed: 1);
        _test = SquareGame.Play(_folder, "Test", fights: 2, seed: 2);
    }

    public void Dispose()
    {
        _train.Dispose();
        _test.Dispose();
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_policy_on_frames_plays_as_it_predicts(bool currentFrame)
    {
        var options = new ConvRecurrentOptions
        {
            Epochs = 1,
            SequenceLength = 60,
            BurnIn = 5,
            IncludeCurrentFrame = currentFrame,
            Device = TorchDevice.Parse("cpu"),
        };
        using var policy = ConvRecurrentPolicy.TrainOrLoad(options, new BinaryCrossEntropy(), (_train, _test));
        RequireSame(policy, first: 10);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_policy_on_latents_plays_as_it_predicts(bool currentFrame)
    {
        using var encoder = FrameAutoencoder.TrainOrLoad(
            new AutoencoderOptions { Latent = 8, Epochs = 1, Device = TorchDevice.Parse("cpu") }, _train.Frames, _test.Frames);
        var options = new PolicyOptions
        {
            Epochs = 1,
            CrossFights = false,
            IncludeCurrentFrame = currentFrame,
            Device = TorchDevice.Parse("cpu"),
        };
        using var policy = LatentRecurrentPolicy.TrainOrLoad(options, new BinaryCrossEntropy(), encoder, (_train, _test));
        RequireSame(policy, first: 10);
    }

    [Fact]
    public void A_policy_on_stacked_frames_learns_plays_as_it_predicts_and_is_the_same_when_loaded()
    {
        var options = new FrameStackOptions { StackSize = 4, Epochs = 25, BatchSize = 16, Device = TorchDevice.Parse("cpu") };
        using var policy = FrameStackPolicy.TrainOrLoad(options, [_train], _test);
        Assert.True(policy.Training.Epochs[^1]["train_loss"] < 0.5 * policy.Training.Epochs[0]["train_loss"]);
        RequireSame(policy, first: 0);
        using var loaded = ActionPolicy.Load(policy.Folder, TorchDevice.Parse("cpu"));
        Assert.Equal(policy.Predict(_test).Values.ToArray(), loaded.Predict(_test).Values.ToArray());

        using var longer = FrameStackPolicy.TrainOrLoad(options with { Epochs = 1 }, [_train, _test], _test, policy);
        Assert.NotEqual(policy.Folder, longer.Folder);
        Assert.True(longer.Training.Epochs[0]["train_loss"] < policy.Training.Epochs[0]["train_loss"]);
        Assert.Contains(Path.GetFileName(policy.Folder), File.ReadAllText(Path.Combine(longer.Folder, "config.json")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Lanes_do_not_know_of_each_other()
    {
        var options = new FrameStackOptions { Epochs = 1, Device = TorchDevice.Parse("cpu") };
        using var policy = FrameStackPolicy.TrainOrLoad(options, [_train], _test);
        using var one = policy.Play();
        using var two = policy.Play(2);
        byte[] frames = [.. _test.Frames.Frame(3), .. _test.Frames.Frame(40)];
        float[] alone = new float[7], both = new float[14];
        one.Predict(_test.Frames.Frame(3), alone);
        two.Predict(frames, both);
        Assert.All(alone.Zip(both), pair => Assert.Equal(pair.First, pair.Second, 5));
        two.Reset(0);
        two.Predict(frames, both);
        Assert.All(alone.Zip(both), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public void Frames_and_probabilities_of_another_length_are_refused()
    {
        var options = new FrameStackOptions { Epochs = 1, Device = TorchDevice.Parse("cpu") };
        using var policy = FrameStackPolicy.TrainOrLoad(options, [_train], _test);
        using var live = policy.Play(2);
        Assert.Equal("The frames of 2 lanes, 48×64 pixels, are 6144 values; found 5.",
            Assert.Throws<ArgumentException>(() => live.Predict(new byte[5], new float[14])).Message);
        Assert.Equal("The probabilities of 7 actions in 2 lanes are 14 values; found 3.",
            Assert.Throws<ArgumentException>(() => live.Predict(new byte[6144], new float[3])).Message);
        Assert.StartsWith("Stacks are [B, 6, 48, 64] here; found [1, 2].", Assert.Throws<ArgumentException>(
            () => policy.Network.call(TorchSharp.torch.zeros(1, 2))).Message, StringComparison.Ordinal);
        Assert.StartsWith("A policy learns from one session at least.",
            Assert.Throws<ArgumentException>(() => FrameStackPolicy.TrainOrLoad(options, [], _test)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Plays both fights of the test session by their frames.</summary>
    private void RequireSame(ActionPolicy policy, int first)
    {
        var predicted = policy.Predict(_test);
        using var live = policy.Play();
        float[] probabilities = new float[7];
        int row = 0, checkedRows = 0;
        foreach (var fight in _test.Fights.Ranges)
        {
            live.Reset(0);
            for (int i = 0; i < fight.Count; i++, row++)
            {
                live.Predict(_test.Frames.Frame(row), probabilities);
                int at = predicted.Frames.ToList().IndexOf(_test.Frames.FrameIndices[row]);
                if (i >= first && at >= 0)
                {
                    checkedRows++;
                    Assert.All(Enumerable.Range(0, 7), key => Assert.Equal(predicted[at, key], probabilities[key], 4));
                }
            }
        }

        Assert.Equal(2 * (SquareGame.FramesPerFight - first), checkedRows);
    }
}
