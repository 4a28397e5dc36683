using Research.Sessions.Inputs;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// True windows as an autoregressive decoder is trained on them. Slot k of a window sees the true actions before action k. In it
/// the decoder predicts action k, or that nothing more is done.
/// </summary>
/// <remarks>N is the number of actions of all windows together, M the number of windows whose end is predicted.</remarks>
public sealed record TeacherForcedWindows
{
    /// <summary>Number of windows (B).</summary>
    public required int Count { get; init; }

    /// <summary>Number of slots of each window (K).</summary>
    public required int Slots { get; init; }

    /// <summary>The action before each slot, [B, K, 7].</summary>
    public required Tensor Previous { get; init; }

    /// <summary>Timing of each slot, [B, K, 4]: time so far, time left, number of the slot, density of the history.</summary>
    public required Tensor Timing { get; init; }

    /// <summary>The slot of each action among all B · K, Int64 [N].</summary>
    public required Tensor SlotsOfActions { get; init; }

    /// <summary>Seconds from the action before, or from the beginning of the window, [N].</summary>
    public required Tensor Increments { get; init; }

    /// <summary>Each action's own time, [N, 2]: log of the increment in tenths of a second, fraction of the window.</summary>
    public required Tensor OwnTiming { get; init; }

    /// <summary>The slot after the last action of each window among all B · K, Int64 [M]; none of a full window.</summary>
    public required Tensor SlotsOfEnds { get; init; }

    /// <summary>Seconds from there to the end of the window, [M].</summary>
    public required Tensor EndRemaining { get; init; }

    /// <summary>The actions, [N].</summary>
    public required IReadOnlyList<InputAction> Actions { get; init; }

    /// <summary>Where the pointer is before each action, [N × 2].</summary>
    public required float[] Origins { get; init; }

    /// <summary>Seconds that are left before each action, [N].</summary>
    public required IReadOnlyList<float> Remaining { get; init; }

    /// <summary>Prepares windows. The tensors are on the context's device and belong to the open dispose scope.</summary>
    /// <param name="context">What is known when the windows begin.</param>
    /// <param name="targets">The actions of each window, [B] lists; times from its beginning.</param>
    /// <param name="useDensity">Whether the timing has the density of the history; otherwise it is 0.</param>
    public static TeacherForcedWindows Of(
        ActionContext context, IReadOnlyList<InputAction[]> targets, bool useDensity = true)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(targets);
        var slots = ActionSlots.Of(context, targets, useDensity);
        List<long> actionSlots = [], endSlots = [];
        List<float> increments = [], remaining = [], endRemaining = [], origins = [], timing = [];
        for (int row = 0; row < targets.Count; row++)
        {
            var (x, y) = slots.Pointer(row);
            double time = 0;
            foreach (var (k, action) in targets[row].Index())
            {
                actionSlots.Add(row * slots.Count + k);
                increments.Add((float)Math.Max(action.Time - time, InterEventTimeDistribution.Least));
                remaining.Add((float)(InputSession.TickSeconds - time));
                origins.AddRange([x, y]);
                timing.AddRange(TimingOf(action.Time - time, action.Time));
                (time, x, y) = (action.Time, action.X, action.Y);
            }

            if (targets[row].Length < slots.Count)
            {
                endSlots.Add(row * slots.Count + targets[row].Length);
                endRemaining.Add((float)Math.Max(InputSession.TickSeconds - time, InterEventTimeDistribution.Least));
            }
        }

        var device = context.Device;
        return new()
        {
            Count = targets.Count,
            Slots = slots.Count,
            Previous = slots.Previous,
            Timing = slots.Timing,
            SlotsOfActions = tensor(actionSlots, device: device),
            Increments = tensor(increments, device: device),
            OwnTiming = tensor(timing, [actionSlots.Count, 2], device: device),
            SlotsOfEnds = tensor(endSlots, device: device),
            EndRemaining = tensor(endRemaining, device: device),
            Actions = [.. targets.SelectMany(window => window)],
            Origins = [.. origins],
            Remaining = remaining,
        };
    }

    /// <summary><see cref="OwnTiming"/> of one action.</summary>
    internal static float[] TimingOf(double increment, double time) =>
        [(float)Math.Log(Math.Max(increment, InterEventTimeDistribution.Least) / 0.1), (float)(time / InputSession.TickSeconds)];
}
