using Research.Nn;
using Research.Sessions;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// The first autoencoder of the Cuphead report: convolutions only. Its latent is 128 channels of an eighth of the frame's height
/// and width: 18,432 numbers for 72×128 pixels, twice as many as there are pixels.
/// </summary>
/// <remarks>
/// Source: Cuphead report, appendix A.3.1. The report calls the latent 128-dimensional, which is its number of channels (SPEC.md
/// §A). 332,801 parameters.
/// </remarks>
public sealed class BaselineAutoencoder : nn.Module<Tensor, Tensor>, IAutoencoder
{
    private readonly ConvolutionalEncoder encoder;
    private readonly ConvTranspose2d first;
    private readonly Sequential decoder;
    private readonly Precision precision;

    /// <summary>A network for frames of a shape.</summary>
    /// <param name="frames">Shape of the frames, height and width multiples of 8; null: the report's.</param>
    /// <param name="initialization">Initial weights, drawn from the default generator.</param>
    /// <param name="precision">Precision of the convolutions.</param>
    /// <exception cref="ArgumentException">A size is no multiple of 8.</exception>
    public BaselineAutoencoder(
        FrameShape? frames = null, Initialization initialization = Initialization.Keras,
            Precision precision = Precision.Float32)
        : base(nameof(BaselineAutoencoder))
    {
        FrameShape = frames ?? FrameShape.Report;
        ConvolutionalEncoder.RequireDivisible(FrameShape);
        this.precision = precision;
        encoder = new ConvolutionalEncoder(FrameShape.Channels, precision);
        first = nn.ConvTranspose2d(128, 128, 3, padding: 1);
        decoder = ConvolutionalEncoder.Decoder(FrameShape.Channels, precision);
        RegisterComponents();
        this.Initialize(initialization);
    }

    /// <inheritdoc/>
    public int LatentSize => FrameShape.Height / ConvolutionalEncoder.DownsampleFactor * (
        FrameShape.Width / ConvolutionalEncoder.DownsampleFactor) * ConvolutionalEncoder.Channels;

    /// <inheritdoc/>
    public FrameShape FrameShape { get; }

    /// <inheritdoc/>
    public Tensor Encode(Tensor frames)
    {
        ConvolutionalEncoder.RequireFrames(frames, FrameShape);
        using var scope = NewDisposeScope();
        return encoder.call(frames).flatten(1).to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Reconstructs frames from their latents.</summary>
    /// <param name="frames">[B, C, H, W], pixels in [0, 1].</param>
    /// <returns>[B, C, H, W], in (0, 1).</returns>
    /// <exception cref="ArgumentException">The frames are of another shape.</exception>
    public override Tensor forward(Tensor frames)
    {
        ConvolutionalEncoder.RequireFrames(frames, FrameShape);
        using var scope = NewDisposeScope();
        // A transposed convolution of stride 1 is a convolution with the kernel rotated by 180°.
        var kernel = first.weight.transpose(0, 1).flip(2, 3);
        var code = ChannelsLast.Convolve(encoder.call(frames), kernel, first.bias, (Stride: 1, Padding: 1), precision);
        return decoder.call(nn.functional.relu(code, inplace: true)).to(ScalarType.Float32).sigmoid().MoveToOuterDisposeScope();
    }
}
