using Research.Losses;
using Research.Metrics;
using static TorchSharp.torch;

namespace Research.Experiments.LatentActions;

/// <summary>The error over the pixels that change from a frame to the next, summed over batches.</summary>
internal sealed class MovingPixels
{
    private double _squares, _count;

    /// <summary>PSNR over all that was added; null where nothing moved.</summary>
    internal double? Psnr => _count > 0 ? ImageQuality.FromError(_squares / _count) : null;

    /// <param name="squares">Squared errors [B, 3, H, W].</param>
    /// <param name="current">The frames [B, 3, H, W].</param>
    /// <param name="next">The next ones.</param>
    internal void Add(Tensor squares, Tensor current, Tensor next)
    {
        using var scope = NewDisposeScope();
        var moved = ReconstructionLoss.Moving(current, next).expand_as(squares);
        _squares += (squares * moved).sum(ScalarType.Float64).item<double>();
        _count += moved.sum(ScalarType.Float64).item<double>();
    }
}
