using static TorchSharp.torch;

namespace Research.Nn.Quantization;

/// <summary>Replaces vectors by the nearest of a limited number of codes.</summary>
public abstract class Quantizer : nn.Module<Tensor, Quantized>
{
    private protected Quantizer(string name, int codes, int embeddingSize)
        : base(name) => (CodebookSize, EmbeddingDim) = (codes, embeddingSize);

    /// <summary>Number of codes (K).</summary>
    public int CodebookSize { get; }

    /// <summary>Numbers in a vector (D).</summary>
    public int EmbeddingDim { get; }

    /// <summary>
    /// All codes, as they are given out: [K, D], those of a learned codebook on its device; the caller disposes it.
    /// </summary>
    public abstract Tensor Codebook();

    /// <summary>Makes the quantizer that the options describe; its beginnings are from the default generator.</summary>
    /// <exception cref="ArgumentException">Two options exclude each other, or a number is out of range.</exception>
    public static Quantizer Create(QuantizerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.FsqLevels is { } levels ? new FiniteScalarQuantizer(levels) : new VectorQuantizer(options);
    }

    /// <exception cref="ArgumentException">The vectors are not [B, D, H, W].</exception>
    private protected void RequireVectors(Tensor vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        if (vectors.ndim != 4 || vectors.shape[1] != EmbeddingDim)
        {
            throw new ArgumentException(
                $"Vectors are [B, {EmbeddingDim}, H, W] here; found [{string.Join(", ", vectors.shape)}].", nameof(vectors));
        }
    }

    /// <summary>[B, D, H, W] to [B·H·W, D].</summary>
    private protected static Tensor ToRows(Tensor vectors) => vectors.permute(0, 2, 3, 1).reshape(-1, vectors.shape[1]);

    /// <summary>[B·H·W, D] to [B, D, H, W].</summary>
    private protected static Tensor ToGrid(Tensor rows, long[] shape) =>
        rows.view(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2).contiguous();
}
