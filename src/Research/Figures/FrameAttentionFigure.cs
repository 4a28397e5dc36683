namespace Research.Figures;

/// <summary>Which frames of a window count.</summary>
public static class FrameAttentionFigure
{
    /// <summary>A row for each layer's attention at the last frame and one for the mean over time; a column a frame, the last at 0.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="weights">Rows of weights over the frames, the last row that of the mean over time.</param>
    /// <exception cref="ArgumentException">There is no row.</exception>
    public static Figure Draw(string title, double[][] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Length == 0)
        {
            throw new ArgumentException("There is no row of weights.", nameof(weights));
        }

        int frames = weights[0].Length;
        var figure = new Figure(title)
        {
            Height = 480,
            Legend = Legend.Top,
            XAxis = { Title = "Frames before the one whose controls are asked for", Reversed = true, TickStep = 5, Grid = true },
            YAxis = { Title = "Weight" },
        };
        int[] before = [.. Enumerable.Range(0, frames).Select(frame => frames - 1 - frame)];
        for (int row = 0; row < weights.Length; row++)
        {
            bool isMean = row == weights.Length - 1;
            figure.Add.Line(before, weights[row], isMean ? "mean over time" : $"layer {row + 1}", isMean ? Palette.Grey : Palette.Categorical[row % 6]);
        }

        return figure.Add.HorizontalLine(1.0 / frames);
    }
}
