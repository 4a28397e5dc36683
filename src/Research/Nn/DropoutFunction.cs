using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>What a <see cref="DropoutFunction"/> does besides dropping.</summary>
internal enum DropoutKind
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>Numbers below 0 become 0.</summary>
    Relu,

    /// <summary>A residual is added after it.</summary>
    Residual,
}

/// <summary>
/// Dropout in one pass, with the ReLU before it or the residual after it. libtorch draws its mask number by number, which takes
/// longer than the layers between.
/// </summary>
internal sealed class DropoutFunction : autograd.SingleTensorFunction<DropoutFunction>
{
    /// <inheritdoc/>
    public override string Name => nameof(DropoutFunction);

    /// <summary>Drops numbers, and multiplies the others with 1 / (1 − p).</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="probability">p, that a number is dropped, in [0, 1); 0 where the layer is not in training.</param>
    /// <returns>A tensor of the input's shape.</returns>
    internal static Tensor Drop(Tensor input, double probability) =>
        probability == 0 ? input.alias()
        : IsPlain(input) ? apply(input.contiguous(), null!, new DropoutMask(probability), DropoutKind.Plain)
        : nn.functional.dropout(input, probability, training: true);

    /// <summary>Drops numbers of max(0, input), and multiplies the others with 1 / (1 − p).</summary>
    /// <inheritdoc cref="Drop"/>
    internal static Tensor DropRelu(Tensor input, double probability) =>
        probability > 0 && IsPlain(input)
            ? apply(input.contiguous(), null!, new DropoutMask(probability), DropoutKind.Relu)
            : Drop(input.relu(), probability);

    /// <summary>Drops numbers, multiplies the others with 1 / (1 − p), and adds a residual.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="residual">Of the input's shape.</param>
    /// <param name="probability">p, that a number of the input is dropped, in [0, 1); 0 outside training.</param>
    /// <returns>A tensor of the input's shape.</returns>
    internal static Tensor DropAndAdd(Tensor input, Tensor residual, double probability) =>
        probability > 0 && IsPlain(input) && IsPlain(residual)
            ? apply(input.contiguous(), residual.contiguous(), new DropoutMask(probability), DropoutKind.Residual)
            : residual + Drop(input, probability);

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, residual, mask, kind) = ((Tensor)vars[0], vars[1] as Tensor, (DropoutMask)vars[2], (DropoutKind)vars[3]);
        var output = empty_like(input);
        Forward(mask, kind, Floats(input), residual is null ? default : Floats(residual), Floats(output));
        ctx.set_materialize_grads(false);
        ctx.save_data(nameof(DropoutMask), mask);
        ctx.save_data(nameof(DropoutKind), kind);
        if (kind == DropoutKind.Relu)
        {
            ctx.save_for_backward([input]);
        }

        return output;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var first = no_grad(); // there is no second derivative
        using var scope = NewDisposeScope();
        var (mask, kind) = ((DropoutMask)ctx.get_data(nameof(DropoutMask)), (DropoutKind)ctx.get_data(nameof(DropoutKind)));
        var above = grad_output.contiguous();
        var gradient = empty_like(above);
        var input = kind == DropoutKind.Relu ? Floats(ctx.get_saved_variables()[0]) : default;
        Backward(mask, Floats(above), input, Floats(gradient));
        gradient.MoveToOuterDisposeScope();
        if (kind == DropoutKind.Residual)
        {
            return [gradient, grad_output, null!, null!];
        }

        grad_output.Dispose();
        return [gradient, null!, null!, null!];
    }

    private static bool IsPlain(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype == ScalarType.Float32;

    private static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward(
        DropoutMask mask, DropoutKind kind, ReadOnlySpan<float> input, ReadOnlySpan<float> residual, Span<float> output)
    {
        for (int i = 0; i < output.Length; i += Vector<float>.Count)
        {
            var numbers = Load(input, i);
            if (kind == DropoutKind.Relu)
            {
                numbers = Vector.ConditionalSelect(Vector.LessThan(numbers, Vector<float>.Zero), Vector<float>.Zero, numbers);
            }

            numbers = mask.Apply(i, numbers);
            Store(kind == DropoutKind.Residual ? numbers + Load(residual, i) : numbers, output, i);
        }
    }

    /// <param name="mask">Of the forward pass.</param>
    /// <param name="above">The gradient of the output.</param>
    /// <param name="input">The input of a ReLU; empty where there is none.</param>
    /// <param name="gradient">The gradient of the input.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward(DropoutMask mask, ReadOnlySpan<float> above, ReadOnlySpan<float> input, Span<float> gradient)
    {
        for (int i = 0; i < gradient.Length; i += Vector<float>.Count)
        {
            var numbers = mask.Apply(i, Load(above, i));
            if (!input.IsEmpty)
            {
                var passed = Vector.GreaterThan(Load(input, i), Vector<float>.Zero);
                numbers = Vector.ConditionalSelect(passed, numbers, Vector<float>.Zero);
            }

            Store(numbers, gradient, i);
        }
    }

    /// <summary>Numbers from an index on, filled up with 0 at the tensor's end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ReadOnlySpan<float> numbers, int index) =>
        numbers.Length - index >= Vector<float>.Count ? new Vector<float>(numbers[index..]) : LoadEnd(numbers[index..]);

    private static Vector<float> LoadEnd(ReadOnlySpan<float> numbers)
    {
        Span<float> filled = stackalloc float[Vector<float>.Count];
        filled.Clear();
        numbers.CopyTo(filled);
        return new Vector<float>(filled);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> vector, Span<float> numbers, int index)
    {
        if (!vector.TryCopyTo(numbers[index..]))
        {
            for (int i = index; i < numbers.Length; i++)
            {
                numbers[i] = vector[i - index];
            }
        }
    }
}
