using System.Text.Json.Serialization;

namespace Research.Nn;

/// <summary>The numbers that convolutions are computed with.</summary>
/// <remarks>
/// Parameters, their gradients as the optimizer gets them, optimizer, losses, normalization, quantizer distances and dense layers
/// are float32 either way.
/// What lies between two convolutions, such as ReLU and pooling, has the numbers of the convolution before it.
/// </remarks>
public enum Precision
{
    /// <summary>Single precision, 24 bits of significand. The default, and what every report uses.</summary>
    [JsonStringEnumMemberName("float32")]
    Float32,

    /// <summary>
    /// bfloat16, 8 bits of significand, summed in float32. Only where the processor multiplies it: see
    /// <see cref="BFloat16Processor.Require(Precision)"/>.
    /// </summary>
    [JsonStringEnumMemberName("bf16")]
    BFloat16,
}
