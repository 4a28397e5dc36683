using Research.Sessions.Inputs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// The document's encoder, which it finds "well designed": action history, state history and the current state, C numbers each,
/// fused into C. Source: action-decoder document, "Current Temporal Data Processing Analysis"; SPEC.md §C.
/// </summary>
public sealed class ActionContextEncoder : nn.Module<DecodingInputs, ActionContext>
{
    private readonly HistoryEncoder? history;
    private readonly Sequential current;
    private readonly Sequential fusion;

    /// <summary>An encoder.</summary>
    /// <param name="width">C, an even number of at least 2; the document's is 256.</param>
    /// <param name="useHistory">Whether it looks at the six seconds before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is odd, or below 2.</exception>
    public ActionContextEncoder(int width = 256, bool useHistory = true)
        : base(nameof(ActionContextEncoder))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        if (width % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(width), width,
                "The width is halved for the two directions of an LSTM; expected an even number.");
        }

        history = useHistory ? new HistoryEncoder(width) : null;
        current = nn.Sequential(nn.Linear(InputSession.StateWidth, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU());
        fusion = nn.Sequential(nn.Linear(useHistory ? 3 * width : width, width), nn.LayerNorm(width), nn.ReLU());
        RegisterComponents();
    }

    /// <summary>What is known when each window of a batch begins.</summary>
    public override ActionContext forward(DecodingInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var scope = NewDisposeScope();
        var now = current.call(inputs.Current);
        float[] pointer = inputs.Pointer.cpu().data<float>().ToArray(), density = inputs.Density.cpu().data<float>().ToArray();
        if (history is null)
        {
            return new ActionContext(fusion.call(now).MoveToOuterDisposeScope(), null, now.unsqueeze(1).MoveToOuterDisposeScope(),
                pointer, density);
        }

        var (windows, states, actions, state) = history.Encode(inputs);
        var fused = fusion.call(cat([now, actions, state], -1));
        var tokens = cat([now.unsqueeze(1), windows, states], 1);
        return new ActionContext(
            fused.MoveToOuterDisposeScope(), cat([actions, state], -1).MoveToOuterDisposeScope(),
                tokens.MoveToOuterDisposeScope(), pointer, density);
    }
}
