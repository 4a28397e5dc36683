using Research.Experiments.BehaviorCloning;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.BehaviorCloning;

public sealed class BatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FightDataset _fights;

    public BatchTests() => _fights = SquareGame.Play(_folder, "Train", fights: 5, seed: 1);

    public void Dispose()
    {
        _fights.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Whole_fights_are_held_out()
    {
        var (train, validation) = _fights.HoldOut(every: 5);
        Assert.Equal((4, 1), (train.Fights.Ranges.Count, validation.Fights.Ranges.Count));
        Assert.Equal(_fights.Fights.Ranges[4], validation.Fights.Ranges[0]);
        Assert.Equal(_fights.Fights.Frames, train.Fights.Frames.Concat(validation.Fights.Frames));
        Assert.Equal(("Train (train)", "Train (validation)"), (train.Name, validation.Name));
        Assert.Equal("Train has 5 fights; to hold out every 6th takes at least 6. Record more fights.",
            Assert.Throws<InvalidOperationException>(() => _fights.HoldOut(6)).Message);
    }

    [Fact]
    public void Of_few_fights_the_last_is_held_out_and_of_one_session_the_last_part()
    {
        using var three = SquareGame.Play(_folder, "Three", fights: 3, seed: 1);
        Assert.Equal([three.Fights.Ranges[2]], three.HoldOutAtMost(5).Validation.Fights.Ranges);

        using var one = SquareGame.Play(_folder, "One", fights: 1, seed: 1);
        Assert.Equal("One has 1 fights; to hold out every 2th takes at least 2. Record more fights.",
            Assert.Throws<InvalidOperationException>(() => one.HoldOutAtMost(5)).Message);
    }

    [Fact]
    public void A_fingerprint_tells_frames_and_labels_apart()
    {
        var (train, validation) = _fights.HoldOut();
        Assert.NotEqual(train.Frames.Fingerprint.Hash, validation.Frames.Fingerprint.Hash);
        using var again = SquareGame.Play(_folder, "Again", fights: 5, seed: 1);
        Assert.Equal(_fights.Frames.Fingerprint.Hash, again.Frames.Fingerprint.Hash);
        Assert.Equal((450, 7), (again.Frames.Fingerprint.Frames, again.Frames.Fingerprint.Actions));
        Assert.Equal([48, 64], again.Frames.Fingerprint.Size);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Windows_carry_the_codes_before_their_target_and_its_labels(bool currentFrame, bool crossFights)
    {
        // The code of a row is its number, so that it can be seen which rows are in a window.
        using var windows = new LatentWindows(_fights, arange(450, dtype: ScalarType.Float32).view(450, 1),
            new PolicyOptions { WindowLength = 6, IncludeCurrentFrame = currentFrame, CrossFights = crossFights });
        var seen = new List<int>();
        foreach (var batch in windows.Batches(32, shuffleSeed: 3, epoch: 2))
        {
            float[] codes = batch.Inputs.data<float>().ToArray(), labels = batch.Targets.data<float>().ToArray();
            for (int i = 0; i < batch.Numbers.Length; i++)
            {
                int target = windows.Windows.TargetRow(batch.Numbers[i]), last = currentFrame ? target : target - 1;
                Assert.Equal(Enumerable.Range(last - 5, 6).Select(row => (float)row), codes[(6 * i)..(6 * i + 6)]);
                Assert.Equal(_fights.Frames.RowLabels(target).ToArray(), labels[(7 * i)..(7 * i + 7)]);
                Assert.True(crossFights || (last - 5) / 90 == target / 90);
            }

            seen.AddRange(batch.Numbers);
            batch.Dispose();
        }

        Assert.Equal(Enumerable.Range(0, windows.Windows.Count), seen.Order());
        Assert.NotEqual(Enumerable.Range(0, windows.Windows.Count), seen);
        Assert.Equal(seen, windows.Batches(32, 3, 2).SelectMany(b => b.Numbers));
        Assert.NotEqual(seen, windows.Batches(32, 3, 1).SelectMany(b => b.Numbers));
        Assert.Equal((windows.Windows.Count + 31) / 32, windows.BatchCount(32));
    }

    [Fact]
    public void Stretches_lie_in_one_fight_and_teach_only_what_their_frames_can_tell()
    {
        var options = new ConvRecurrentOptions { SequenceLength = 40, BurnIn = 10, BatchSize = 4, RandomShift = 0, Seed = 3 };
        var stretches = new FrameSequences(_fights, options);
        Assert.Equal((5 * 3, 4), (stretches.Count, stretches.BatchCount));
        var firsts = new List<int>();
        foreach (var batch in stretches.Epoch(1))
        {
            Assert.Equal([batch.Rows.Length, 40, 1, 48, 64], batch.Inputs.shape);
            for (int s = 0; s < batch.Rows.Length; s++)
            {
                int first = batch.Numbers[s];
                Assert.Equal(first / 90, (first + 39) / 90);
                Assert.Equal(Enumerable.Range(0, 40).Select(i => i < 10 ? 0f : 1f), batch.Weights[s].data<float>().ToArray());
                Assert.Equal(_fights.Frames.Frame(first + 20).ToArray().Select(b => b / 255f),
                    batch.Inputs[s][20].flatten().data<float>().ToArray());
                Assert.Equal(_fights.Frames.RowLabels(first + 20).ToArray(), batch.Targets[s][20].data<float>().ToArray());
            }

            firsts.AddRange(batch.Numbers);
            batch.Dispose();
        }

        Assert.Equal(firsts, stretches.Epoch(1).SelectMany(b => b.Numbers));
        Assert.NotEqual(firsts.Order(), stretches.Epoch(2).SelectMany(b => b.Numbers).Order());
        Assert.Equal(stretches.InOrder().SelectMany(b => b.Numbers), stretches.InOrder().SelectMany(b => b.Numbers).Order());

        // Without the current frame, a frame teaches the labels of the next, and the last none.
        var before = new FrameSequences(_fights, options with { IncludeCurrentFrame = false }).InOrder().First();
        Assert.Equal(_fights.Frames.RowLabels(before.Numbers[0] + 21).ToArray(), before.Targets[0][20].data<float>().ToArray());
        Assert.Equal(0, before.Weights[0][39].item<float>());
    }
}
