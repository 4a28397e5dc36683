using Research.Sessions.Inputs;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// Three penalties that tie independently predicted times to the window that they lie in. Source:
/// action-decoder document, solution 3.
/// </summary>
/// <remarks>
/// The document's listing counts slots without an action as lying inside of the window, so that the length that times imply is
/// nearly always 100; and a count has no gradient. Here every slot has its time, and it counts by a sigmoid of its distance to
/// the window's end.
/// </remarks>
/// <param name="Overrun">How far times lie past the window's end: the mean over windows of the sum over their actions, in tenths
/// of a second.</param>
/// <param name="Length">How far the predicted length is from the number of times inside of the window: smooth L1, mean over
/// windows.</param>
/// <param name="Coherence">How far times lie from the true ones: as <paramref name="Overrun"/>.</param>
public sealed record TimingAwareLoss(Tensor Overrun, Tensor Length, Tensor Coherence)
{
    private const double Unit = 0.1, Softness = 0.01;

    /// <summary>The three together.</summary>
    public Tensor Total => Overrun + Length + Coherence;

    /// <summary>The terms of a batch.</summary>
    /// <param name="increments">Predicted times between actions, seconds, of all slots, [B, A].</param>
    /// <param name="lengths">Predicted lengths, [B].</param>
    /// <param name="times">True times since the window's beginning, [B, A]; anything where there is no action.</param>
    /// <param name="mask">1 where there is an action, [B, A].</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static TimingAwareLoss Of(Tensor increments, Tensor lengths, Tensor times, Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(increments);
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(mask);
        if (!increments.shape.SequenceEqual(times.shape) || !increments.shape.SequenceEqual(mask.shape)
            || !lengths.shape.SequenceEqual([increments.shape[0]]))
        {
            throw new ArgumentException(
                $"Increments [{string.Join(", ", increments.shape)}], lengths [{string.Join(", ", lengths.shape)}], times "
                + $"[{string.Join(", ", times.shape)}] "
                + $"and mask [{string.Join(", ", mask.shape)}] do not fit; expected [B, A], [B], [B, A] and [B, A].");
        }

        using var scope = NewDisposeScope();
        var predicted = increments.cumsum(1);
        var overrun = ((predicted - InputSession.TickSeconds).clamp(min: 0) * mask).sum(1).mean() / Unit;
        var inside = ((InputSession.TickSeconds - predicted) / Softness).sigmoid().sum(1);
        var coherence = ((predicted - times).abs() * mask).sum(1).mean() / Unit;
        return new TimingAwareLoss(
            overrun.MoveToOuterDisposeScope(), nn.functional.smooth_l1_loss(lengths, inside).MoveToOuterDisposeScope(),
                coherence.MoveToOuterDisposeScope());
    }
}
