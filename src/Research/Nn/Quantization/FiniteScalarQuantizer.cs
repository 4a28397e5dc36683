using static TorchSharp.torch;

namespace Research.Nn.Quantization;

/// <summary>
/// No codebook: each number of a vector is bounded and rounded to one of a few values, so that every combination is a code and
/// none can be lost. Source: Mentzer et al. 2023, "Finite Scalar Quantization: VQ-VAE Made Simple".
/// </summary>
public sealed class FiniteScalarQuantizer : Quantizer
{
    /// <summary>How much wider than the outermost values the bounds are, so that these are reached.</summary>
    private const double Slack = 1e-3;

    private readonly int[] _levels;
    private readonly Tensor half, offset, shift, scale, basis;

    /// <summary>A quantizer with so many values in each place.</summary>
    /// <param name="levels">Values of each number of a vector, each at least 2: 8, 8, 4 make 256 codes.</param>
    /// <exception cref="ArgumentException">There is no level, or one below 2.</exception>
    public FiniteScalarQuantizer(IReadOnlyList<int> levels) : base(nameof(FiniteScalarQuantizer), Product(levels), levels.Count)
    {
        _levels = [.. levels];
        half = PerDimension(l => (l - 1) * (1 + Slack) / 2);
        offset = PerDimension(l => l % 2 == 0 ? 0.5 : 0);
        shift = PerDimension(l => l % 2 == 0 ? Math.Atanh(0.5 / ((l - 1) * (1 + Slack) / 2)) : 0);
        scale = PerDimension(l => l / 2);
        basis = tensor(_levels.Select((_, i) => _levels[..i].Aggregate(1L, (product, l) => product * l)).ToArray());
        (string Name, Tensor Constant)[] constants = [(nameof(half), half), (nameof(offset), offset), (nameof(shift), shift),
            (nameof(scale), scale), (nameof(basis), basis)];
        foreach (var (name, constant) in constants)
        {
            register_buffer(name, constant.DetachFromDisposeScope(), persistent: false);
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor Codebook()
    {
        using var scope = NewDisposeScope();
        var indices = arange(CodebookSize, ScalarType.Int64, CPU).unsqueeze(1);
        var digits = indices.div(basis, RoundingMode.floor).remainder(
            tensor(_levels.Select(l => (long)l).ToArray(), device: CPU));
        return ((digits - scale) / scale).MoveToOuterDisposeScope();
    }

    /// <summary>Rounds vectors, [B, D, H, W], to codes in [−1, 1].</summary>
    /// <exception cref="ArgumentException">The vectors are of another shape.</exception>
    public override Quantized forward(Tensor input)
    {
        RequireVectors(input);
        using var scope = NewDisposeScope();
        long[] shape = input.shape;
        // TorchSharp 0.107 leaves buffers that are not persistent where they are when a module moves.
        Tensor Here(Tensor constant) => constant.to(input.device);
        var bounded = (ToRows(input) + Here(shift)).tanh() * Here(half) - Here(offset);
        var rounded = VectorQuantizer.StraightThrough(bounded, bounded.detach().round());
        var indices = ((rounded.detach() + Here(scale)).round().to(ScalarType.Int64) * Here(basis)).sum(1);
        return new Quantized(
            ToGrid(rounded / Here(scale), shape).MoveToOuterDisposeScope(), indices.view(shape[0], shape[2], shape[3])
            .MoveToOuterDisposeScope(), zeros([], device: input.device).MoveToOuterDisposeScope());
    }

    private static int Product(IReadOnlyList<int> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        return levels.Count > 0 && levels.All(l => l >= 2)
            ? levels.Aggregate(1, (product, l) => checked(product * l))
            : throw new ArgumentException(
                $"Found the levels [{string.Join(", ", levels)}]; expected at least one, each 2 or more.", nameof(levels));
    }

    private Tensor PerDimension(Func<int, double> of) => tensor(_levels.Select(l => (float)of(l)).ToArray());
}
