using static TorchSharp.torch;

namespace Research.Nn.Quantization;

/// <summary>What a quantizer makes of vectors.</summary>
/// <param name="Output">[B, D, H, W]: the chosen codes, with gradients to the vectors.</param>
/// <param name="Indices">[B, H, W], Int64: which code was chosen.</param>
/// <param name="Loss">A scalar: what keeps vectors and codes together. 0 where nothing has to.</param>
public sealed record Quantized(Tensor Output, Tensor Indices, Tensor Loss);
