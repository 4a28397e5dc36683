using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// Which numbers of a tensor a dropout keeps: a hash of each number's index and a seed. The backward pass computes it again.
/// </summary>
/// <remarks>
/// The hash is "lowbias32" of C. Wellons' hash-prospector. The mask does not depend on the number of threads.
/// </remarks>
internal sealed record DropoutMask
{
    private readonly uint _start, _stride, _dropped;
    private readonly float _scale;

    /// <summary>A mask whose seed comes from the default generator.</summary>
    /// <param name="probability">That a number is dropped, in [0, 1).</param>
    internal DropoutMask(double probability)
    {
        using var seeds = randint(int.MinValue, int.MaxValue, 2, ScalarType.Int64, CPU);
        var numbers = seeds.data<long>();
        _start = unchecked((uint)numbers[0]);
        _stride = unchecked((uint)numbers[1]) | 1;
        _dropped = (uint)(probability * (1L << 32));
        _scale = (float)(1 / (1 - probability));
    }

    /// <summary>The numbers that are kept, divided by the probability to be kept; 0 for the others.</summary>
    /// <param name="index">Of the first number in the tensor.</param>
    /// <param name="numbers">Consecutive numbers of the tensor.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector<float> Apply(int index, Vector<float> numbers)
    {
        var hash = (Vector.CreateSequence((uint)index, 1u) * _stride) + new Vector<uint>(_start);
        hash = (hash ^ (hash >>> 16)) * 0x7feb352d;
        hash = (hash ^ (hash >>> 15)) * 0x846ca68b;
        hash ^= hash >>> 16;
        var kept = Vector.AsVectorSingle(Vector.GreaterThanOrEqual(hash, new Vector<uint>(_dropped)));
        return Vector.ConditionalSelect(kept, numbers * _scale, Vector<float>.Zero);
    }
}
