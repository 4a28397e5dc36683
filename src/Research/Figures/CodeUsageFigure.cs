namespace Research.Figures;

/// <summary>How often each code is chosen, with the most frequent first: a codebook in use is a long plateau.</summary>
public static class CodeUsageFigure
{
    /// <summary>A line a model; the axis of shares is logarithmic, and codes that were never chosen have no place on it.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="models">Names, and how often each code was chosen.</param>
    public static Figure Draw(string title, IReadOnlyList<(string Name, IReadOnlyList<long> Counts)> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        int codes = models.Max(m => m.Counts.Count);
        var figure = new Figure(title)
        {
            Height = 440,
            XAxis = { Title = "Code, the most frequent first", Range = (0, codes) },
            YAxis = { Title = "Share of all places", Log = true },
        };
        foreach (var ((name, counts), index) in models.Select((model, index) => (model, index)))
        {
            double total = counts.Sum();
            double[] shares = [.. counts.Where(c => c > 0).OrderDescending().Select(c => c / total)];
            figure.Add.Line(Enumerable.Range(1, shares.Length).ToArray(), shares, name, Palette.Categorical[index % Palette.Categorical.Count]);
        }

        return figure.Add.HorizontalLine(1.0 / codes);
    }
}
