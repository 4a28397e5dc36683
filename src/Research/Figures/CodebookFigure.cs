namespace Research.Figures;

/// <summary>What a pair's codes look like, as in the Ms. Pac-Man report.</summary>
/// <param name="Label">What the pair is called.</param>
/// <param name="Activations">Mean of the chosen code at each place: row-major [rows, columns].</param>
/// <param name="Codes">The chosen code at each place, likewise.</param>
public sealed record PairCodes(string Label, IReadOnlyList<float> Activations, IReadOnlyList<int> Codes);

/// <summary>The report's three pictures of a codebook: mean activations, the map of codes, and their histogram.</summary>
public static class CodebookFigure
{
    /// <summary>A row a pair.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="codes">Number of codes.</param>
    public static Figure Draw(string title, IReadOnlyList<PairCodes> pairs, int rows, int codes)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        double most = pairs.Max(pair => pair.Activations.Max(Math.Abs));
        var figure = new Figure(title, pairs.Count, 3) { Width = 1100, Height = 80 + 360 * pairs.Count };
        for (int row = 0; row < pairs.Count; row++)
        {
            var pair = pairs[row];
            figure[row, 0].Title = $"{pair.Label}: mean activation";
            figure[row, 0].Add.Heatmap(Grid(pair.Activations.Select(a => (double)a), rows), range: (-most, most), colorBar: "");
            figure[row, 1].Title = $"{pair.Label}: codes";
            figure[row, 1].Add.Heatmap(Grid(pair.Codes.Select(c => (double)c), rows), format: "0", range: (0, codes - 1), colorBar: "");
            figure[row, 2].Title = $"{pair.Label}: {pair.Codes.Distinct().Count()} of {codes} codes";
            figure[row, 2].Add.Bar(Enumerable.Range(0, codes).ToArray(), Enumerable.Range(0, codes).Select(c => (double)pair.Codes.Count(x => x == c)).ToArray(), color: Palette.Blue);
            figure[row, 2].XAxis.Title = row == pairs.Count - 1 ? "Code" : null;
            figure[row, 2].YAxis.Title = "Places";
            figure[row, 2].YAxis.TickStep = pair.Codes.GroupBy(code => code).Max(g => g.Count()) <= 10 ? 1 : null;
        }

        return figure;
    }

    private static double[,] Grid(IEnumerable<double> values, int rows)
    {
        double[] all = [.. values];
        int columns = all.Length / rows;
        var grid = new double[rows, columns];
        for (int i = 0; i < all.Length; i++)
        {
            grid[i / columns, i % columns] = all[i];
        }

        return grid;
    }
}
