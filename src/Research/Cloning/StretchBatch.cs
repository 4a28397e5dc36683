using Research.Training;
using static TorchSharp.torch;

namespace Research.Cloning;

/// <summary>Stretches of consecutive frames with what is to be predicted at each.</summary>
/// <param name="Frames">[B, L, 1, H, W], luminance in [0, 1].</param>
/// <param name="Targets">[B, L, A], 1 where an action is held.</param>
/// <param name="Weights">[B, L]; 0 where there is nothing to learn.</param>
/// <param name="FirstRows">Dataset row of each stretch's first frame: [B].</param>
public sealed record StretchBatch(Tensor Frames, Tensor Targets, Tensor Weights, int[] FirstRows) : ITrainingBatch, IDisposable
{
    /// <inheritdoc/>
    public ReadOnlySpan<int> Rows => FirstRows;

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Frames.Dispose();
        Targets.Dispose();
        Weights.Dispose();
    }
}
