using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// The directions in which samples vary most. Source: Pearson 1901; as scikit-learn's <c>PCA</c>, with the sign of its
/// <c>svd_flip</c>: the sample that lies farthest out along a component lies on its positive side.
/// </summary>
/// <remarks>
/// By the eigenvectors of the smaller of the two matrices of inner products, [D, D] or [N, N], summed up in double precision
/// block by block: 590 codes of 18,432 numbers need a matrix of 590×590.
/// </remarks>
public sealed class PrincipalComponents
{
    private const int Block = 1024;

    private readonly float[] _mean;
    private readonly float[] _directions;

    private PrincipalComponents(float[] mean, float[] directions, double[] variance, double total)
    {
        (_mean, _directions, ExplainedVariance) = (mean, directions, variance);
        ExplainedVarianceRatio = [.. variance.Select(v => v / total)];
    }

    /// <summary>Variance (n − 1) of the samples along each component, from the largest.</summary>
    public IReadOnlyList<double> ExplainedVariance { get; }

    /// <summary>The same as a share of the samples' whole variance.</summary>
    public IReadOnlyList<double> ExplainedVarianceRatio { get; }

    /// <summary>Number of components (K).</summary>
    public int Count => ExplainedVariance.Count;

    /// <summary>Finds the components of samples.</summary>
    /// <param name="samples">[N, D], N at least 2.</param>
    /// <param name="components">How many components, at least 1 and at most N and D.</param>
    /// <exception cref="ArgumentException">The samples are of another shape, too few, all alike, or hold what is not a
    /// number.</exception>
    public static PrincipalComponents Fit(Tensor samples, int components = 2)
    {
        ArgumentNullException.ThrowIfNull(samples);
        long[] shape = samples.shape;
        if (shape.Length != 2 || components < 1 || shape[0] < Math.Max(2, components) || shape[1] < components)
        {
            throw new ArgumentException(
                $"Samples of [{string.Join(", ", shape)}] have no {components} components: they are [N, D], both at least that.",
                nameof(samples));
        }

        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var values = samples.to_type(ScalarType.Float32);
        var mean = values.mean([0], type: ScalarType.Float64);
        bool wide = shape[1] > shape[0];
        var products = InnerProducts(values, mean, wide);
        double total = products.trace().item<double>();
        if (!(total > 0 && double.IsFinite(total)))
        {
            throw new ArgumentException(total == 0 ? "All samples are alike: they vary in no direction."
                : "The samples hold what is not a finite number.", nameof(samples));
        }

        var (eigenvalues, eigenvectors) = linalg.eigh(products);
        var largest = eigenvalues.flip(0).narrow(0, 0, components).clamp_min(0);
        var vectors = eigenvectors.flip(1).narrow(1, 0, components);
        var directions = wide ? FromSamples(values, mean, vectors) : vectors;
        directions = directions * Signs(values, mean, directions);
        return new PrincipalComponents(
            [.. mean.to_type(ScalarType.Float32).cpu().data<float>()],
            [.. directions.to_type(ScalarType.Float32).contiguous().cpu().data<float>()],
            [.. (largest / (shape[0] - 1)).cpu().data<double>()],
            total / (shape[0] - 1));
    }

    /// <summary>Where samples lie along the components.</summary>
    /// <param name="samples">[N, D], those that were fitted or others.</param>
    /// <returns>[N, K].</returns>
    /// <exception cref="ArgumentException">D differs.</exception>
    public float[,] Project(Tensor samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        long[] shape = samples.shape;
        if (shape.Length != 2 || shape[1] != _mean.Length)
        {
            throw new ArgumentException($"Samples are [N, {_mean.Length}] here; found [{string.Join(", ", shape)}].",
                nameof(samples));
        }

        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var directions = tensor(_directions, device: samples.device).view(_mean.Length, Count);
        float[] places = [.. (samples.to_type(ScalarType.Float32) - tensor(_mean, device: samples.device)).matmul(
            directions).cpu().data<float>()];
        float[,] projected = new float[shape[0], Count];
        Buffer.BlockCopy(places, 0, projected, 0, sizeof(float) * places.Length);
        return projected;
    }

    /// <summary>Of the centred samples X: X Xᵀ where they are wide, else Xᵀ X.</summary>
    private static Tensor InnerProducts(Tensor values, Tensor mean, bool wide)
    {
        long size = wide ? values.shape[0] : values.shape[1];
        var sum = zeros(size, size, ScalarType.Float64, values.device);
        int along = wide ? 1 : 0;
        foreach (var (start, length) in Blocks(values.shape[along]))
        {
            using var scope = NewDisposeScope();
            var part = Centred(values, mean, along, start, length);
            sum.add_(wide ? part.matmul(part.t()) : part.t().matmul(part));
        }

        return sum;
    }

    /// <summary>Xᵀ u for each column u, of length 1: [D, K].</summary>
    private static Tensor FromSamples(Tensor values, Tensor mean, Tensor vectors)
    {
        var parts = Blocks(values.shape[1]).Select(block =>
            Centred(values, mean, 1, block.Start, block.Length).t().matmul(vectors)).ToList();
        var directions = cat(parts, 0);
        return directions / directions.square().sum(0L, keepdim: true).sqrt().clamp_min(double.Epsilon);
    }

    /// <summary>1 or −1 for each component: [K].</summary>
    private static Tensor Signs(Tensor values, Tensor mean, Tensor directions)
    {
        var places = cat([.. Blocks(values.shape[0])
            .Select(block => Centred(values, mean, 0, block.Start, block.Length).matmul(directions))], 0);
        var farthest = places.abs().argmax(0, keepdim: true);
        return places.gather(0, farthest).squeeze(0).lt(0).to_type(ScalarType.Float64) * -2 + 1;
    }

    private static Tensor Centred(Tensor values, Tensor mean, int along, long start, long length)
    {
        var part = values.narrow(along, start, length).to_type(ScalarType.Float64);
        return part - (along == 1 ? mean.narrow(0, start, length) : mean);
    }

    private static IEnumerable<(long Start, long Length)> Blocks(long count)
    {
        for (long start = 0; start < count; start += Block)
        {
            yield return (start, Math.Min(Block, count - start));
        }
    }
}
