using Research.Sessions.Controls;
using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>The controls pressed at some frames, and which head learns from which.</summary>
/// <param name="Actions">[N, 12] of 0 and 1.</param>
/// <param name="Look">[N, 2] in [−1, 1].</param>
/// <param name="Hotbar">[N]: the slot that is newly chosen, from 0; −1 where none is.</param>
/// <param name="Cursor">[N, 2] in [0, 1].</param>
/// <param name="Inventory">[N, 3] of 0 and 1.</param>
/// <param name="IsScreenOpen">[N]: the screen mask; the gameplay mask is its opposite.</param>
public sealed record ControlLabels(
    float[] Actions, float[] Look, int[] Hotbar, float[] Cursor, float[] Inventory, bool[] IsScreenOpen)
{
    /// <summary>Number of frames (N).</summary>
    public int Count => Hotbar.Length;

    /// <summary>Whether a frame is of play and none of the twelve actions is pressed.</summary>
    public bool IsIdle(int row) => !IsScreenOpen[row]
        && Actions.AsSpan(row * ControlLayout.Actions.Count, ControlLayout.Actions.Count).IndexOfAnyExcept(0f) < 0;

    /// <summary>Whether a frame is of play and its look is above the dead zone in either direction.</summary>
    public bool IsLooking(int row, double deadZone = ControlLayout.LookDeadZone) =>
        !IsScreenOpen[row] && (Math.Abs(Look[2 * row]) > (float)deadZone || Math.Abs(Look[2 * row + 1]) > (float)deadZone);

    /// <summary>What was pressed, as a loss takes it.</summary>
    /// <param name="device">Where it goes; by default the CPU.</param>
    public ControlTargets ToTargets(Device? device = null) => new(
        tensor(Actions, [Count, ControlLayout.Actions.Count], device: device),
            tensor(Look, [Count, ControlLayout.Look.Count], device: device),
        tensor([.. Hotbar.Select(slot => (long)slot)], device: device),
            tensor(Cursor, [Count, ControlLayout.Cursor.Count], device: device),
        tensor(Inventory, [Count, ControlLayout.Inventory.Count], device: device), tensor(IsScreenOpen, device: device));

    /// <summary>The truth of chosen frames.</summary>
    /// <param name="frames">Recordings and their frames.</param>
    public static ControlLabels Of(IReadOnlyList<(ControlRecording Recording, int Frame)> frames) => new(
        Columns(frames, ControlLayout.Actions), Columns(frames, ControlLayout.Look),
            [.. frames.Select(f => f.Recording.SlotChange(f.Frame))],
        Columns(frames, ControlLayout.Cursor), Columns(frames, ControlLayout.Inventory),
            [.. frames.Select(f => f.Recording.IsScreenOpen(f.Frame))]);

    private static float[] Columns(IReadOnlyList<(ControlRecording Recording, int Frame)> frames, IReadOnlyList<int> columns)
    {
        float[] values = new float[frames.Count * columns.Count];
        for (int row = 0, i = 0; row < frames.Count; row++)
        {
            foreach (int column in columns)
            {
                values[i++] = frames[row].Recording[frames[row].Frame, column];
            }
        }

        return values;
    }
}
