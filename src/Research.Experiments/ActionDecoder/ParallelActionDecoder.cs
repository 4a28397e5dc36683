using Research.Nn;
using Research.Sessions.Inputs;
using Research.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// The decoder that the document criticises: all slots at once and each for itself, with separate heads for the length, the
/// quantiles of the time since the slot before, and the event. Source: action-decoder document, "Current Architecture Issues".
/// </summary>
/// <remarks>Its hundred processors, one a slot, are one here, which gets the slot.</remarks>
public sealed class ParallelActionDecoder : nn.Module, IActionDecoder
{
    /// <summary>The quantiles that a slot predicts.</summary>
    public static IReadOnlyList<double> Quantiles { get; } = [0.1, 0.5, 0.9];

    private const double Unit = 0.1; // losses of times are in tenths of a second, about what lies between two actions

    private readonly bool _timingAware;
    private readonly Embedding slot;
    private readonly Linear context;
    private readonly Sequential processor;
    private readonly Sequential length;
    private readonly Linear time;
    private readonly Linear events;
    private readonly Linear details;
    private readonly Linear place;

    /// <summary>A decoder.</summary>
    /// <param name="width">C, numbers of the context; the document's is 256.</param>
    /// <param name="timingAware">Whether it learns by <see cref="TimingAwareLoss"/> too: the document's third solution.</param>
    public ParallelActionDecoder(int width = 256, bool timingAware = false)
        : base(nameof(ParallelActionDecoder))
    {
        _timingAware = timingAware;
        slot = nn.Embedding(InputSession.MostActions, width);
        context = nn.Linear(width, width);
        processor = nn.Sequential(nn.LayerNorm(width), nn.ReLU(), new SeededDropout(0.1), nn.Linear(width, width), nn.ReLU());
        length = nn.Sequential(nn.Linear(width, width / 2), nn.ReLU(), nn.Linear(width / 2, 1));
        time = nn.Linear(width, Quantiles.Count);
        events = nn.Linear(width, InputAction.EventCount);
        details = nn.Linear(width, ActionOutputs.DetailCount);
        place = nn.Linear(width, ActionOutputs.PlaceCount);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public StepLoss Loss(ActionContext context, IReadOnlyList<InputAction[]> targets)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(targets);
        using var scope = NewDisposeScope();
        var slots = Slots(context);
        var (times, lengths) = (Increments(slots), Length(context));
        var truth = new TrueSlots(targets);
        using var mask = tensor(truth.Mask, [targets.Count, InputSession.MostActions], device: context.Device);
        var increments = tensor(truth.Increments, [targets.Count, InputSession.MostActions], device: context.Device);
        var pinball = zeros_like(mask);
        for (int q = 0; q < Quantiles.Count; q++)
        {
            var excess = increments - times.select(-1, q);
            pinball = pinball + (excess * Quantiles[q]).maximum(excess * (Quantiles[q] - 1));
        }

        double share = 1.0 / targets.Count;
        var outputs = Outputs(slots.flatten(0, 1).index_select(0, tensor(truth.Places, device: context.Device)));
        var (ofEvents, ofDetails, ofPlaces) = ActionOutputs.Losses(outputs, truth.Actions, Origins(context, truth));
        var terms = new List<(string Name, Tensor Value)>
        {
            ("time", (pinball * mask).sum(1).mean() / Unit),
            ("length", nn.functional.smooth_l1_loss(lengths,
                tensor([.. targets.Select(t => (float)t.Length)], device: context.Device))),
            ("event", ofEvents * share), ("detail", ofDetails * share), ("place", ofPlaces * share),
        };
        if (_timingAware)
        {
            var aware = TimingAwareLoss.Of(times.select(-1, 1), lengths,
                tensor(truth.Times, [targets.Count, InputSession.MostActions], device: context.Device), mask);
            terms.AddRange([("overrun", aware.Overrun), ("length_consistency", aware.Length), ("coherence", aware.Coherence)]);
        }

        var total = terms.Select(t => t.Value).Aggregate((sum, term) => sum + term);
        return new StepLoss(total.MoveToOuterDisposeScope(), [.. terms.Select(t => (t.Name, t.Value.MoveToOuterDisposeScope()))]);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The length is the length head's; times are the sums of the slots' own, and nothing keeps them inside of the window.
    /// </remarks>
    public IReadOnlyList<InputAction[]> Generate(ActionContext context, IReadOnlyList<Random>? chance = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var slots = Slots(context);
        float[] times = Increments(slots).cpu().data<float>().ToArray(), outputs = Outputs(slots).cpu().data<float>().ToArray(),
            lengths = Length(context).cpu().data<float>().ToArray();
        var windows = new InputAction[context.Count][];
        for (int row = 0; row < windows.Length; row++)
        {
            windows[row] = new InputAction[(int)Math.Clamp(Math.Round(lengths[row]), 0, InputSession.MostActions)];
            double now = 0;
            for (int k = 0; k < windows[row].Length; k++)
            {
                int place = row * InputSession.MostActions + k;
                now += QuantileAt(times.AsSpan(place * Quantiles.Count, Quantiles.Count), chance?[row].NextDouble() ?? 0.5);
                windows[row][k] = ActionOutputs.Read(
                    outputs.AsSpan(place * ActionOutputs.Count, ActionOutputs.Count), now, context.Pointer[2 * row],
                        context.Pointer[2 * row + 1], chance?[row]);
            }
        }

        return windows;
    }

    /// <summary>
    /// The predicted lengths: by the length head, and how many of the summed median times lie inside of the window.
    /// </summary>
    /// <returns>Both, [B].</returns>
    public (float[] ByHead, int[] ByTimes) Lengths(ActionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var inside = Increments(Slots(context)).select(-1, 1).cumsum(1).le(InputSession.TickSeconds).sum(1);
        return (Length(context).cpu().data<float>().ToArray(),
            [.. inside.cpu().data<long>().ToArray().Select(count => (int)count)]);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ActionLikelihood[]> LogLikelihood(ActionContext context, IReadOnlyList<InputAction[]> targets)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(targets);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var truth = new TrueSlots(targets);
        var slots = Slots(context);
        var chosen = Outputs(slots.flatten(0, 1).index_select(0, tensor(truth.Places, device: context.Device)));
        float[] times = Increments(slots).cpu().data<float>().ToArray(), outputs = ActionOutputs.Numbers(chosen);
        float[] places = ActionOutputs.Numbers(ActionOutputs.PlaceLosses(chosen, truth.Actions, Origins(context, truth)));
        int i = 0;
        return [.. targets.Select((target, row) => target.Select((action, k) =>
        {
            int place = row * InputSession.MostActions + k;
            double rank = RankOf(times.AsSpan(place * Quantiles.Count, Quantiles.Count), truth.Increments[place]);
            return new ActionLikelihood(rank, places[i],
                ActionOutputs.Probability(outputs.AsSpan(i++ * ActionOutputs.Count, ActionOutputs.Count), action.Event));
        }).ToArray())];
    }

    /// <summary>
    /// The time at a rank: straight between 0, the quantiles, and as far above the highest as that is above the middle.
    /// </summary>
    private static double QuantileAt(ReadOnlySpan<float> quantiles, double rank)
    {
        double low = 0, from = 0;
        for (int q = 0; q < quantiles.Length; low = quantiles[q], from = Quantiles[q], q++)
        {
            if (rank <= Quantiles[q])
            {
                return low + (rank - from) / (Quantiles[q] - from) * (quantiles[q] - low);
            }
        }

        return low + (rank - from) / (1 - from) * (quantiles[^1] - quantiles[^2]);
    }

    private static double RankOf(ReadOnlySpan<float> quantiles, double time)
    {
        double low = 0, from = 0;
        for (int q = 0; q < quantiles.Length; low = quantiles[q], from = Quantiles[q], q++)
        {
            if (time <= quantiles[q])
            {
                return from + (Quantiles[q] - from) * (time - low) / Math.Max(quantiles[q] - low, 1e-9);
            }
        }

        return Math.Min(1, from + (1 - from) * (time - low) / Math.Max(quantiles[^1] - quantiles[^2], 1e-9));
    }

    /// <summary>All slots, [B, 100, C].</summary>
    private Tensor Slots(ActionContext context) =>
        processor.call(this.context.call(context.Fused).unsqueeze(1) + slot.weight!.unsqueeze(0));

    /// <summary>Quantiles of the time since the slot before, seconds, in order and positive, [B, 100, 3].</summary>
    private Tensor Increments(Tensor slots)
    {
        var outputs = time.call(slots);
        var median = nn.functional.softplus(outputs.select(-1, 1)) * Unit;
        return stack([median * outputs.select(-1, 0).sigmoid(), median,
            median + nn.functional.softplus(outputs.select(-1, 2)) * Unit], -1);
    }

    private Tensor Length(ActionContext context) => nn.functional.softplus(length.call(context.Fused).squeeze(-1));

    /// <summary>
    /// As <see cref="ActionOutputs"/> has them, the place being the same whatever the event: [.., C] to [.., N].
    /// </summary>
    private Tensor Outputs(Tensor slots)
    {
        var at = place.call(slots);
        return cat([events.call(slots), details.call(slots), .. Enumerable.Repeat(at, InputAction.EventCount)], -1);
    }

    /// <summary>A slot that stands for itself knows where the pointer was when the window began, and no more.</summary>
    private static float[] Origins(ActionContext context, TrueSlots truth) =>
        [.. truth.Places.SelectMany(place => context.Pointer.AsSpan((int)(place / InputSession.MostActions) * 2, 2).ToArray())];

    /// <summary>True windows as slots, [B × 100].</summary>
    private sealed class TrueSlots
    {
        public TrueSlots(IReadOnlyList<InputAction[]> targets)
        {
            int count = targets.Count * InputSession.MostActions;
            (Mask, Times, Increments) = (new float[count], new float[count], new float[count]);
            Actions = [.. targets.SelectMany(t => t)];
            Places = [.. targets.SelectMany((t, row) => t.Select((_, k) => (long)row * InputSession.MostActions + k))];
            for (int i = 0; i < Places.Length; i++)
            {
                bool isFirst = Places[i] % InputSession.MostActions == 0;
                Mask[Places[i]] = 1;
                Times[Places[i]] = (float)Actions[i].Time;
                Increments[Places[i]] = (float)(Actions[i].Time - (isFirst ? 0 : Actions[i - 1].Time));
            }
        }

        public float[] Mask { get; }

        public float[] Times { get; }

        public float[] Increments { get; }

        public InputAction[] Actions { get; }

        public long[] Places { get; }
    }
}
