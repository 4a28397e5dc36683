namespace Research.Figures;

/// <summary>Frames in colour, side by side.</summary>
public static class SamplesFigure
{
    /// <summary>A row of frames.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="frames">Labels, and bytes [H, W, 3], red first.</param>
    /// <param name="height">Rows of a frame.</param>
    /// <param name="width">Columns of a frame.</param>
    /// <exception cref="ArgumentException">There is no frame, or one of another size.</exception>
    public static Figure Draw(string title, IReadOnlyList<(string Label, ReadOnlyMemory<byte> Pixels)> frames, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.Count == 0)
        {
            throw new ArgumentException("There is no frame to draw.", nameof(frames));
        }

        var figure = new Figure(title, 1, frames.Count) { Width = 1000, Height = (int)(100 + 1000.0 / frames.Count * height / width) };
        for (int i = 0; i < frames.Count; i++)
        {
            figure[0, i].Title = frames[i].Label;
            figure[0, i].Add.Image(Image.Rgb(frames[i].Pixels.Span, width, height));
        }

        return figure;
    }
}
