using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Nn.Quantization;

/// <summary>
/// A learned codebook: each vector becomes the nearest code. Source: van den Oord et al. 2017, "Neural Discrete Representation
/// Learning"; the switches are those of <see cref="QuantizerOptions"/>.
/// </summary>
/// <remarks>
/// Revival and the k-means start come at the beginning of a training step, and draw from the default generator.
/// </remarks>
public sealed class VectorQuantizer : Quantizer
{
    /// <summary>Decay of the usage that revival goes by: about twenty batches count.</summary>
    private const double UsageDecay = 0.95;

    private readonly QuantizerOptions _options;
    private readonly Tensor codebook;
    private readonly Parameter? map;
    private readonly Tensor? usage, sizes, sums, started;

    /// <summary>
    /// A codebook whose codes are uniform in ±1/K, or normal with deviation 1/√D under <see cref="QuantizerOptions.SimVq"/>.
    /// </summary>
    /// <param name="options">The switches.</param>
    /// <exception cref="ArgumentException">Two options exclude each other, or a number is out of range.</exception>
    public VectorQuantizer(QuantizerOptions options)
        : base(nameof(VectorQuantizer), Checked(options).CodebookSize, options.EmbeddingDim)
    {
        _options = options;
        codebook = Begun(options.SimVq
            ? randn(CodebookSize, EmbeddingDim).mul_(1 / Math.Sqrt(EmbeddingDim))
            : empty(CodebookSize, EmbeddingDim).uniform_(-1.0 / CodebookSize, 1.0 / CodebookSize));
        map = options.SimVq ? new Parameter(eye(EmbeddingDim)) : null;
        usage = options.DeadCodeThreshold is null ? null : full(CodebookSize, 1.0 / CodebookSize);
        (sizes, sums) = options.EmaDecay is null ? (null, null) : (ones(CodebookSize), codebook.clone());
        started = options.KMeansInit ? zeros([]) : null;
        foreach (var kept in new[] { codebook, map, usage, sizes, sums, started })
        {
            // TorchSharp does this for its own layers alone; what a module registers stays with the open scope.
            kept?.DetachFromDisposeScope();
        }

        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor Codebook()
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return CurrentCodes().clone().MoveToOuterDisposeScope();
    }

    /// <summary>Chooses codes. In training this is also where moving averages, revival and the k-means start happen.</summary>
    /// <param name="input">[B, D, H, W].</param>
    /// <exception cref="ArgumentException">The vectors are of another shape.</exception>
    public override Quantized forward(Tensor input)
    {
        RequireVectors(input);
        using var scope = NewDisposeScope();
        var vectors = ToRows(input);
        if (_options.CosineCodebook)
        {
            vectors = nn.functional.normalize(vectors);
        }

        var detached = vectors.detach();
        if (training)
        {
            Begin(detached);
            ReplaceDeadCodes(detached);
        }

        var codes = CurrentCodes();
        var indices = Nearest(detached, codes.detach());
        var chosen = codes.index_select(0, indices);
        var loss = _options.CommitmentWeight * nn.functional.mse_loss(vectors, chosen.detach());
        if (_options.EmaDecay is null)
        {
            loss += nn.functional.mse_loss(chosen, detached);
        }

        var output = _options.RotationTrick ? Rotated(vectors, chosen.detach()) : StraightThrough(vectors, chosen.detach());
        if (training)
        {
            UpdateEma(detached, indices);
        }

        long[] shape = input.shape;
        return new Quantized(
            ToGrid(output, shape).MoveToOuterDisposeScope(), indices.view(shape[0], shape[2], shape[3]).MoveToOuterDisposeScope(),
                loss.MoveToOuterDisposeScope());
    }

    /// <summary>Index of the code with the least squared distance to each vector: [N, D] and [K, D] to [N].</summary>
    internal static Tensor Nearest(Tensor vectors, Tensor codes)
    {
        using var scope = NewDisposeScope();
        return addmm(codes.square().sum(1), vectors, codes.t(), beta: 1, alpha: -2).argmin(1).MoveToOuterDisposeScope();
    }

    /// <summary>The codes, with the gradient of the identity to the vectors (Bengio et al. 2013).</summary>
    internal static Tensor StraightThrough(Tensor vectors, Tensor chosen) => vectors + (chosen - vectors).detach();

    /// <summary>
    /// The codes as the vectors turned and stretched onto them; the gradient takes rotation and stretch for constants (Fifty et
    /// al. 2024, section 4.2, by a product of two reflections).
    /// </summary>
    internal static Tensor Rotated(Tensor vectors, Tensor chosen)
    {
        const double Least = 1e-6;
        using var scope = NewDisposeScope();
        var detached = vectors.detach();
        var (vectorLength, codeLength) = (detached.norm(1, keepdim: true).clamp_min(Least),
            chosen.norm(1, keepdim: true).clamp_min(Least));
        var (from, to) = (detached / vectorLength, chosen / codeLength);
        var middle = nn.functional.normalize(from + to, eps: Least);
        var reflected = vectors - 2 * (vectors * middle).sum(1, keepdim: true) * middle;
        return (codeLength / vectorLength * (reflected + 2 * (vectors * from).sum(1, keepdim: true) * to))
            .MoveToOuterDisposeScope();
    }

    private static QuantizerOptions Checked(QuantizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CodebookSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.EmbeddingDim, 1);
        foreach (double? share in (double?[])[options.EmaDecay, options.DeadCodeThreshold])
        {
            if (share is <= 0 or >= 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options), share,
                    "The decay of the moving averages and the share below which a code is dead are between 0 and 1.");
            }
        }

        return options is { SimVq: true, EmaDecay: not null } or { SimVq: true, DeadCodeThreshold: not null }
            ? throw new ArgumentException(
                "Under a linear map the codebook stays as it begins: neither moving averages nor revival can set its codes.",
                nameof(options))
            : options;
    }

    /// <summary>A parameter where a gradient moves the codes, else a buffer.</summary>
    private Tensor Begun(Tensor codes) => _options.EmaDecay is null && !_options.SimVq ? new Parameter(codes) : codes;

    private Tensor CurrentCodes()
    {
        var codes = map is null ? codebook : codebook.matmul(map);
        return _options.CosineCodebook ? nn.functional.normalize(codes) : codes;
    }

    private void Begin(Tensor vectors)
    {
        if (started is null || started.item<float>() > 0)
        {
            return;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        codebook.copy_(KMeans.Centres(vectors, CodebookSize));
        sums?.copy_(codebook);
        started.fill_(1);
    }

    /// <summary>Sets dead codes to vectors of the batch, drawn by lot; each vector once, as long as there are enough.</summary>
    private void ReplaceDeadCodes(Tensor vectors)
    {
        if (usage is null)
        {
            return;
        }

        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var dead = usage.lt(_options.DeadCodeThreshold!.Value / CodebookSize).nonzero().flatten();
        long count = dead.shape[0];
        if (count == 0)
        {
            return;
        }

        var drawn = vectors.index_select(0, KMeans.Draw(vectors.shape[0], count, vectors.device));
        codebook.index_copy_(0, dead, drawn);
        usage.index_fill_(0, dead, 1.0 / CodebookSize);
        sizes?.index_fill_(0, dead, 1);
        sums?.index_copy_(0, dead, drawn);
    }

    /// <summary>Takes the batch into usage and moving averages.</summary>
    private void UpdateEma(Tensor vectors, Tensor indices)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var counts = indices.bincount(null, CodebookSize).to(ScalarType.Float32);
        usage?.mul_(UsageDecay).add_(counts, (1 - UsageDecay) / vectors.shape[0]);
        if (_options.EmaDecay is not { } decay)
        {
            return;
        }

        sizes!.mul_(decay).add_(counts, 1 - decay);
        sums!.mul_(decay).add_(zeros_like(sums).index_add_(0, indices, vectors, 1), 1 - decay);
        codebook.copy_(where(counts.gt(0).unsqueeze(1), sums / sizes.unsqueeze(1), codebook));
    }
}
