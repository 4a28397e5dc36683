using System.ComponentModel.DataAnnotations;

namespace Research.Nn.Quantization;

/// <summary>
/// How vectors are quantized. The defaults are the document's: a codebook that learns by its gradient, straight-through, and a
/// commitment of 0.25. Every other property is a switch of its own.
/// </summary>
public sealed record QuantizerOptions
{
    /// <summary>Number of codes, at least 2.</summary>
    [Range(2, ConfigRanges.MostUnits)]
    public int CodebookSize { get; init; } = 256;

    /// <summary>Numbers in a code, at least 1.</summary>
    [Range(1, ConfigRanges.MostUnits)]
    public int EmbeddingDim { get; init; } = 64;

    /// <summary>
    /// Weight of what pulls vectors to their codes, beside 1 for what pulls codes to their vectors (van den Oord et al. 2017).
    /// </summary>
    [Range(0.0, 1e6)]
    public double CommitmentWeight { get; init; } = 0.25;

    /// <summary>
    /// Decay of the moving averages that codes are set to instead of learning by a gradient, in (0, 1), such as 0.99 (van den
    /// Oord et al. 2017, appendix A); null: by gradient.
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? EmaDecay { get; init; }

    /// <summary>
    /// Share of the even usage, 1 / codes, below which a code counts as dead and is set to a vector of the batch, in (0, 1);
    /// null: never (Zeghidour et al. 2021, section III-C, by usage instead of cluster size).
    /// </summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? DeadCodeThreshold { get; init; }

    /// <summary>Begin with the centres that k-means finds in the first batch.</summary>
    public bool KMeansInit { get; init; }

    /// <summary>Compare directions only: vectors and codes have length 1 (Yu et al. 2022, section 3.2).</summary>
    public bool CosineCodebook { get; init; }

    /// <summary>
    /// Turn gradients with the rotation from vector to code instead of passing them straight through (Fifty et al. 2024).
    /// </summary>
    public bool RotationTrick { get; init; }

    /// <summary>Leave the codebook as it begins and learn one linear map of all codes (Zhu et al. 2024, "SimVQ").</summary>
    public bool SimVq { get; init; }

    /// <summary>
    /// No codebook: round each number of the vector to one of so many values (Mentzer et al. 2023, "FSQ"). The number of codes is
    /// their product, the size of a vector their number, and all other properties are without effect.
    /// </summary>
    [Range(2, ConfigRanges.MostUnits)]
    public IReadOnlyList<int>? FsqLevels { get; init; }
}
