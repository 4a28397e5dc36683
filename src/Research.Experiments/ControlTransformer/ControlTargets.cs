using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>What was pressed at the ends of windows, as the loss takes it.</summary>
/// <param name="Actions">[B, 12] of 0 and 1.</param>
/// <param name="Look">[B, 2] in [−1, 1].</param>
/// <param name="Hotbar">Int64[B]: the slot that is newly chosen, −1 where none is.</param>
/// <param name="Cursor">[B, 2] in [0, 1].</param>
/// <param name="Inventory">[B, 3] of 0 and 1.</param>
/// <param name="Screen">Bool[B]: whether a screen is open.</param>
public sealed record ControlTargets(Tensor Actions, Tensor Look, Tensor Hotbar, Tensor Cursor, Tensor Inventory, Tensor Screen);

/// <summary>Outputs of the five heads.</summary>
/// <param name="Actions">Logits, [B, 12].</param>
/// <param name="Look">[B, 2] in (−1, 1).</param>
/// <param name="Hotbar">Logits of the slots, [B, 9].</param>
/// <param name="Cursor">[B, 2] in (0, 1).</param>
/// <param name="Inventory">Logits, [B, 3].</param>
public sealed record ControlOutputs(Tensor Actions, Tensor Look, Tensor Hotbar, Tensor Cursor, Tensor Inventory);
