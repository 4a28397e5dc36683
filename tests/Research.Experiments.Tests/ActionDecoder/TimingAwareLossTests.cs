using Research.Experiments.ActionDecoder;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ActionDecoder;

public sealed class TimingAwareLossTests
{
    [Fact]
    public void Each_term_sees_its_own_fault_and_no_other()
    {
        using var scope = NewDisposeScope();
        // One window, three actions at 0.1, 0.3 and 0.5 s; the fourth slot's time lies past the end.
        var times = tensor(new[] { 0.1f, 0.3f, 0.5f, 0f }, [1, 4]);
        var mask = tensor(new[] { 1f, 1, 1, 0 }, [1, 4]);
        (float Overrun, float Length, float Coherence) Terms(float length, params float[] increments)
        {
            var loss = TimingAwareLoss.Of(tensor(increments, [1, 4]), tensor(new[] { length }), times, mask);
            Assert.Equal(loss.Total.item<float>(), loss.Overrun.item<float>() + loss.Length.item<float>()
                + loss.Coherence.item<float>(), 5);
            return (loss.Overrun.item<float>(), loss.Length.item<float>(), loss.Coherence.item<float>());
        }

        var right = Terms(3, 0.1f, 0.2f, 0.2f, 0.5f);
        Assert.Equal((0, 0, 0), (Math.Round(right.Overrun, 3), Math.Round(right.Length, 3), Math.Round(right.Coherence, 3)));
        var tooLong = Terms(5, 0.1f, 0.2f, 0.2f, 0.5f);
        Assert.Equal((0, 1.5, 0), (Math.Round(tooLong.Overrun, 3), Math.Round(tooLong.Length, 3),
            Math.Round(tooLong.Coherence, 3)));
        var late = Terms(2, 0.1f, 0.2f, 0.5f, 0.5f); // the third at 0.8: 0.2 past the end, 0.3 from the truth
        Assert.Equal((2, 0, 3), (Math.Round(late.Overrun, 3), Math.Round(late.Length, 3), Math.Round(late.Coherence, 3)));
        var open = Terms(3, 0.1f, 0.2f, 0.2f, 0.01f); // the fourth slot's time is inside: the times say four
        Assert.Equal((0, 0.5, 0), (Math.Round(open.Overrun, 3), Math.Round(open.Length, 3), Math.Round(open.Coherence, 3)));
    }

    [Fact]
    public void The_length_pulls_the_times_too()
    {
        using var scope = NewDisposeScope();
        var increments = tensor(new[] { 0.1f, 0.2f, 0.29f, 0.5f }, [1, 4]).requires_grad_();
        var lengths = tensor(new[] { 2f }).requires_grad_();
        TimingAwareLoss.Of(increments, lengths, zeros(1, 4), zeros(1, 4)).Length.backward();
        Assert.True(increments.grad![0, 0].item<float>() < 0,
            "later times lie outside, which makes the window as short as was told");
        Assert.True(lengths.grad!.item<float>() < 0);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_named() => Assert.Equal(
        "Increments [2, 4], lengths [3], times [2, 4] and mask [2, 4] do not fit; expected [B, A], [B], [B, A] and [B, A].",
        Assert.Throws<ArgumentException>(() => TimingAwareLoss.Of(zeros(2, 4), zeros(3), zeros(2, 4), zeros(2, 4))).Message);
}
