using Research.Sessions.Inputs;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// Inputs of an autoregressive decoder at each step: the action before, and four numbers of its timing: time so far, time left,
/// number of the slot, and how many actions the history has at such times.
/// </summary>
internal sealed class ActionSlots
{
    /// <summary>Numbers of a slot's timing.</summary>
    public const int TimingCount = 4;

    private readonly ActionContext _context;
    private readonly bool _useDensity;
    private readonly float[] _previous, _timing;

    /// <summary>Slots that are still empty.</summary>
    /// <param name="context">What is known when the window begins.</param>
    /// <param name="count">Slots of each row (K).</param>
    /// <param name="useDensity">Whether the timing has the density of the history's actions; otherwise it is 0.</param>
    public ActionSlots(ActionContext context, int count, bool useDensity)
    {
        (_context, Count, _useDensity) = (context, count, useDensity);
        _previous = new float[context.Count * count * InputAction.FeatureCount];
        _timing = new float[context.Count * count * TimingCount];
    }

    /// <summary>Slots of each row (K).</summary>
    public int Count { get; }

    /// <summary>The actions before, [B, K, 7].</summary>
    public Tensor Previous => tensor(_previous, [_context.Count, Count, InputAction.FeatureCount], device: _context.Device);

    /// <summary>Timing, [B, K, 4].</summary>
    public Tensor Timing => tensor(_timing, [_context.Count, Count, TimingCount], device: _context.Device);

    /// <summary>Where the pointer was left when the window begins.</summary>
    public (float X, float Y) Pointer(int row) => (_context.Pointer[2 * row], _context.Pointer[2 * row + 1]);

    /// <summary>Fills a slot.</summary>
    /// <param name="row">Of the batch.</param>
    /// <param name="slot">Where.</param>
    /// <param name="number">Its number in the window, from 0.</param>
    /// <param name="before">The action before; null for the first.</param>
    public void Set(int row, int slot, int number, InputAction? before)
    {
        double time = before?.Time ?? 0;
        var (x, y) = Pointer(row);
        Span<double> features = stackalloc double[InputAction.FeatureCount];
        (before ?? new InputAction(0, (InputEvent)ActionEmbedding.NothingYet, x, y)).CopyTo(features);
        int place = row * Count + slot;
        for (int i = 0; i < features.Length; i++)
        {
            _previous[place * InputAction.FeatureCount + i] = (float)features[i];
        }

        var timing = _timing.AsSpan(place * TimingCount, TimingCount);
        timing[0] = (float)(time / InputSession.TickSeconds);
        timing[1] = (float)((InputSession.TickSeconds - time) / InputSession.TickSeconds);
        timing[2] = (float)number / InputSession.MostActions;
        timing[3] = _useDensity ? _context.Density[row * DecodingInputs.DensityBins + InputWindows.BinOf(time)] : 0;
    }

    /// <summary>
    /// The slots of true windows, each with the true action before; as many for each row as the longest needs.
    /// </summary>
    /// <param name="context">What is known.</param>
    /// <param name="targets">What was done.</param>
    /// <param name="useDensity">Whether the timing has the density.</param>
    public static ActionSlots Of(ActionContext context, IReadOnlyList<InputAction[]> targets, bool useDensity)
    {
        var slots = new ActionSlots(context, Math.Min(targets.Max(t => t.Length) + 1, InputSession.MostActions), useDensity);
        for (int row = 0; row < targets.Count; row++)
        {
            for (int k = 0; k < slots.Count && k <= targets[row].Length; k++)
            {
                slots.Set(row, k, k, k == 0 ? null : targets[row][k - 1]);
            }
        }

        return slots;
    }
}
