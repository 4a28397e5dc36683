using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>What a recurrent layer is made of.</summary>
public enum RecurrentCell
{
    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997).</summary>
    LSTM,

    /// <summary>Gated recurrent units (Cho et al. 2014), the reset gate after the product with the state, as in Keras.</summary>
    GRU,
}

/// <summary>
/// The decision layer of the Cuphead report: two recurrent layers over a window of latents, then one logit for each action.
/// A second head on the same state predicts the mouse's motion where a game needs it.
/// Source: Cuphead report, appendix A.3.3 and A.5.2.
/// </summary>
public sealed class RecurrentPolicy : nn.Module<Tensor, Tensor>
{
    /// <summary>Numbers of a state of the first layer.</summary>
    public const int HiddenSize = 128;

    /// <summary>Numbers of a state of the second layer.</summary>
    public const int SecondStates = 64;

    private readonly nn.Module first;
    private readonly SeededDropout dropout;
    private readonly nn.Module second;
    private readonly Linear head;
    private readonly Linear? motionHead;

    /// <summary>A policy for latents of a size.</summary>
    /// <param name="inputSize">Numbers in a frame's latent, at least 1.</param>
    /// <param name="cell">What the recurrent layers are made of.</param>
    /// <param name="actions">Number of actions, at least 1.</param>
    /// <param name="dropout">Probability that a number between the two layers is dropped in training, in [0, 1).</param>
    /// <param name="initialization">Initial weights, drawn from the default generator.</param>
    /// <param name="motion">Whether it has a second head, for the mouse's motion.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public RecurrentPolicy(
        int inputSize, RecurrentCell cell, int actions = 7, double dropout = 0.3,
            Initialization initialization = Initialization.Keras, bool motion = false)
        : base(nameof(RecurrentPolicy))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(actions, 1);
        (InputSize, Cell, Actions) = (inputSize, cell, actions);
        first = Layer(inputSize, HiddenSize);
        this.dropout = new SeededDropout(dropout);
        second = Layer(HiddenSize, SecondStates);
        head = nn.Linear(SecondStates, actions);
        motionHead = motion ? nn.Linear(SecondStates, 2) : null;
        RegisterComponents();
        this.Initialize(initialization);
    }

    /// <summary>Numbers in a frame's latent.</summary>
    public int InputSize { get; }

    /// <summary>What the recurrent layers are made of.</summary>
    public RecurrentCell Cell { get; }

    /// <summary>Number of actions.</summary>
    public int Actions { get; }

    /// <summary>What the products with the layers' input are computed with; float32 by default.</summary>
    public Precision Precision { get; init; }

    /// <summary>How likely each action is at the frame a window leads to.</summary>
    /// <param name="windows">[B, T, <see cref="InputSize"/>], T at least 1.</param>
    /// <returns>Logits, [B, <see cref="Actions"/>]: the sigmoid of each is an action's own probability.</returns>
    /// <exception cref="ArgumentException">The windows are of another shape.</exception>
    public override Tensor forward(Tensor windows)
    {
        using var scope = NewDisposeScope();
        return head.call(LastState(windows)).MoveToOuterDisposeScope();
    }

    /// <summary>Both heads: what <see cref="forward"/> returns, and the mouse's motion at the same frame.</summary>
    /// <param name="windows">[B, T, <see cref="InputSize"/>], T at least 1.</param>
    /// <returns>Logits, [B, <see cref="Actions"/>], and motion, [B, 2], standardised; null without a second head.</returns>
    /// <exception cref="ArgumentException">The windows are of another shape.</exception>
    internal (Tensor Logits, Tensor? Motion) Heads(Tensor windows)
    {
        using var scope = NewDisposeScope();
        var last = LastState(windows);
        return (head.call(last).MoveToOuterDisposeScope(), motionHead?.call(last).MoveToOuterDisposeScope());
    }

    private Tensor LastState(Tensor windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        long[] shape = windows.shape;
        if (shape.Length != 3 || shape[1] < 1 || shape[2] != InputSize)
        {
            throw new ArgumentException($"Windows are [B, T, {InputSize}] here; found [{string.Join(", ", shape)}].",
                nameof(windows));
        }

        var states = dropout.call(States(first, windows));
        return States(second, states).select(1, shape[1] - 1);
    }

    private nn.Module Layer(int inputs, int states) => Cell == RecurrentCell.LSTM
        ? nn.LSTM(inputs, states, batchFirst: true)
        : nn.GRU(inputs, states, batchFirst: true);

    private Tensor States(nn.Module layer, Tensor input) => layer is LSTM lstm
        ? lstm.States(input, Precision)
        : ((GRU)layer).States(input, precision: Precision);
}
