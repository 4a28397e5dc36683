using Research.Nn;
using Research.Sessions.Inputs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// Six seconds of history: an LSTM over the actions of each window, whose state after the last of them stands for the window, and
/// a bidirectional LSTM over the game's states. Source: action-decoder document, "How Current Model Processes Temporal Data";
/// SPEC.md §C.
/// </summary>
internal sealed class HistoryEncoder : nn.Module
{
    private readonly int width;
    private readonly ActionEmbedding embedding;
    private readonly Sequential action;
    private readonly LSTM window;
    private readonly Sequential windows;
    private readonly LSTM states;
    private readonly Linear state;

    public HistoryEncoder(int width)
        : base(nameof(HistoryEncoder))
    {
        this.width = width;
        embedding = new ActionEmbedding();
        action = nn.Sequential(nn.Linear(ActionEmbedding.Size, width / 2), nn.ReLU());
        window = nn.LSTM(width / 2, width, batchFirst: true);
        windows = nn.Sequential(nn.Linear(InputWindows.History * width, width), nn.ReLU());
        states = nn.LSTM(InputSession.StateWidth, width / 2, batchFirst: true, bidirectional: true);
        state = nn.Linear(width, width);
        RegisterComponents();
    }

    /// <summary>Encodes the history of a batch.</summary>
    /// <returns>Windows of actions and states, each [B, 10, C], and what each ten come to, [B, C].</returns>
    public (Tensor Windows, Tensor States, Tensor Actions, Tensor State) Encode(DecodingInputs inputs)
    {
        using var scope = NewDisposeScope();
        long rows = inputs.Count;
        var steps = window.States(action.call(embedding.call(inputs.Windows)));
        var last = (inputs.Lengths - 1).clamp(min: 0).view(-1, 1, 1).expand(-1, 1, width);
        // an empty window is zeros
        var ofWindows = steps.gather(1, last).squeeze(1) * inputs.Lengths.gt(0).to_type(ScalarType.Float32).unsqueeze(1);
        var actions = ofWindows.index_select(0, inputs.History.flatten()).view(rows, InputWindows.History, width);
        var (ofStates, lastStates, _) = states.call(inputs.States);
        var both = cat([lastStates[0], lastStates[1]], -1);
        return (actions.MoveToOuterDisposeScope(), ofStates.MoveToOuterDisposeScope(),
            windows.call(actions.flatten(1)).MoveToOuterDisposeScope(), state.call(both).MoveToOuterDisposeScope());
    }
}
