using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// Dropout whose mask is a function of a seed and the place in the tensor. The seed is one draw from the default generator,
/// so <c>manual_seed</c> fixes the masks, whatever the number of threads.
/// </summary>
/// <remarks>
/// libtorch draws its mask number by number: 12 ns each, which is most of a small transformer's training step. Here it is a
/// hash, computed for several places at once and by all threads.
/// </remarks>
public sealed class SeededDropout : nn.Module<Tensor, Tensor>
{
    private const int HashBits = 24, PieceSize = 32 << 10;

    /// <summary>A layer.</summary>
    /// <param name="p">Probability that a number is dropped in training, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is outside its range.</exception>
    public SeededDropout(double p = 0.5) : base(nameof(SeededDropout))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(p, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(p, 1);
        P = p;
        RegisterComponents();
    }

    /// <summary>Probability that a number is dropped.</summary>
    public double P { get; }

    /// <summary>
    /// In training, numbers are dropped (0) or scaled by 1 / (1 − p); in evaluation the input itself is returned, as a tensor
    /// of its own.
    /// </summary>
    /// <param name="input">Any shape.</param>
    public override Tensor forward(Tensor input) => Drop(input, training ? P : 0);

    /// <summary>Drops numbers of a tensor; the gradient is dropped and scaled in the same places.</summary>
    /// <param name="input">Any shape; on another device than the CPU libtorch draws the mask.</param>
    /// <param name="p">Probability that a number is dropped, in [0, 1).</param>
    internal static Tensor Drop(Tensor input, double p)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (p == 0)
        {
            return input.alias();
        }

        if (input.device_type != DeviceType.CPU || input.numel() == 0)
        {
            return nn.functional.dropout(input, p, training: true);
        }

        using var scope = NewDisposeScope();
        long seed = randint(0, long.MaxValue, [1], ScalarType.Int64, CPU).item<long>();
        var mask = empty(input.shape, ScalarType.Float32, CPU);
        Fill(mask, p, seed);
        return (input * (input.dtype == ScalarType.Float32 ? mask : mask.to_type(input.dtype))).MoveToOuterDisposeScope();
    }

    private static unsafe void Fill(Tensor mask, double p, long seed)
    {
        float* to = Lanes.Start<float>(mask);
        int count = (int)mask.numel();
        int kept = (int)Math.Round((1 - p) * (1 << HashBits));
        float scale = (float)(1 / (1 - p));
        Lanes.ForEach((count + PieceSize - 1) / PieceSize, piece =>
        {
            int first = (int)piece * PieceSize;
            Fill(first, Math.Min(PieceSize, count - first));
        });

        void Fill(int first, int count)
        {
            var (low, high) = ((uint)seed, (uint)(seed >> 32));
            var place = new Vector<uint>((uint)first + low) + Vector<uint>.Indices;
            var (values, nothing, limit) = (new Vector<float>(scale), Vector<float>.Zero, new Vector<int>(kept));
            int i = first, end = first + count;
            for (; i <= end - Vector<uint>.Count; i += Vector<uint>.Count, place += new Vector<uint>((uint)Vector<uint>.Count))
            {
                var hash = Mix(Mix(place) + new Vector<uint>(high)) >>> (32 - HashBits);
                Vector.ConditionalSelect(Vector.LessThan(hash.As<uint, int>(), limit), values, nothing).Store(to + i);
            }

            for (; i < end; i++)
            {
                to[i] = (int)(Mix(Mix((uint)i + low) + high) >> (32 - HashBits)) < kept ? scale : 0;
            }
        }
    }

    /// <summary>
    /// A bijection of 32 bits in which every bit of the input changes half of the output's: "lowbias32" of Chris Wellons,
    /// public domain.
    /// </summary>
    private static uint Mix(uint x)
    {
        x = (x ^ x >> 16) * 0x7feb352du;
        x = (x ^ x >> 15) * 0x846ca68bu;
        return x ^ x >> 16;
    }

    private static Vector<uint> Mix(Vector<uint> x)
    {
        x = (x ^ x >>> 16) * 0x7feb352du;
        x = (x ^ x >>> 15) * 0x846ca68bu;
        return x ^ x >>> 16;
    }
}
