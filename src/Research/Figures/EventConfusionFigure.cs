using Research.Decoding;

namespace Research.Figures;

/// <summary>Which events were told for which.</summary>
public static class EventConfusionFigure
{
    private static readonly string[] Names = [.. Enum.GetNames<InputEvent>().Select(n => n.ToLowerInvariant()), "none"];

    /// <summary>A heat map an evaluation: of the slots with the row's event, the share that was told as the column's.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="evaluations">The evaluations, such as four.</param>
    public static Figure Draw(string title, params DecodingEvaluation[] evaluations)
    {
        ArgumentNullException.ThrowIfNull(evaluations);
        int columns = Math.Min(2, evaluations.Length), rows = (evaluations.Length + columns - 1) / columns;
        var figure = new Figure(title, rows, columns) { Height = 110 + 330 * rows };
        for (int i = 0; i < evaluations.Length; i++)
        {
            int[,] counts = evaluations[i].EventConfusion;
            var shares = new double[Names.Length, Names.Length];
            int[] sums = [.. Enumerable.Range(0, Names.Length).Select(row => Enumerable.Range(0, Names.Length).Sum(column => counts[row, column]))];
            for (int row = 0; row < Names.Length; row++)
            {
                for (int column = 0; column < Names.Length; column++)
                {
                    shares[row, column] = (double)counts[row, column] / sums[row];
                }
            }

            var panel = figure[i / columns, i % columns];
            panel.Title = evaluations[i].Told.Name;
            panel.XAxis.Title = i / columns == rows - 1 ? "Told" : null;
            panel.YAxis.Title = i % columns == 0 ? "True" : null;
            panel.Add.Trace(new Heatmap(shares)
            {
                Columns = Names,
                Rows = [.. Names.Select((name, row) => $"{name} ({sums[row]:N0})")],
                Format = "0%",
                Missing = "N/A",
                Scale = ColorScale.YellowGreenBlue,
                Range = (0, 1),
                Gap = 1,
            });
        }

        return figure;
    }
}
