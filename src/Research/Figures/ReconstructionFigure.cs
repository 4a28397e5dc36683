using System.Globalization;

namespace Research.Figures;

/// <summary>A frame and what an autoencoder made of it.</summary>
/// <param name="Label">What stands above the frame, such as its index.</param>
/// <param name="Original">[H, W], row-major, luminance in [0, 1].</param>
/// <param name="Reconstructed">The same of the reconstruction.</param>
public sealed record FramePair(string Label, float[] Original, float[] Reconstructed)
{
    /// <summary>Mean squared difference of the two.</summary>
    public double MeanSquaredError => Original.Zip(Reconstructed, (a, b) => ((double)a - b) * (a - b)).Average();
}

/// <summary>Frames above their reconstructions, as in the Cuphead report's appendix A.3.2.</summary>
public static class ReconstructionFigure
{
    /// <summary>A column a frame: the original, below it the reconstruction with its mean squared error, and where asked for what was lost.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="pairs">The frames, about ten.</param>
    /// <param name="height">Height of the frames in pixels.</param>
    /// <param name="width">Width of the frames in pixels.</param>
    /// <param name="differences">Whether a third row shows the absolute difference, four times as bright.</param>
    /// <exception cref="ArgumentException">There is no frame, or one has not height × width pixels.</exception>
    public static Figure Draw(string title, IReadOnlyList<FramePair> pairs, int height, int width, bool differences = false)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0)
        {
            throw new ArgumentException("There is no frame to draw.", nameof(pairs));
        }

        const int FigureWidth = 1300;
        int rows = differences ? 3 : 2;
        double panel = (double)FigureWidth / pairs.Count * height / width;
        var figure = new Figure(title, rows, pairs.Count) { Width = FigureWidth, Height = (int)(70 + rows * (panel + 26)) };
        for (int column = 0; column < pairs.Count; column++)
        {
            var pair = pairs[column];
            figure[0, column].Title = pair.Label;
            figure[0, column].Add.Image(Image.Gray(pair.Original, width, height));
            figure[1, column].Title = "MSE " + pair.MeanSquaredError.ToString("0.0000", CultureInfo.InvariantCulture);
            figure[1, column].Add.Image(Image.Gray(pair.Reconstructed, width, height));
            if (differences)
            {
                figure[2, column].Title = "lost × 4";
                figure[2, column].Add.Image(Image.Gray([.. pair.Original.Zip(pair.Reconstructed, (a, b) => 4 * Math.Abs(a - b))], width, height));
            }
        }

        return figure;
    }
}
