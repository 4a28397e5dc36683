using Research.Sessions.Controls;

namespace Research.Experiments.ControlTransformer;

/// <summary>Predictions of a policy for some frames, before thresholds.</summary>
/// <param name="Actions">Probabilities, [N, 12].</param>
/// <param name="Look">[N, 2].</param>
/// <param name="Hotbar">Probabilities of the slots, [N, 9].</param>
/// <param name="Cursor">[N, 2].</param>
/// <param name="Inventory">Probabilities, [N, 3].</param>
public sealed record ControlPredictions(float[] Actions, float[] Look, float[] Hotbar, float[] Cursor, float[] Inventory)
{
    /// <summary>Number of frames (N).</summary>
    public int Count => Look.Length / 2;

    /// <summary>The outputs of the heads, as probabilities.</summary>
    public static ControlPredictions Of(ControlOutputs outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        using var scope = TorchSharp.torch.NewDisposeScope();
        return new(
            outputs.Actions.sigmoid().cpu().data<float>().ToArray(), outputs.Look.cpu().data<float>().ToArray(),
                outputs.Hotbar.softmax(-1).cpu().data<float>().ToArray(),
            outputs.Cursor.cpu().data<float>().ToArray(), outputs.Inventory.sigmoid().cpu().data<float>().ToArray());
    }

    /// <summary>Several, one after the other.</summary>
    public static ControlPredictions Join(IReadOnlyList<ControlPredictions> parts) => new(
        [.. parts.SelectMany(p => p.Actions)], [.. parts.SelectMany(p => p.Look)], [.. parts.SelectMany(p => p.Hotbar)],
        [.. parts.SelectMany(p => p.Cursor)], [.. parts.SelectMany(p => p.Inventory)]);

    /// <summary>The likeliest slot of a frame, from 0.</summary>
    public int Slot(int row)
    {
        int slots = ControlLayout.Hotbar.Count, best = 0;
        for (int slot = 1; slot < slots; slot++)
        {
            best = Hotbar[row * slots + slot] > Hotbar[row * slots + best] ? slot : best;
        }

        return best;
    }
}
