using System.Text.Json.Serialization;

namespace Research.Nn;

/// <summary>
/// The numbers that convolutions are computed with, and the products of weights with many rows: those of recurrent layers with
/// their whole input, and those of a transformer's layers.
/// </summary>
/// <remarks>
/// Parameters, their gradients as the optimizer gets them, optimizer, losses, normalization, attention, recurrent states,
/// quantizer distances and other dense layers are float32 either way. What lies between two convolutions, such as ReLU and
/// pooling, has the numbers of the convolution before it.
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
