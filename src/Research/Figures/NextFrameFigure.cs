namespace Research.Figures;

/// <summary>A pair of frames and what a model draws for the second.</summary>
/// <param name="Label">What stands before the first frame.</param>
/// <param name="Current">Frame t: bytes [H, W, 3], red first.</param>
/// <param name="Next">Frame t + 1.</param>
/// <param name="Drawn">What was drawn for it.</param>
public sealed record DrawnPair(string Label, ReadOnlyMemory<byte> Current, ReadOnlyMemory<byte> Next, ReadOnlyMemory<byte> Drawn);

/// <summary>Next frames as they were drawn, with maps of the difference.</summary>
public static class NextFrameFigure
{
    /// <summary>A row a pair: frame t, frame t + 1, the drawing, and the absolute difference of the last two from dark (none) to yellow.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="height">Rows of a frame.</param>
    /// <param name="width">Columns of a frame.</param>
    /// <exception cref="ArgumentException">There is no pair, or a frame of another size.</exception>
    public static Figure Draw(string title, IReadOnlyList<DrawnPair> pairs, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0)
        {
            throw new ArgumentException("There is no pair to draw.", nameof(pairs));
        }

        const int FigureWidth = 1000;
        var figure = new Figure(title, pairs.Count, 4) { Width = FigureWidth, Height = (int)(70 + pairs.Count * (FigureWidth / 4.0 * height / width + 30)) };
        for (int row = 0; row < pairs.Count; row++)
        {
            var (label, current, next, drawn) = pairs[row];
            var pictures = new (string Title, ReadOnlyMemory<byte> Pixels)[] { ($"{label}: frame t", current), ("frame t + 1", next), ("as drawn", drawn), ("difference", Difference(next.Span, drawn.Span)) };
            for (int column = 0; column < pictures.Length; column++)
            {
                figure[row, column].Title = pictures[column].Title;
                figure[row, column].Add.Image(Image.Rgb(pictures[column].Pixels.Span, width, height));
            }
        }

        return figure;
    }

    private static byte[] Difference(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        var map = new byte[first.Length];
        for (int pixel = 0; pixel < first.Length; pixel += 3)
        {
            int sum = 0;
            for (int channel = 0; channel < 3; channel++)
            {
                sum += Math.Abs(first[pixel + channel] - second[pixel + channel]);
            }

            string color = Palette.ViridisAt(sum / (3 * 255.0));
            for (int channel = 0; channel < 3; channel++)
            {
                map[pixel + channel] = Convert.ToByte(color.Substring(1 + 2 * channel, 2), 16);
            }
        }

        return map;
    }
}
