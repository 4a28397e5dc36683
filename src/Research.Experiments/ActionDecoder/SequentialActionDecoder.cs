using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// The document's first solution: one action at a time, each from the context, its timing and the actions before, which a GRU
/// remembers. (The document's own listing has no memory but the time: its text asks that "each action depends on previous
/// actions".) Source: action-decoder document, solution 1.
/// </summary>
public sealed class SequentialActionDecoder : AutoregressiveActionDecoder
{
    private readonly Sequential? temporal;
    private readonly Linear initial;
    private readonly GRU memory;
    private readonly Sequential generator;

    /// <summary>A decoder.</summary>
    /// <param name="width">C, numbers of the context, a multiple of 4; the document's is 256.</param>
    /// <param name="options">Its inputs and sizes.</param>
    public SequentialActionDecoder(int width = 256, AutoregressiveOptions? options = null)
        : base(nameof(SequentialActionDecoder), width, options ??= new AutoregressiveOptions())
    {
        temporal = options.UseTemporalContext ? nn.Sequential(nn.Linear(2 * width, width / 2), nn.ReLU(),
            nn.Linear(width / 2, width / 4)) : null;
        initial = nn.Linear(width, width);
        memory = nn.GRU(ActionEmbedding.Size + ActionSlots.TimingCount + (temporal is null ? 0 : width / 4), width,
            batchFirst: true);
        generator = nn.Sequential(nn.Linear(2 * width, width), nn.LayerNorm(width), nn.ReLU(),
            new SeededDropout(options.Dropout));
        RegisterComponents();
    }

    private protected override Tensor Features(ActionContext context, Tensor previous, Tensor timing)
    {
        using var scope = NewDisposeScope();
        return Step(context, Temporal(context), previous, timing, FirstState(context)).Features.MoveToOuterDisposeScope();
    }

    private protected override Func<ActionSlots, Tensor> Begin(ActionContext context)
    {
        var (state, past) = (FirstState(context), Temporal(context));
        return slots =>
        {
            (var features, state) = Step(context, past, slots.Previous, slots.Timing, state);
            return features.squeeze(1);
        };
    }

    private (Tensor Features, Tensor State) Step(ActionContext context, Tensor? past, Tensor previous, Tensor timing,
        Tensor state)
    {
        long slots = previous.shape[1];
        Tensor Repeat(Tensor ofRows) => ofRows.unsqueeze(1).expand(-1, slots, -1);
        Tensor[] inputs = past is null ? [embedding.call(previous), timing] : [embedding.call(previous), timing, Repeat(past)];
        var states = memory.States(cat(inputs, -1), state);
        return (generator.call(cat([Repeat(context.Fused), states], -1)), states.narrow(1, slots - 1, 1).transpose(0, 1));
    }

    private Tensor FirstState(ActionContext context) => initial.call(context.Fused).tanh().unsqueeze(0);

    private Tensor? Temporal(ActionContext context) => temporal is null ? null : temporal.call(context.History
        ?? throw new InvalidOperationException(
            "The encoder looks at no history, which the temporal context is made of; expected an encoder that does, or no "
                + "temporal context."));
}
