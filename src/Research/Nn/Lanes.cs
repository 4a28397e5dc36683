using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// What kernels of this kit share that read and write the memory of tensors: float32 as <see cref="float"/>, bfloat16 as <see
/// cref="short"/>.
/// </summary>
internal static unsafe class Lanes
{
    private const short Magnitude = 0x7FFF, Infinity = 0x7F80;

    /// <summary>Whether the kernels take a tensor: on the CPU, float32 or bfloat16.</summary>
    internal static bool Take(Tensor tensor) =>
        tensor.device_type == TorchSharp.DeviceType.CPU && tensor.dtype is ScalarType.Float32 or ScalarType.BFloat16;

    /// <summary>Where a contiguous tensor begins.</summary>
    /// <remarks>By its bytes: TorchSharp has no storage of bfloat16.</remarks>
    internal static T* Start<T>(Tensor tensor) where T : unmanaged =>
        (T*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>
    /// Numbers as they compare: bfloat16's bits as an integer compare as the numbers do if both are positive; NaN becomes the
    /// greatest.
    /// </summary>
    /// <remarks>Negative numbers come out below 0 but in no order, which a maximum with 0 does not need.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<T> Comparable<T>(Vector<T> numbers) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return numbers;
        }

        var bits = numbers.As<T, short>();
        var magnitude = bits & new Vector<short>(Magnitude);
        return Vector.ConditionalSelect(Vector.GreaterThan(magnitude, new Vector<short>(Infinity)), magnitude, bits)
            .As<short, T>();
    }

    /// <inheritdoc cref="Comparable{T}(Vector{T})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Comparable<T>(T number) where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            return number;
        }

        short bits = Unsafe.As<T, short>(ref number), magnitude = (short)(bits & Magnitude);
        short comparable = magnitude > Infinity ? magnitude : bits;
        return Unsafe.As<short, T>(ref comparable);
    }

    /// <summary>Shares 0…count among as many threads as libtorch uses; the result does not depend on how many.</summary>
    internal static void ForEach(long count, Action<long> body)
    {
        int threads = (int)Math.Min(get_num_threads(), count);
        if (threads <= 1)
        {
            for (long i = 0; i < count; i++)
            {
                body(i);
            }

            return;
        }

        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            for (long i = count * part / threads; i < count * (part + 1) / threads; i++)
            {
                body(i);
            }
        });
    }
}
