namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class RankingRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Ranking with intervals";

    /// <inheritdoc/>
    public override string Description =>
        "Estimates from the highest to the lowest with their intervals; those without a value come last.";

    /// <inheritdoc/>
    public override object Draw()
    {
        return new Chart("Composite F1 on the test session").Ranking(
            ["GRU 512", "LSTM 256", "copy baseline", "no fight to score"], [0.67, 0.55, 0.72, double.NaN],
            [(0.58, 0.74), (0.44, 0.63), (0.70, 0.74), (double.NaN, double.NaN)],
            new() { X = "Composite F1 with 95 % interval", Format = "0.00", Reference = 0.31 });
    }
}
