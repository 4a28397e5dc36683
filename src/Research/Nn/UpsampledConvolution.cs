using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// Nearest ×2 up-sampling followed by a 3×3 convolution, transposed or not, of padding 1: computed as four 2×2 convolutions of
/// the small image, whose results interleave.
/// </summary>
/// <remarks>
/// Two of the three rows that a 3×3 kernel reads from an image of doubled rows are the same row: which two depends on whether the
/// output row is even or odd. So each of the four kinds of output pixel has a 2×2 kernel of its own, made of sums of the 3×3
/// one's weights: 4 products instead of 9, and no doubled image. The same numbers but for rounding.
/// </remarks>
internal sealed class UpsampledConvolution : nn.Module<Tensor, Tensor>
{
    /// <summary>
    /// Which kernel rows (or columns) add up to which of the two that an odd and an even output row (or column) reads: [parity ×
    /// 2, 3].
    /// </summary>
    private static readonly float[] Sums = [1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1];

    private readonly Convolution convolution;
    private readonly bool rectify;
    private readonly Precision precision;

    /// <param name="convolution">The layer whose weights are used: a kernel of 3×3, stride 1, padding 1, with a bias.</param>
    /// <param name="rectify">Whether ReLU follows.</param>
    /// <param name="precision">What it is computed with.</param>
    internal UpsampledConvolution(Convolution convolution, bool rectify = false, Precision precision = Precision.Float32)
        : base(nameof(UpsampledConvolution))
    {
        (this.convolution, this.rectify, this.precision) = (convolution, rectify, precision);
        RegisterComponents();
    }

    /// <summary>[B, in, H, W] to [B, out, 2·H, 2·W]; bfloat16 where that is the precision.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        // [out, in, 3, 3]
        var weight = convolution.transposed ? convolution.weight.transpose(0, 1).flip(2, 3) : convolution.weight;
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        var sums = tensor(Sums, [4, 3], device: input.device);
        // [out, in, 3, 3] → rows [.., 4, 3] → columns [.., 4, 4] → [parity of row, parity of column, out, in, 2, 2], the odd
        // parity first
        var kernels = sums.matmul(weight).matmul(sums.t()).view(outputs, inputs, 2, 2, 2, 2).permute(2, 4, 0, 1, 3, 5)
            .reshape(4 * outputs, inputs, 2, 2);
        var parities = ChannelsLast.Convolve(input, kernels, convolution.bias!.repeat(4), (Stride: 1, Padding: 1), precision);
        // An odd row comes before the even one that reads the next row of the input: interleaved so, they lie in order, within a
        // border of one pixel.
        return RectifiedInterleave.Forward(parities, rectify).MoveToOuterDisposeScope();
    }
}
