using Research.Sessions.Inputs;
using Research.Training;

namespace Research.Experiments.ActionDecoder;

/// <summary>Windows with what is known when they begin and what then was done.</summary>
/// <param name="Inputs">What is known.</param>
/// <param name="Targets">The actions of each window: [B] lists, times from the window's beginning.</param>
/// <param name="Numbers">Rows of the dataset: [B].</param>
public sealed record DecodingBatch(DecodingInputs Inputs, IReadOnlyList<InputAction[]> Targets, int[] Numbers) : ITrainingBatch,
    IDisposable
{
    /// <inheritdoc/>
    public ReadOnlySpan<int> Rows => Numbers;

    /// <summary>Releases the tensors.</summary>
    public void Dispose() => Inputs.Dispose();
}
