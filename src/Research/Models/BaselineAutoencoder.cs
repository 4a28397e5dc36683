using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Models;

/// <summary>
/// The first autoencoder of the Cuphead report: convolutions only. Its code is 128 channels of an eighth of the frame's height
/// and width: 18,432 numbers for 72×128 pixels, twice as many as there are pixels.
/// </summary>
/// <remarks>
/// Source: Cuphead report, appendix A.3.1. The report calls the code 128-dimensional, which is its number of channels (SPEC.md §A).
/// 332,801 parameters.
/// </remarks>
public sealed class BaselineAutoencoder : nn.Module<Tensor, Tensor>, IAutoencoder
{
    private readonly ConvolutionalEncoder encoder;
    private readonly Sequential decoder;

    /// <summary>A network for frames of a size.</summary>
    /// <param name="height">Height of the frames in pixels, a multiple of 8.</param>
    /// <param name="width">Width of the frames in pixels, a multiple of 8.</param>
    /// <param name="initialization">How the parameters begin; from the default generator.</param>
    /// <exception cref="ArgumentException">A size is no multiple of 8.</exception>
    public BaselineAutoencoder(int height = 72, int width = 128, Initialization initialization = Initialization.Keras)
        : base(nameof(BaselineAutoencoder))
    {
        ConvolutionalEncoder.RequireDivisible(height, width);
        (Height, Width) = (height, width);
        encoder = new ConvolutionalEncoder();
        decoder = nn.Sequential(
            nn.ConvTranspose2d(128, 128, 3, padding: 1), nn.ReLU(inplace: true),
            new UpsampledConvolution(nn.ConvTranspose2d(128, 64, 3, padding: 1)), nn.ReLU(),
            new UpsampledConvolution(nn.ConvTranspose2d(64, 32, 3, padding: 1)), nn.ReLU(),
            new UpsampledConvolution(nn.Conv2d(32, 1, 3, padding: 1)), nn.Sigmoid());
        RegisterComponents();
        this.Begin(initialization);
    }

    /// <inheritdoc/>
    public int LatentSize => Height / ConvolutionalEncoder.Reduction * (Width / ConvolutionalEncoder.Reduction) * ConvolutionalEncoder.Channels;

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public Tensor Encode(Tensor frames)
    {
        ConvolutionalEncoder.RequireFrames(frames, Height, Width);
        using var code = encoder.call(frames);
        return code.flatten(1);
    }

    /// <summary>Frames made again from their codes.</summary>
    /// <param name="frames">[B, 1, H, W], luminance in [0, 1].</param>
    /// <returns>[B, 1, H, W], in (0, 1).</returns>
    /// <exception cref="ArgumentException">The frames are of another size.</exception>
    public override Tensor forward(Tensor frames)
    {
        ConvolutionalEncoder.RequireFrames(frames, Height, Width);
        using var code = encoder.call(frames);
        return decoder.call(code);
    }
}
