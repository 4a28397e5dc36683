namespace Research.Figures;

/// <summary>How several samples are distributed, beside the true one.</summary>
public static class DistributionFigure
{
    /// <summary>A panel a sample: its shares as bars, and the true one's as a line.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="truth">The true values.</param>
    /// <param name="samples">Names and values.</param>
    /// <param name="axis">What the values are, with their unit.</param>
    /// <param name="bins">Left edge of the first bin, right edge of the last, and width; values beyond the last count to it.</param>
    public static Figure Draw(
        string title, IReadOnlyList<double> truth, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> samples, string axis, (double Start, double End, double Width) bins)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(samples);
        int columns = Math.Min(3, samples.Count), rows = (samples.Count + columns - 1) / columns;
        var figure = new Figure(title, rows, columns) { Height = 130 + 230 * rows, SharedY = true, Legend = Legend.Top };
        var (centers, expected) = Shares(truth, bins);
        double most = samples.SelectMany(s => Shares(s.Values, bins).Shares).Concat(expected).Max();
        for (int i = 0; i < samples.Count; i++)
        {
            var panel = figure[i / columns, i % columns];
            panel.Title = samples[i].Name;
            panel.XAxis.Title = i / columns == rows - 1 ? axis : null;
            panel.XAxis.Range = (bins.Start, bins.End);
            panel.YAxis.Title = i % columns == 0 ? "Share" : null;
            panel.YAxis.Range = (0, 1.05 * most);
            panel.YAxis.TickFormat = ".0%";
            panel.Add.Bar(centers, Shares(samples[i].Values, bins).Shares, i == 0 ? "told" : null, Palette.Sky);
            panel.Add.Line(centers, expected, i == 0 ? "truth" : null, Palette.Vermilion);
        }

        return figure;
    }

    private static (double[] Centers, double[] Shares) Shares(IReadOnlyList<double> values, (double Start, double End, double Width) bins)
    {
        int count = (int)Math.Round((bins.End - bins.Start) / bins.Width);
        var shares = new double[count];
        foreach (double value in values)
        {
            shares[Math.Clamp((int)((value - bins.Start) / bins.Width), 0, count - 1)] += 1.0 / values.Count;
        }

        return ([.. Enumerable.Range(0, count).Select(bin => bins.Start + (bin + 0.5) * bins.Width)], shares);
    }
}
