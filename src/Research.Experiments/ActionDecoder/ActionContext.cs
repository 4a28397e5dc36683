using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>What a decoder knows when a window begins.</summary>
/// <param name="Fused">All of it, [B, C].</param>
/// <param name="History">The action history and the state history, each [B, C], beside each other: [B, 2C]; null where the
/// encoder has none.</param>
/// <param name="Tokens">The current state and, with history, ten windows of actions and ten states: [B, 21, C] or [B, 1,
/// C].</param>
/// <param name="Pointer">Where the pointer was left, shares of the screen, [B, 2].</param>
/// <param name="Density">Actions that a window of history has on average in each tenth of a second, row-major [B, 6].</param>
public sealed record ActionContext(Tensor Fused, Tensor? History, Tensor Tokens, float[] Pointer, float[] Density)
{
    /// <summary>Where its tensors are.</summary>
    public Device Device => Fused.device;

    /// <summary>Rows (B).</summary>
    public int Count => (int)Fused.shape[0];
}
