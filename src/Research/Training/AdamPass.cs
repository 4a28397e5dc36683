using System.Numerics;
using System.Runtime.CompilerServices;
using Research.Nn;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>
/// Adam's update of many parameters in one pass over memory: each number of parameter, gradient and both moments is read once
/// and written once, by all threads at once. The package's own optimizer makes a dozen passes, an operator each.
/// </summary>
/// <remarks>
/// The work is cut into pieces whose size does not depend on the number of threads. A piece's update does not depend on the
/// others, and the gradient's norm adds up the pieces in their order. So the result is the same, bit for bit, for any number of
/// threads.
/// </remarks>
internal sealed unsafe class AdamPass : IDisposable
{
    /// <summary>Numbers of a piece: 64 KiB of each of the four arrays fit into a core's cache.</summary>
    private const int PieceSize = 16 << 10;

    private readonly List<Piece> _pieces = [];
    private readonly List<Tensor> _gradients = [];
    private double[] _sums = [];

    /// <summary>Drops gradients: the next backward pass then writes them, and need not add to zeros.</summary>
    internal static void DropGradients(IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    /// <summary>Updates the parameters of an optimizer that have a gradient, or only clips the gradients.</summary>
    /// <param name="groups">All groups of the optimizer.</param>
    /// <param name="hasKnownOptions">Whether the pass can do what a group's options ask for.</param>
    /// <param name="add">Adds a group by <see cref="AddGroup"/>.</param>
    /// <param name="maxGradNorm">Largest norm of all gradients together; null: any.</param>
    /// <returns>False where a group is not for the pass: the package's optimizer has to update all.</returns>
    internal bool TryUpdate(
        IEnumerable<TorchSharp.Modules.ParamGroup> groups, Func<TorchSharp.Modules.ParamGroup, bool> hasKnownOptions,
        Action<TorchSharp.Modules.ParamGroup> add, double? maxGradNorm)
    {
        if (!groups.All(group => hasKnownOptions(group) && group.Parameters.All(CanUpdate)))
        {
            if (maxGradNorm is { } norm)
            {
                nn.utils.clip_grad_norm_(groups.SelectMany(group => group.Parameters), norm);
            }

            return false;
        }

        using (this)
        {
            foreach (var group in groups)
            {
                add(group);
            }

            Run(maxGradNorm);
        }

        return true;
    }

    /// <summary>Whether a parameter can be updated here: float32 on the CPU, in one piece.</summary>
    private static bool CanUpdate(Tensor parameter) =>
        parameter.dtype == ScalarType.Float32 && parameter.device_type == DeviceType.CPU && parameter.is_contiguous();

    /// <summary>Adds the parameters of a group that have a gradient.</summary>
    /// <param name="parameters">Those that <see cref="CanUpdate"/>.</param>
    /// <param name="advance">Counts a step of a parameter; gives that step, from 1, and the parameter's running means.</param>
    /// <param name="factorsAt">The group's factors at a step.</param>
    internal void AddGroup(
        IEnumerable<Parameter> parameters, Func<Parameter, (long Step, Tensor Mean, Tensor Square)> advance,
        Func<long, AdamFactors> factorsAt)
    {
        AdamFactors? factors = null;
        long at = 0;
        foreach (var parameter in parameters)
        {
            if (parameter.grad is not { } gradient)
            {
                continue;
            }

            var (step, mean, square) = advance(parameter);
            if (factors is null || step != at) // all are at the same step, unless one had no gradient before
            {
                (at, factors) = (step, factorsAt(step));
            }

            Add(parameter, gradient.DetachFromDisposeScope(), mean, square, factors);
        }
    }

    /// <summary>Adds a parameter to the pass.</summary>
    /// <param name="parameter">One that <see cref="CanUpdate"/>.</param>
    /// <param name="gradient">Its gradient; disposed by <see cref="Dispose"/>.</param>
    /// <param name="mean">The running mean of the gradient, of the parameter's shape.</param>
    /// <param name="square">The running mean of the gradient's square, of the parameter's shape.</param>
    /// <param name="factors">Of this parameter's group at this step.</param>
    private void Add(Tensor parameter, Tensor gradient, Tensor mean, Tensor square, AdamFactors factors)
    {
        _gradients.Add(gradient);
        if (!gradient.is_contiguous())
        {
            gradient = gradient.contiguous().DetachFromDisposeScope();
            _gradients.Add(gradient);
        }

        float* p = Lanes.Start<float>(parameter), g = Lanes.Start<float>(gradient);
        float* m = Lanes.Start<float>(mean), s = Lanes.Start<float>(square);
        long count = parameter.numel();
        for (long at = 0; at < count; at += PieceSize)
        {
            _pieces.Add(new Piece(p + at, g + at, m + at, s + at, (int)Math.Min(PieceSize, count - at), factors));
        }
    }

    /// <summary>Updates all parameters that were added.</summary>
    /// <param name="maxGradNorm">Gradients are scaled so that the norm of all of them together is at most this; null: they
    /// are not scaled.</param>
    private void Run(double? maxGradNorm)
    {
        float scale = 1;
        if (maxGradNorm is { } most)
        {
            if (_sums.Length < _pieces.Count)
            {
                _sums = new double[_pieces.Count];
            }

            Lanes.ForEach(_pieces.Count, i => _sums[i] = SumOfSquares(_pieces[(int)i]));
            double sum = 0;
            for (int i = 0; i < _pieces.Count; i++)
            {
                sum += _sums[i];
            }

            scale = (float)(most / (Math.Sqrt(sum) + 1e-6)); // PyTorch's clip_grad_norm_ adds the same 1e-6
            scale = scale > 1 ? 1 : scale; // a norm that is no number stays one
        }

        Lanes.ForEach(_pieces.Count, i => Update(_pieces[(int)i], scale));
    }

    /// <summary>Disposes of the gradients and forgets the parameters, so that the pass can be filled again.</summary>
    public void Dispose()
    {
        foreach (var gradient in _gradients)
        {
            gradient.Dispose();
        }

        _gradients.Clear();
        _pieces.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // no slow first steps until the runtime has noticed the loop
    private static double SumOfSquares(in Piece piece)
    {
        int width = Vector<float>.Count, i = 0;
        Vector<float> a = default, b = default, c = default, d = default;
        float* gradient = piece.Gradient;
        for (; i <= piece.Count - 4 * width; i += 4 * width)
        {
            Vector<float> g = Vector.Load(gradient + i), h = Vector.Load(gradient + i + width);
            Vector<float> k = Vector.Load(gradient + i + 2 * width), l = Vector.Load(gradient + i + 3 * width);
            (a, b, c, d) = (a + g * g, b + h * h, c + k * k, d + l * l);
        }

        double sum = Vector.Sum((a + b) + (c + d));
        for (; i < piece.Count; i++)
        {
            sum += gradient[i] * gradient[i];
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Update(in Piece piece, float scale)
    {
        var x = piece.Factors;
        float* parameter = piece.Parameter, gradient = piece.Gradient, mean = piece.Mean, square = piece.Square;
        int width = Vector<float>.Count, i = 0;
        for (; i <= piece.Count - width; i += width)
        {
            var p = Vector.Load(parameter + i);
            var g = Vector.Load(gradient + i) * scale + p * x.Penalty;
            var m = Vector.Load(mean + i) * x.Beta1 + g * x.OneMinusBeta1;
            var s = Vector.Load(square + i) * x.Beta2 + g * g * x.OneMinusBeta2;
            m.Store(mean + i);
            s.Store(square + i);
            var root = Vector.SquareRoot(s) * x.Correction + new Vector<float>(x.Epsilon);
            (p * x.Shrink - m * x.Rate / root).Store(parameter + i);
        }

        for (; i < piece.Count; i++)
        {
            float p = parameter[i], g = gradient[i] * scale + p * x.Penalty;
            float m = mean[i] = mean[i] * x.Beta1 + g * x.OneMinusBeta1;
            float s = square[i] = square[i] * x.Beta2 + g * g * x.OneMinusBeta2;
            parameter[i] = p * x.Shrink - m * x.Rate / (MathF.Sqrt(s) * x.Correction + x.Epsilon);
        }
    }

    /// <summary>Some numbers of a parameter that lie one after the other.</summary>
    private readonly struct Piece(float* parameter, float* gradient, float* mean, float* square, int count, AdamFactors factors)
    {
        public readonly float* Parameter = parameter, Gradient = gradient, Mean = mean, Square = square;
        public readonly int Count = count;
        public readonly AdamFactors Factors = factors;
    }
}
