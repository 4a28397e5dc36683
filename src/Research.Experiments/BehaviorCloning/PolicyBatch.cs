using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>What a policy sees, with what is to be predicted: windows of codes, or stretches of frames.</summary>
/// <param name="Inputs">Codes of windows [B, T, D], or frames of stretches [B, L, 1, H, W], luminance in [0, 1].</param>
/// <param name="Targets">[B, A] for windows, [B, L, A] for stretches: 1 where an action is held.</param>
/// <param name="Weights">[B] or [B, L]; 0 where there is nothing to learn.</param>
/// <param name="Numbers">Numbers of the windows, or the dataset row of each stretch's first frame: [B].</param>
public sealed record PolicyBatch(Tensor Inputs, Tensor Targets, Tensor Weights, int[] Numbers) : ITrainingBatch, IDisposable
{
    /// <inheritdoc/>
    public ReadOnlySpan<int> Rows => Numbers;

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
        Weights.Dispose();
    }
}
