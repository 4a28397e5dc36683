using Research.Metrics;

namespace Research.Experiments.LatentActions;

/// <summary>Scores of a model on all pairs of a split.</summary>
/// <param name="MeanSquaredError">Of all pixels, in [−1, 1].</param>
/// <param name="Psnr">Mean over the pairs with unequal frames, as of <see cref="CopyScores"/>, in dB; NaN where there is
/// none.</param>
/// <param name="Ssim">Mean over the frames.</param>
/// <param name="MovingPsnr">Over all pixels that changed since the frame before, in dB; null where none did.</param>
/// <param name="BatchPerplexity">Mean of the batches' perplexities, as the Ms. Pac-Man report counts.</param>
/// <param name="Usage">How often each code was chosen over the split.</param>
public sealed record LatentActionEvaluation(
    double MeanSquaredError, double Psnr, double Ssim, double? MovingPsnr, double BatchPerplexity, CodebookUsage Usage)
{
    /// <summary>Perplexity over all pairs.</summary>
    public double Perplexity => Usage.Perplexity;
}
