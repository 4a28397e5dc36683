using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// Images with a border of zeros, in <see cref="ChannelsLast"/> layout and the numbers of a precision: one pass over a batch that has no gradient.
/// </summary>
/// <remarks>libtorch pads, turns and rounds in three, each as slow as the memory: 32 windows of 48 × 144 × 256 numbers are 226 MB.</remarks>
internal static class PaddedImages
{
    /// <summary>Pixels that are turned at once: as many as stay in the fastest cache with their channels.</summary>
    private const int Tile = 64;

    /// <summary>Pads and arranges.</summary>
    /// <param name="images">[B, C, H, W].</param>
    /// <param name="rows">Rows of zeros above and below.</param>
    /// <param name="columns">Columns of zeros left and right.</param>
    /// <param name="precision">What a convolution will take them in.</param>
    /// <returns>[B, C, above + H + below, left + W + right].</returns>
    internal static Tensor Arrange(Tensor images, (long Before, long After) rows, (long Before, long After) columns, Precision precision)
    {
        if (images.requires_grad || !Lanes.Take(images) || images.dtype != ScalarType.Float32 || !images.is_contiguous())
        {
            using var padded = nn.functional.pad(images, (columns.Before, columns.After, rows.Before, rows.After));
            return precision.Cast(padded);
        }

        long[] shape = images.shape;
        var pixels = zeros(
            [shape[0], rows.Before + shape[2] + rows.After, columns.Before + shape[3] + columns.After, shape[1]],
            precision == Precision.BFloat16 ? ScalarType.BFloat16 : ScalarType.Float32,
            CPU);
        if (precision == Precision.BFloat16)
        {
            Turn<short>(images, pixels, rows.Before, columns.Before);
        }
        else
        {
            Turn<float>(images, pixels, rows.Before, columns.Before);
        }

        return ChannelsLast.AsImages(pixels);
    }

    private static unsafe void Turn<T>(Tensor images, Tensor pixels, long above, long left) where T : unmanaged
    {
        long channels = images.shape[1], height = images.shape[2], width = images.shape[3], rows = pixels.shape[1], columns = pixels.shape[2];
        float* from = Lanes.Start<float>(images);
        T* to = Lanes.Start<T>(pixels);
        Lanes.ForEach(images.shape[0] * height, line =>
        {
            long image = line / height, row = line % height;
            float* source = from + (image * channels * height + row) * width;
            T* target = to + ((image * rows + row + above) * columns + left) * channels;
            for (long tile = 0; tile < width; tile += Tile)
            {
                long end = Math.Min(tile + Tile, width);
                for (long c = 0; c < channels; c++)
                {
                    float* plane = source + c * height * width;
                    for (long x = tile; x < end; x++)
                    {
                        target[x * channels + c] = Lanes.Round<T>(plane[x]);
                    }
                }
            }
        });
    }
}
