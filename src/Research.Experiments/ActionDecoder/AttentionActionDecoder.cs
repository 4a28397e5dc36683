using Research.Nn;
using Research.Sessions.Inputs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// The document's second solution: every slot attends to the slots before it and to the context: the current state, and each
/// window of history. Position and time of a slot are looked up, the time in milliseconds. Source: action-decoder document,
/// solution 2.
/// </summary>
/// <remarks>
/// The listing cannot run: it takes the last number of a slot's vector for its time, writes slots in place, and has the context
/// be a single vector, to which all attention is equal. Its hundred processors, one a slot, are one here, which gets the
/// slot's position.
/// </remarks>
public sealed class AttentionActionDecoder : AutoregressiveActionDecoder
{
    private const int Milliseconds = 600, NumbersOfHead = 32;

    private readonly Linear slot;
    private readonly Linear fused;
    private readonly Embedding position;
    private readonly Embedding time;
    private readonly LayerNorm beforeSlots;
    private readonly MultiheadAttention slotAttention;
    private readonly LayerNorm beforeContext;
    private readonly MultiheadAttention contextAttention;
    private readonly Sequential processor;

    /// <summary>A decoder.</summary>
    /// <param name="width">C, numbers of the context, a multiple of 32 for as many heads; the document's is 256.</param>
    /// <param name="options">Its inputs and sizes.</param>
    public AttentionActionDecoder(int width = 256, AutoregressiveOptions? options = null)
        : base(nameof(AttentionActionDecoder), width, options ??= new AutoregressiveOptions())
    {
        int heads = Math.Max(1, width / NumbersOfHead);
        slot = nn.Linear(ActionEmbedding.Size + ActionSlots.TimingCount, width);
        fused = nn.Linear(width, width);
        position = nn.Embedding(InputSession.MostActions, width);
        time = nn.Embedding(Milliseconds + 1, width);
        foreach (var table in new[] { position, time })
        {
            nn.init.normal_(table.weight, 0, 0.02);
        }

        beforeSlots = nn.LayerNorm(width);
        slotAttention = nn.MultiheadAttention(width, heads, options.Dropout);
        beforeContext = nn.LayerNorm(width);
        contextAttention = nn.MultiheadAttention(width, heads, options.Dropout);
        processor = nn.Sequential(nn.Linear(width, width), nn.LayerNorm(width), nn.ReLU(), new SeededDropout(options.Dropout));
        RegisterComponents();
    }

    private protected override Tensor Features(ActionContext context, Tensor previous, Tensor timing)
    {
        using var scope = NewDisposeScope();
        var slots = Slots(context, previous, timing, first: 0);
        var later = full(slots.shape[1], slots.shape[1], double.NegativeInfinity, device: context.Device).triu(1);
        return Attend(slots, slots, context, later).MoveToOuterDisposeScope();
    }

    private protected override Func<ActionSlots, Tensor> Begin(ActionContext context)
    {
        var before = new List<Tensor>();
        return next =>
        {
            before.Add(Slots(context, next.Previous, next.Timing, before.Count));
            return Attend(before[^1], cat(before, 1), context, later: null).squeeze(1);
        };
    }

    /// <summary>Slots as vectors, [B, K, C].</summary>
    private Tensor Slots(ActionContext context, Tensor previous, Tensor timing, int first)
    {
        var positions = position.call(arange(first, first + previous.shape[1], ScalarType.Int64, context.Device)).unsqueeze(0);
        var milliseconds = (timing.select(-1, 0) * Milliseconds).round().clamp(0, Milliseconds).@long();
        return slot.call(cat([embedding.call(previous), timing], -1)) + positions + time.call(milliseconds)
            + fused.call(context.Fused).unsqueeze(1);
    }

    /// <param name="queries">[B, Q, C]: the slots that are asked for.</param>
    /// <param name="slots">[B, K, C]: all slots so far.</param>
    /// <param name="context">What is known.</param>
    /// <param name="later">[Q, K], −∞ where a slot lies after the one asked for, else 0; null: none does. It is added to the
    /// scores: libtorch's C++ layer adds a mask of truths too, as 1, where PyTorch's hides what is true.
    /// </param>
    private Tensor Attend(Tensor queries, Tensor slots, ActionContext context, Tensor? later)
    {
        // Attention takes the batch as second dimension.
        var (asked, known, tokens) = (beforeSlots.call(queries).transpose(0, 1), beforeSlots.call(slots).transpose(0, 1),
            context.Tokens.transpose(0, 1));
        var attended = queries + slotAttention.call(asked, known, known, need_weights: false, attn_mask: later).Item1.transpose(0,
            1);
        var informed = attended + contextAttention.call(beforeContext.call(attended).transpose(0, 1), tokens, tokens,
            need_weights: false).Item1.transpose(0, 1);
        return processor.call(informed);
    }
}
