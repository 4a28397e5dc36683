using Research.Sessions.Inputs;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>An action's seven features as numbers for a network: four of them scaled, three looked up.</summary>
public sealed class ActionEmbedding : nn.Module<Tensor, Tensor>
{
    /// <summary>Numbers of an embedded action.</summary>
    public const int Size = 4 + EventSize + ButtonSize + KeySize;

    /// <summary>The event of the slot before the first: nothing is done yet.</summary>
    public const int NothingYet = InputAction.EventCount;

    private const int EventSize = 8, ButtonSize = 4, KeySize = 8;

    private readonly Embedding events;
    private readonly Embedding buttons;
    private readonly Embedding keys;

    /// <summary>An embedding.</summary>
    public ActionEmbedding()
        : base(nameof(ActionEmbedding))
    {
        events = nn.Embedding(InputAction.EventCount + 1, EventSize);
        buttons = nn.Embedding(InputAction.ButtonCount, ButtonSize);
        keys = nn.Embedding(InputAction.KeyCount, KeySize);
        RegisterComponents();
    }

    /// <summary>[.., 7] to [.., <see cref="Size"/>].</summary>
    public override Tensor forward(Tensor actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        using var scope = NewDisposeScope();
        Tensor Column(int column) => actions.select(-1, column);
        var numbers = stack([Column(0) / InputSession.TickSeconds, Column(2) * 2 - 1, Column(3) * 2 - 1, Column(6)], -1);
        return cat([numbers, events.call(Column(1).@long()), buttons.call(Column(4).@long()), keys.call(Column(5).@long())], -1)
            .MoveToOuterDisposeScope();
    }
}
