using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// The steps of a GRU after the product with its input: per step a product with the state and one pass over the gates, forward
/// and backward; one product for the gradient of the state's weights.
/// </summary>
/// <remarks>
/// Inputs: the input's gates [B, T, 3·H] (reset, update, new; bias added), the first state [B, H] or null, the state's weights
/// [3·H, H] and bias [3·H]. Output: states [B, T, H]. All are contiguous float32 tensors of the CPU; H is a multiple of
/// <see cref="Vector{T}.Count"/>.
/// </remarks>
internal sealed class GruSteps : autograd.SingleTensorFunction<GruSteps>
{
    private const string FirstKey = "whether the first state is given";

    /// <inheritdoc/>
    public override string Name => nameof(GruSteps);

    /// <summary>Runs all steps.</summary>
    /// <param name="input">The input's gates, [B, T, 3·H].</param>
    /// <param name="first">The state before the first step, [B, H]; null: zeros.</param>
    /// <param name="weight">The state's weights, [3·H, H].</param>
    /// <param name="bias">The state's bias, [3·H].</param>
    /// <returns>States [B, T, H], and for the backward pass the state before each step [T + 1, B, H] and the gates [T, B, 4·H]:
    /// reset, update, the state's share in the new gate, new.
    /// </returns>
    internal static (Tensor States, Tensor History, Tensor Gates) Run(Tensor input, Tensor? first, Tensor weight, Tensor bias)
    {
        long batch = input.shape[0], steps = input.shape[1], size = weight.shape[1];
        var (states, history) = (empty(batch, steps, size, device: CPU), empty(steps + 1, batch, size, device: CPU));
        var gates = empty(steps, batch, 4 * size, device: CPU);
        using (var begin = history.select(0, 0))
        {
            _ = first is null ? begin.zero_() : begin.copy_(first);
        }

        var (products, transposed) = (gates.narrow(2, 0, 3 * size), weight.t());
        var pass = new ForwardPass
        {
            Layout = new(batch, steps, size),
            Input = input.Vectors(),
            Bias = bias.Vectors(),
            History = history.Vectors(),
            Gates = gates.Vectors(),
            States = states.Vectors(),
        };
        for (int t = 0; t < steps; t++)
        {
            products.select(0, t).addmm_(history.select(0, t), transposed, 0, 1);
            pass.Step(t);
        }

        return (states, history, gates);
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        using var scope = NewDisposeScope();
        var weight = (Tensor)vars[2];
        var (states, history, gates) = Run((Tensor)vars[0], vars[1] as Tensor, weight, (Tensor)vars[3]);
        ctx.set_materialize_grads(false);
        ctx.save_data(FirstKey, vars[1] is Tensor);
        ctx.save_for_backward([weight, history.MoveToOuterDisposeScope(), gates.MoveToOuterDisposeScope()]);
        return states.MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var first = no_grad(); // there is no second derivative
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (weight, history, gates) = (saved[0], saved[1], saved[2]);
        bool withFirst = (bool)ctx.get_data(FirstKey);
        long steps = gates.shape[0], batch = gates.shape[1], size = weight.shape[1];
        var (toInput, toState) = (empty(batch, steps, 3 * size, device: CPU), empty(steps, batch, 3 * size, device: CPU));
        var toFirst = zeros(batch, size, device: CPU);
        var above = grad_output.contiguous();
        var pass = new BackwardPass
        {
            Layout = new(batch, steps, size),
            Above = above.Vectors(),
            History = history.Vectors(),
            Gates = gates.Vectors(),
            ToInput = toInput.Vectors(),
            ToState = toState.Vectors(),
            Gradient = toFirst.Vectors(),
        };
        for (int t = (int)steps - 1; t >= 0; t--)
        {
            pass.Step(t);
            if (t > 0 || withFirst)
            {
                toFirst.addmm_(toState.select(0, t), weight, 1, 1);
            }
        }

        grad_output.Dispose();
        var all = toState.view(-1, 3 * size);
        var toWeight = all.t().mm(history.narrow(0, 0, steps).view(-1, size));
        return [toInput.MoveToOuterDisposeScope(), withFirst ? toFirst.MoveToOuterDisposeScope() : null!,
            toWeight.MoveToOuterDisposeScope(), all.sum([0L]).MoveToOuterDisposeScope()];
    }

    private readonly ref struct ForwardPass
    {
        public required RecurrentLayout Layout { get; init; }

        public required ReadOnlySpan<Vector<float>> Input { get; init; }

        public required ReadOnlySpan<Vector<float>> Bias { get; init; }

        public required Span<Vector<float>> History { get; init; }

        public required Span<Vector<float>> Gates { get; init; }

        public required Span<Vector<float>> States { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)] // the loop is hot from its first call
        public void Step(int t)
        {
            int size = Layout.Size;
            for (int b = 0; b < Layout.Batch; b++)
            {
                var input = Layout.BatchFirst(Input, b, t, 3);
                var gates = Layout.StepFirst(Gates, b, t, 4);
                var old = Layout.StepFirst(History, b, t, 1);
                var next = Layout.StepFirst(History, b, t + 1, 1);
                var state = Layout.BatchFirst(States, b, t, 1);
                for (int i = 0; i < size; i++)
                {
                    var reset = VectorMath.Sigmoid(input[i] + gates[i] + Bias[i]);
                    var update = VectorMath.Sigmoid(input[size + i] + gates[size + i] + Bias[size + i]);
                    var share = gates[2 * size + i] + Bias[2 * size + i];
                    var fresh = VectorMath.Tanh(input[2 * size + i] + reset * share);
                    (gates[i], gates[size + i], gates[2 * size + i], gates[3 * size + i]) = (reset, update, share, fresh);
                    next[i] = state[i] = fresh + update * (old[i] - fresh);
                }
            }
        }
    }

    private readonly ref struct BackwardPass
    {
        public required RecurrentLayout Layout { get; init; }

        public required Span<Vector<float>> Above { get; init; }

        public required Span<Vector<float>> History { get; init; }

        public required Span<Vector<float>> Gates { get; init; }

        public required Span<Vector<float>> ToInput { get; init; }

        public required Span<Vector<float>> ToState { get; init; }

        /// <summary>
        /// The gradient of the state after the step. The pass leaves what reaches the state before it past the gates.
        /// </summary>
        public required Span<Vector<float>> Gradient { get; init; }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)] // the loop is hot from its first call
        public void Step(int t)
        {
            int size = Layout.Size;
            for (int b = 0; b < Layout.Batch; b++)
            {
                var above = Layout.BatchFirst(Above, b, t, 1);
                var gates = Layout.StepFirst(Gates, b, t, 4);
                var old = Layout.StepFirst(History, b, t, 1);
                var toInput = Layout.BatchFirst(ToInput, b, t, 3);
                var toState = Layout.StepFirst(ToState, b, t, 3);
                var gradient = Gradient.Slice(b * size, size);
                for (int i = 0; i < size; i++)
                {
                    var (reset, update, share, fresh) = (gates[i], gates[size + i], gates[2 * size + i], gates[3 * size + i]);
                    var all = gradient[i] + above[i];
                    var toFresh = VectorMath.Flushed(all * (Vector<float>.One - update) * (Vector<float>.One - fresh * fresh));
                    var toReset = toFresh * share * reset * (Vector<float>.One - reset);
                    var toUpdate = all * (old[i] - fresh) * update * (Vector<float>.One - update);
                    toInput[i] = toState[i] = VectorMath.Flushed(toReset);
                    toInput[size + i] = toState[size + i] = VectorMath.Flushed(toUpdate);
                    (toInput[2 * size + i], toState[2 * size + i]) = (toFresh, VectorMath.Flushed(toFresh * reset));
                    gradient[i] = VectorMath.Flushed(all * update);
                }
            }
        }
    }
}
