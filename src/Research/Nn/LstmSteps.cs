using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// The steps of an LSTM after the product with its input, from states of zero: per step a product with the state and one pass
/// over the gates, forward and backward; one product for the gradient of the state's weights.
/// </summary>
/// <remarks>
/// Inputs: the input's gates [B, T, 4·H] (input, forget, cell, output; bias added), the state's weights [4·H, H] and bias [4·H].
/// Output: states [B, T, H]. All are contiguous float32 tensors of the CPU; H is a multiple of <see cref="Vector{T}.Count"/>.
/// </remarks>
internal sealed class LstmSteps : autograd.SingleTensorFunction<LstmSteps>
{
    /// <inheritdoc/>
    public override string Name => nameof(LstmSteps);

    /// <summary>Runs all steps.</summary>
    /// <param name="input">The input's gates, [B, T, 4·H].</param>
    /// <param name="weight">The state's weights, [4·H, H].</param>
    /// <param name="bias">The state's bias, [4·H].</param>
    /// <returns>States [B, T, H], and for the backward pass the state before each step [T + 1, B, H], the cells likewise, and
    /// the gates [T, B, 5·H]: input, forget, cell, output, the hyperbolic tangent of the cells.
    /// </returns>
    internal static (Tensor States, Tensor History, Tensor Cells, Tensor Gates) Run(Tensor input, Tensor weight, Tensor bias)
    {
        long batch = input.shape[0], steps = input.shape[1], size = weight.shape[1];
        var (states, history) = (empty(batch, steps, size, device: CPU), empty(steps + 1, batch, size, device: CPU));
        var (cells, gates) = (empty(steps + 1, batch, size, device: CPU), empty(steps, batch, 5 * size, device: CPU));
        history.select(0, 0).zero_();
        cells.select(0, 0).zero_();
        var (products, transposed) = (gates.narrow(2, 0, 4 * size), weight.t());
        var pass = new ForwardPass
        {
            Layout = new(batch, steps, size),
            Input = input.Vectors(),
            Bias = bias.Vectors(),
            History = history.Vectors(),
            Cells = cells.Vectors(),
            Gates = gates.Vectors(),
            States = states.Vectors(),
        };
        for (int t = 0; t < steps; t++)
        {
            products.select(0, t).addmm_(history.select(0, t), transposed, 0, 1);
            pass.Step(t);
        }

        return (states, history, cells, gates);
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var scope = NewDisposeScope();
        var weight = (Tensor)vars[1];
        var (states, history, cells, gates) = Run((Tensor)vars[0], weight, (Tensor)vars[2]);
        ctx.set_materialize_grads(false);
        history.MoveToOuterDisposeScope();
        cells.MoveToOuterDisposeScope();
        gates.MoveToOuterDisposeScope();
        ctx.save_for_backward([weight, history, cells, gates]);
        return states.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var first = no_grad(); // there is no second derivative
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (weight, history, cells, gates) = (saved[0], saved[1], saved[2], saved[3]);
        long steps = gates.shape[0], batch = gates.shape[1], size = weight.shape[1];
        var (toInput, toState) = (empty(batch, steps, 4 * size, device: CPU), empty(steps, batch, 4 * size, device: CPU));
        var (ofState, ofCell) = (zeros(batch, size, device: CPU), zeros(batch, size, device: CPU));
        var above = grad_output.contiguous();
        var pass = new BackwardPass
        {
            Layout = new(batch, steps, size),
            Above = above.Vectors(),
            Cells = cells.Vectors(),
            Gates = gates.Vectors(),
            ToInput = toInput.Vectors(),
            ToState = toState.Vectors(),
            OfState = ofState.Vectors(),
            OfCell = ofCell.Vectors(),
        };
        for (int t = (int)steps - 1; t >= 0; t--)
        {
            pass.Step(t);
            if (t > 0) // the first states are constants
            {
                ofState.addmm_(toState.select(0, t), weight, 0, 1);
            }
        }

        grad_output.Dispose();
        var all = toState.view(-1, 4 * size);
        var toWeight = all.t().mm(history.narrow(0, 0, steps).view(-1, size));
        return [toInput.MoveToOuterDisposeScope(), toWeight.MoveToOuterDisposeScope(), all.sum([0L]).MoveToOuterDisposeScope()];
    }

    private readonly ref struct ForwardPass
    {
        public required RecurrentLayout Layout { get; init; }

        public required ReadOnlySpan<Vector<float>> Input { get; init; }

        public required ReadOnlySpan<Vector<float>> Bias { get; init; }

        public required Span<Vector<float>> History { get; init; }

        public required Span<Vector<float>> Cells { get; init; }

        public required Span<Vector<float>> Gates { get; init; }

        public required Span<Vector<float>> States { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)] // the loop is hot from its first call
        public void Step(int t)
        {
            int size = Layout.Size;
            for (int b = 0; b < Layout.Batch; b++)
            {
                var input = Layout.BatchFirst(Input, b, t, 4);
                var gates = Layout.StepFirst(Gates, b, t, 5);
                var next = Layout.StepFirst(History, b, t + 1, 1);
                var state = Layout.BatchFirst(States, b, t, 1);
                var oldCell = Layout.StepFirst(Cells, b, t, 1);
                var nextCell = Layout.StepFirst(Cells, b, t + 1, 1);
                for (int i = 0; i < size; i++)
                {
                    var enter = VectorMath.Sigmoid(input[i] + gates[i] + Bias[i]);
                    var forget = VectorMath.Sigmoid(input[size + i] + gates[size + i] + Bias[size + i]);
                    var fresh = VectorMath.Tanh(input[2 * size + i] + gates[2 * size + i] + Bias[2 * size + i]);
                    var output = VectorMath.Sigmoid(input[3 * size + i] + gates[3 * size + i] + Bias[3 * size + i]);
                    var cell = forget * oldCell[i] + enter * fresh;
                    var bounded = VectorMath.Tanh(cell);
                    (gates[i], gates[size + i], gates[2 * size + i]) = (enter, forget, fresh);
                    (gates[3 * size + i], gates[4 * size + i]) = (output, bounded);
                    nextCell[i] = cell;
                    next[i] = state[i] = output * bounded;
                }
            }
        }
    }

    private readonly ref struct BackwardPass
    {
        public required RecurrentLayout Layout { get; init; }

        public required Span<Vector<float>> Above { get; init; }

        public required Span<Vector<float>> Cells { get; init; }

        public required Span<Vector<float>> Gates { get; init; }

        public required Span<Vector<float>> ToInput { get; init; }

        public required Span<Vector<float>> ToState { get; init; }

        /// <summary>The gradient of the state after the step.</summary>
        public required Span<Vector<float>> OfState { get; init; }

        /// <summary>The gradient of the cell after the step; the pass leaves that of the cell before it.</summary>
        public required Span<Vector<float>> OfCell { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)] // the loop is hot from its first call
        public void Step(int t)
        {
            int size = Layout.Size;
            for (int b = 0; b < Layout.Batch; b++)
            {
                var above = Layout.BatchFirst(Above, b, t, 1);
                var gates = Layout.StepFirst(Gates, b, t, 5);
                var old = Layout.StepFirst(Cells, b, t, 1);
                var toInput = Layout.BatchFirst(ToInput, b, t, 4);
                var toState = Layout.StepFirst(ToState, b, t, 4);
                var ofState = OfState.Slice(b * size, size);
                var ofCell = OfCell.Slice(b * size, size);
                for (int i = 0; i < size; i++)
                {
                    var (enter, forget, fresh, output) = (gates[i], gates[size + i], gates[2 * size + i], gates[3 * size + i]);
                    var bounded = gates[4 * size + i];
                    var all = ofState[i] + above[i];
                    var toCell = ofCell[i] + all * output * (Vector<float>.One - bounded * bounded);
                    var toEnter = toCell * fresh * enter * (Vector<float>.One - enter);
                    var toForget = toCell * old[i] * forget * (Vector<float>.One - forget);
                    var toFresh = toCell * enter * (Vector<float>.One - fresh * fresh);
                    var toOutput = all * bounded * output * (Vector<float>.One - output);
                    toInput[i] = toState[i] = VectorMath.Flushed(toEnter);
                    toInput[size + i] = toState[size + i] = VectorMath.Flushed(toForget);
                    toInput[2 * size + i] = toState[2 * size + i] = VectorMath.Flushed(toFresh);
                    toInput[3 * size + i] = toState[3 * size + i] = VectorMath.Flushed(toOutput);
                    ofCell[i] = VectorMath.Flushed(toCell * forget);
                }
            }
        }
    }
}
