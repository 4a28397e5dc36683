using System.Globalization;
using Research.Dodge;

namespace Research.Figures;

/// <summary>Where, and in which frames, a detector looks.</summary>
public static class SaliencyFigure
{
    /// <summary>Above the last four frames of a window, below them how much the logit would change with each pixel, on one scale.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="detector">The detector.</param>
    /// <param name="episodes">Where the window is.</param>
    /// <param name="window">The window.</param>
    /// <param name="frames">Frames in the window.</param>
    /// <param name="shown">How many frames before the last each column shows.</param>
    public static Figure Draw(string title, DodgeDetector detector, DodgeEpisodes episodes, DodgeWindow window, int frames = 16, params int[] shown)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(shown);
        int[] columns = shown.Length > 0 ? shown : [15, 8, 4, 0];
        var magnitude = detector.Saliency(window);
        int scale = detector.Options.Scale, height = episodes.Height / scale, width = episodes.Width / scale;
        double most = magnitude.Max(picture => picture.Max());
        var planes = new byte[3 * episodes.Height * episodes.Width];
        var figure = new Figure(title, 2, columns.Length) { Height = 70 + 2 * (26 + (1000 / columns.Length * episodes.Height / episodes.Width)) };
        for (int column = 0; column < columns.Length; column++)
        {
            int frame = frames - 1 - columns[column];
            episodes.Items[window.Episode].ReadFrames(window.EndFrame - columns[column], 1, planes);
            figure[0, column].Title = columns[column] == 0 ? "0" : $"−{columns[column]}";
            figure[0, column].Add.Image(WindowFigure.Picture(planes, episodes.Width, episodes.Height));
            figure[1, column].Title = string.Create(CultureInfo.InvariantCulture, $"{100 * magnitude[frame].Sum() / magnitude.Sum(p => p.Sum()):0.0} % of all");
            figure[1, column].Add.Image(Image.Gray([.. magnitude[frame].Select(value => (float)Math.Sqrt(value / most))], width, height));
        }

        return figure;
    }

    /// <summary>The share of each frame in the whole, the mean over some windows.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="detector">The detector.</param>
    /// <param name="windows">The windows.</param>
    public static Figure DrawByFrame(string title, DodgeDetector detector, IReadOnlyList<DodgeWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(windows);
        var shares = windows.Select(window =>
        {
            double[] sums = [.. detector.Saliency(window).Select(picture => picture.Sum(v => (double)v))];
            return sums.Select(sum => sum / sums.Sum()).ToArray();
        }).ToList();
        int frames = shares[0].Length;
        double[] mean = [.. Enumerable.Range(0, frames).Select(frame => shares.Average(s => s[frame]))];
        return new Figure(title)
        {
            Height = 360,
            XAxis = { Title = "Frames before the last of the window", Reversed = true, TickStep = 1 },
            YAxis = { Title = "Share of the gradient", TickFormat = ".0%" },
        }.Add.Bar(Enumerable.Range(0, frames).Select(frame => frames - 1 - frame).ToArray(), mean);
    }
}
