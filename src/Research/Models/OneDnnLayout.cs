#if !TORCHSHARP_PACKAGE
using System.Runtime.InteropServices;
using TorchSharp;
#endif
using static TorchSharp.torch;

namespace Research.Models;

/// <summary>
/// oneDNN computes convolutions in blocks of channels. Left alone, libtorch brings every input, output and gradient into blocks and out of them
/// again; here they stay in blocks from the first layer to the last.
/// </summary>
internal static class OneDnnLayout
{
#if TORCHSHARP_PACKAGE
    internal static Tensor Through(nn.Module<Tensor, Tensor> layers, Tensor images) => layers.call(images); // the package has no to_mkldnn
#else
    private static readonly Lazy<bool> IsThere = new(Try);

    /// <summary>What the layers make of images; the same numbers but for rounding, wherever they are computed.</summary>
    /// <param name="layers">Convolutions, max-pooling and activations, none of them in place.</param>
    /// <param name="images">[B, C, H, W], floats.</param>
    /// <returns>Dense as always.</returns>
    internal static Tensor Through(nn.Module<Tensor, Tensor> layers, Tensor images)
    {
        if (images.device_type != DeviceType.CPU || !IsThere.Value)
        {
            return layers.call(images);
        }

        using var blocks = images.to_mkldnn();
        using var output = layers.call(blocks);
        return output.to_dense();
    }

    /// <summary>A libtorch for another processor may be built without it.</summary>
    private static bool Try()
    {
        try
        {
            using var number = ones(1, 1, 1, 1);
            using var block = number.to_mkldnn();
            return true;
        }
        catch (ExternalException)
        {
            return false;
        }
    }
#endif
}
