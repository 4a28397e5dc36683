using Research.Sessions;

namespace Research.Experiments.DodgeTiming;

/// <summary>Pictures as floats in [0, 1], made smaller by the mean of squares of pixels.</summary>
internal static class BlockMeans
{
    /// <summary>Planes one below the other become smaller planes one below the other.</summary>
    /// <param name="bytes">[rows, width]; rows and width are multiples of <paramref name="side"/>.</param>
    /// <param name="width">Columns.</param>
    /// <param name="side">Side of a square.</param>
    /// <param name="means">[rows / side, width / side].</param>
    internal static void ToUnit(ReadOnlySpan<byte> bytes, int width, int side, Span<float> means)
    {
        if (side == 1)
        {
            var unitOf = BatchLoader.UnitOf.AsSpan(0, 256);
            for (int i = 0; i < means.Length; i++)
            {
                means[i] = unitOf[bytes[i]];
            }

            return;
        }

        int columns = width / side;
        float share = 1f / (255 * side * side);
        Span<int> sums = stackalloc int[columns];
        for (int row = 0; row < means.Length / columns; row++)
        {
            sums.Clear();
            for (int y = 0; y < side; y++)
            {
                var line = bytes.Slice((row * side + y) * width, width);
                for (int x = 0, from = 0; x < columns; x++)
                {
                    for (int dx = 0; dx < side; dx++)
                    {
                        sums[x] += line[from++];
                    }
                }
            }

            for (int x = 0; x < columns; x++)
            {
                means[row * columns + x] = sums[x] * share;
            }
        }
    }
}
