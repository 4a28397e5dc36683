namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class HeatMapGridRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Grid of heat maps";

    /// <inheritdoc/>
    public override string Description =>
        "A matrix a panel, one scale for all, names at the left and at the bottom.";

    /// <inheritdoc/>
    public override object Draw()
    {
        double[,] Scores(int model)
        {
            double[,] scores = new double[4, 3];
            for (int cell = 0; cell < 12; cell++)
            {
                scores[cell / 3, cell % 3] = cell / 3 == 1 ? double.NaN : (cell * 7 + model * 5) % 12 / 11.0;
            }

            return scores;
        }

        return new ChartGrid("All policies, best composite F1 first", rows: 2, columns: 3) { Height = 560 }.HeatMaps(
            [.. Enumerable.Range(0, 6).Select(model =>
                ($"GRU {64 << model}\nComposite F1: {0.67 - 0.08 * model:0.00}", Scores(model)))],
            ["JUMP", "DOWN", "SHOOT", "DASH"], ["Precision", "Recall", "F1"], new() { Range = (0, 1), ColorBar = "Score" });
    }
}
