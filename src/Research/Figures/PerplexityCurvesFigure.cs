namespace Research.Figures;

/// <summary>How much of a codebook is used, epoch by epoch.</summary>
public static class PerplexityCurvesFigure
{
    /// <summary>A line a run, and where half of the codebook would be; the perplexity axis is logarithmic.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="runs">Names, perplexities after each epoch, and whether the run is one of the document's: these are dashed.</param>
    /// <param name="codes">Number of codes.</param>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public static Figure Draw(string title, IReadOnlyList<(string Name, IReadOnlyList<double> Perplexity, bool IsReported)> runs, int codes)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
        {
            throw new ArgumentException("There is no run.", nameof(runs));
        }

        int epochs = runs.Max(run => run.Perplexity.Count);
        var figure = new Figure(title)
        {
            Height = Math.Max(560, 100 + 34 * runs.Count),
            XAxis = { Title = "Epoch", TickStep = epochs <= 20 ? 1 : null, Range = (0.9, epochs + 0.1) },
            YAxis =
            {
                Title = "Perplexity over the held-out episodes",
                Log = true,
                Range = (0.9, 1.6 * codes),
                Ticks = [.. Enumerable.Range(0, (int)Math.Log2(codes) + 1).Select(power => (Math.Pow(2, power), $"{1 << power}"))],
            },
        };
        var (reported, others) = (runs.Where(run => run.IsReported).ToList(), runs.Where(run => !run.IsReported).ToList());
        string[] colors = Palette.Viridis(others.Count);
        foreach (var (run, index) in reported.Select((run, index) => (run, index)))
        {
            figure.Add.Line(Epochs(run.Perplexity), run.Perplexity.ToArray(), run.Name, Palette.Categorical[index % Palette.Categorical.Count], Dash.Dash, markers: true);
        }

        foreach (var (run, index) in others.Select((run, index) => (run, index)))
        {
            figure.Add.Line(Epochs(run.Perplexity), run.Perplexity.ToArray(), run.Name, colors[index], markers: true);
        }

        return figure.Add.HorizontalLine(codes / 2.0, Palette.Vermilion).Add.Label(0.9 + 0.06 * epochs, codes * 0.72, "half of the codebook");
    }

    private static int[] Epochs(IReadOnlyList<double> values) => [.. Enumerable.Range(1, values.Count)];
}
