using Research.Nn;
using Research.Sessions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// The encoder that both autoencoders of the Cuphead report share: three times a 3×3 convolution, ReLU and 2×2 max-pooling, with
/// 32, 64 and 128 channels.
/// </summary>
/// <remarks>Source: Cuphead report, appendix A.3.1.</remarks>
internal sealed class ConvolutionalEncoder : nn.Module<Tensor, Tensor>
{
    internal const int Channels = 128;
    internal const int DownsampleFactor = 8;

    private readonly Sequential layers;

    internal ConvolutionalEncoder(int channels, Precision precision) : base(nameof(ConvolutionalEncoder))
    {
        layers = nn.Sequential(
            new PooledConvolution(nn.Conv2d(channels, 32, 3, padding: 1), precision),
            new PooledConvolution(nn.Conv2d(32, 64, 3, padding: 1), precision),
            new PooledConvolution(nn.Conv2d(64, Channels, 3, padding: 1), precision));
        RegisterComponents();
    }

    /// <summary>
    /// The way back, for both autoencoders: three times 2×2 upsampling and a 3×3 convolution, ReLU after all but the last.
    /// </summary>
    internal static Sequential Decoder(int channels, Precision precision) => nn.Sequential(
        new UpsampledConvolution(nn.ConvTranspose2d(Channels, 64, 3, padding: 1), rectify: true, precision),
        new UpsampledConvolution(nn.ConvTranspose2d(64, 32, 3, padding: 1), rectify: true, precision),
        new UpsampledConvolution(nn.Conv2d(32, channels, 3, padding: 1), rectify: false, precision));

    /// <summary>[B, C, H, W] to features, [B, 128, H/8, W/8], none below 0; bfloat16 if that is the precision.</summary>
    public override Tensor forward(Tensor frames) => layers.call(frames);

    /// <exception cref="ArgumentException">Height or width cannot be halved three times.</exception>
    internal static void RequireDivisible(FrameShape frames)
    {
        var (height, width, _) = frames;
        if (height < DownsampleFactor || width < DownsampleFactor || height % DownsampleFactor != 0
            || width % DownsampleFactor != 0)
        {
            throw new ArgumentException(
                $"Frames of {height}×{width} pixels cannot be halved three times: both must be multiples of {DownsampleFactor}.");
        }
    }

    /// <exception cref="ArgumentException">The frames are not [B, C, H, W] of this shape.</exception>
    internal static void RequireFrames(Tensor frames, FrameShape expected)
    {
        long[] shape = frames.shape;
        if (shape is not [_, var channels, var height, var width]
            || (height, width, channels) != (expected.Height, expected.Width, expected.Channels))
        {
            throw new ArgumentException(
                $"Frames are [B, {expected.Channels}, {expected.Height}, {expected.Width}] here; found [{string.Join(", ", shape)}].", nameof(frames));
        }
    }
}
