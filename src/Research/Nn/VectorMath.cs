using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>Functions of vectors of numbers, and tensors as spans of such vectors.</summary>
internal static class VectorMath
{
    /// <summary>Numbers of a contiguous float32 tensor of the CPU, in place. They are valid as long as the tensor is.</summary>
    internal static Span<Vector<float>> Vectors(this Tensor tensor) => MemoryMarshal.Cast<byte, Vector<float>>(tensor.bytes);

    /// <summary>Numbers as they are, but 0 for those nearer to it than 2⁻¹⁰⁰.</summary>
    /// <remarks>
    /// What passes a saturated gate is as small as exp(−88). Products with it fall below float32's normal numbers, each of which
    /// takes the processor a hundred times as long: the backward pass of an LSTM over 18,432 inputs took 1,056 ms instead of 32
    /// once its gates had saturated. Nothing is lost: Adam adds 10⁻⁸ to numbers of this size before it divides by them.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Flushed(Vector<float> x) =>
        Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), new Vector<float>(7.8886091e-31f)), Vector<float>.Zero, x);

    /// <summary>1 / (1 + exp(−x)), to 2e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Exp(-x));

    /// <summary>tanh x, to 2e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Tanh(Vector<float> x) => new Vector<float>(2) * Sigmoid(x + x) - Vector<float>.One;

    /// <summary>exp x for x in [−87, 88], and of the nearer end beyond: 2^n · 2^f with a polynomial in |f| ≤ ½.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Exp(Vector<float> x)
    {
        // Of two numbers the native functions give the second where one is NaN.
        x = Vector.MinNative(new Vector<float>(88), Vector.MaxNative(new Vector<float>(-87), x));
        var n = Vector.Round(x * new Vector<float>(1.44269504f));
        // ln 2 in two parts, so that the difference is exact
        var f = Vector.FusedMultiplyAdd(n, new Vector<float>(-0.693359375f), x);
        f = Vector.FusedMultiplyAdd(n, new Vector<float>(2.12194440e-4f), f);
        var p = new Vector<float>(1.9875691500e-4f);
        p = Vector.FusedMultiplyAdd(p, f, new Vector<float>(1.3981999507e-3f));
        p = Vector.FusedMultiplyAdd(p, f, new Vector<float>(8.3334519073e-3f));
        p = Vector.FusedMultiplyAdd(p, f, new Vector<float>(4.1665795894e-2f));
        p = Vector.FusedMultiplyAdd(p, f, new Vector<float>(1.6666665459e-1f));
        p = Vector.FusedMultiplyAdd(p, f, new Vector<float>(5.0000001201e-1f));
        p = Vector.FusedMultiplyAdd(p, f * f, f) + Vector<float>.One;
        var power = Vector.AsVectorSingle((Vector.ConvertToInt32Native(n) + new Vector<int>(127)) << 23);
        return p * power;
    }
}
