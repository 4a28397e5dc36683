using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>A convolution of stride 1, 2×2 max-pooling and ReLU, in <see cref="ChannelsLast"/> layout.</summary>
/// <remarks>
/// ReLU comes after the pooling: the largest of four numbers cut off at 0 is the same either way, and so is its gradient.
/// </remarks>
internal sealed class PooledConvolution : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d convolution;
    private readonly Precision precision;

    /// <param name="convolution">A layer of stride 1, the same padding of rows and columns, and a bias.</param>
    /// <param name="precision">What it is computed with.</param>
    internal PooledConvolution(Conv2d convolution, Precision precision = Precision.Float32) : base(nameof(PooledConvolution))
    {
        (this.convolution, this.precision) = (convolution, precision);
        RegisterComponents();
    }

    /// <summary>
    /// [B, in, H, W] to [B, out, H/2, W/2], none below 0; bfloat16 where that is the precision, unless there is one input
    /// channel.
    /// </summary>
    public override Tensor forward(Tensor input)
    {
        if (GreyImagePooledConvolution.Takes(input, convolution))
        {
            return GreyImagePooledConvolution.Forward(input, convolution);
        }

        using var convolved = ChannelsLast.Convolve(input, convolution, precision);
        using var pooled = nn.functional.max_pool2d(convolved, 2);
        return nn.functional.relu(pooled);
    }
}
