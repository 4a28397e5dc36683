using Research.Losses;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Inputs and targets of a policy: windows of latents, or sequences of frames.</summary>
/// <param name="Inputs">Latents of windows [B, T, D], or frames of sequences [B, L, 1, H, W], luminance in [0, 1].</param>
/// <param name="Targets">[B, A] for windows, [B, L, A] for sequences: 1 where an action is held.</param>
/// <param name="Weights">[B] or [B, L]; 0 where there is nothing to learn.</param>
/// <param name="Numbers">Numbers of the windows, or the dataset row of each sequence's first frame: [B].</param>
public sealed record PolicyBatch(Tensor Inputs, Tensor Targets, Tensor Weights, int[] Numbers) : ITrainingBatch, IDisposable
{
    /// <summary>The mouse's motion at the targets, [B, 2], standardised; null where none is learnt.</summary>
    public Tensor? Motion { get; init; }

    /// <inheritdoc/>
    public ReadOnlySpan<int> Rows => Numbers;

    /// <summary>The mean loss of a network over batches, which are disposed. The caller turns gradients off.</summary>
    internal static double MeanLoss(nn.Module<Tensor, Tensor> network, IActionLoss loss, IEnumerable<PolicyBatch> batches)
    {
        double sum = 0;
        int count = 0;
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            sum += loss.forward(network.call(batch.Inputs), batch.Targets, batch.Weights).item<float>() * batch.Numbers.Length;
            count += batch.Numbers.Length;
            batch.Dispose();
        }

        return sum / count;
    }

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        Inputs.Dispose();
        Targets.Dispose();
        Weights.Dispose();
        Motion?.Dispose();
    }
}
