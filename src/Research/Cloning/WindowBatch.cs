using Research.Training;
using static TorchSharp.torch;

namespace Research.Cloning;

/// <summary>Windows of frame codes with what is to be predicted.</summary>
/// <param name="Codes">[B, T, D].</param>
/// <param name="Targets">[B, A], 1 where an action is held.</param>
/// <param name="Weights">[B].</param>
/// <param name="Windows">Numbers of the windows: [B].</param>
public sealed record WindowBatch(Tensor Codes, Tensor Targets, Tensor Weights, int[] Windows) : ITrainingBatch, IDisposable
{
    /// <inheritdoc/>
    public ReadOnlySpan<int> Rows => Windows;

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Codes.Dispose();
        Targets.Dispose();
        Weights.Dispose();
    }
}
