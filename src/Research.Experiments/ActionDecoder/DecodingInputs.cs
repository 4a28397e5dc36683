using Research.Sessions.Inputs;

using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// What is known when a window begins. Windows of history that several rows of a batch have in common are there once, so that
/// each is encoded once.
/// </summary>
/// <param name="Windows">Actions of the different windows of history, [U, L, 7], as <see cref="InputAction"/> has them; L is the
/// longest's number of actions, at least 1.</param>
/// <param name="Lengths">Actions of each, Int64 [U].</param>
/// <param name="History">Which windows are a row's history, oldest first, Int64 [B, H].</param>
/// <param name="States">The game's states at their beginnings, [B, H, 128].</param>
/// <param name="Current">The state at the beginning of the window that is predicted, [B, 128].</param>
/// <param name="Pointer">Where the pointer was left, [B, 2].</param>
/// <param name="Density">How many actions a window of history has on average in each tenth of a second, [B, 6].</param>
public sealed record DecodingInputs(
    Tensor Windows, Tensor Lengths, Tensor History, Tensor States, Tensor Current, Tensor Pointer, Tensor Density) : IDisposable
{
    /// <summary>Parts of a window that the density counts.</summary>
    public const int DensityBins = 6;

    /// <summary>Rows (B).</summary>
    public int Count => (int)Current.shape[0];

    /// <summary>The same on a device; belongs to the dispose scope that is open.</summary>
    public DecodingInputs To(Device device) => new(
        Windows.to(device), Lengths.to(device), History.to(device), States.to(device), Current.to(device), Pointer.to(device),
            Density.to(device));

    /// <summary>Releases the tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in new[] { Windows, Lengths, History, States, Current, Pointer, Density })
        {
            tensor.Dispose();
        }
    }
}
