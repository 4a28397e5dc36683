using System.ComponentModel.DataAnnotations;
using static TorchSharp.torch;

namespace Research.Losses;

/// <summary>How far drawn frames are from what they should be. The defaults are the mean squared error of all pixels.</summary>
/// <param name="MotionWeight">How many times more than others a pixel counts, beyond once, that changed since the frame before;
/// at least 0.</param>
/// <param name="GradientWeight">Weight of the mean absolute difference between the two pictures' own differences of neighbours;
/// at least 0 (Mathieu et al. 2016, section 3.2).</param>
public sealed record ReconstructionLoss(
    [property: Range(0.0, 1e6)] double MotionWeight = 0, [property: Range(0.0, 1e6)] double GradientWeight = 0)
{
    /// <summary>A change below this is no motion: half a step of eight bits in [−1, 1].</summary>
    private const double LeastMotion = 1 / 255.0;

    /// <summary>The loss of a batch.</summary>
    /// <param name="drawn">[B, C, H, W].</param>
    /// <param name="next">What should have been drawn, likewise.</param>
    /// <param name="current">The frames before, likewise.</param>
    /// <returns>A scalar.</returns>
    public Tensor forward(Tensor drawn, Tensor next, Tensor current)
    {
        ArgumentNullException.ThrowIfNull(drawn);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentNullException.ThrowIfNull(current);
        using var scope = NewDisposeScope();
        var loss = MotionWeight > 0 ? Weighted(drawn, next, current) : nn.functional.mse_loss(drawn, next);
        if (GradientWeight > 0)
        {
            loss += GradientWeight * (nn.functional.l1_loss(Slope(drawn, 2), Slope(next, 2))
                + nn.functional.l1_loss(Slope(drawn, 3), Slope(next, 3)));
        }

        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>Pixels that changed between two frames: Bool, [B, 1, H, W].</summary>
    internal static Tensor Moving(Tensor current, Tensor next)
    {
        using var scope = NewDisposeScope();
        return (next - current).abs().amax([1], keepdim: true).gt(LeastMotion).MoveToOuterDisposeScope();
    }

    private Tensor Weighted(Tensor drawn, Tensor next, Tensor current)
    {
        var weights = (1 + MotionWeight * Moving(current, next).to(ScalarType.Float32)).expand_as(drawn);
        return (weights * (drawn - next).square()).sum() / weights.sum();
    }

    private static Tensor Slope(Tensor frames, long dimension)
    {
        long count = frames.shape[dimension] - 1;
        return frames.narrow(dimension, 1, count) - frames.narrow(dimension, 0, count);
    }
}
