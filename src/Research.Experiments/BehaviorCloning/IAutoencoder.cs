using Research.Sessions;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A network that encodes frames as latents and reconstructs the frames from them.</summary>
public interface IAutoencoder
{
    /// <summary>Numbers in a frame's latent.</summary>
    int LatentSize { get; }

    /// <summary>Shape of the frames.</summary>
    FrameShape FrameShape { get; }

    /// <summary>Encodes frames as latents.</summary>
    /// <param name="frames">[B, C, H, W], pixels in [0, 1].</param>
    /// <returns>[B, <see cref="LatentSize"/>], none below 0.</returns>
    /// <exception cref="ArgumentException">The frames are of another shape.</exception>
    Tensor Encode(Tensor frames);
}
