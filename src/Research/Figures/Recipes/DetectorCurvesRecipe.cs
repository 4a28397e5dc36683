namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class DetectorCurvesRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "ROC and precision-recall";

    /// <inheritdoc/>
    public override string Description =>
        "Every threshold of a detector at once, beside what a random ranking reaches.";

    /// <inheritdoc/>
    public override object Draw()
    {
        double[] rate = [.. Enumerable.Range(0, 51).Select(step => step / 50.0)];
        Curve[] roc = [new("frames, AUC 0.71", [.. rate.Select(x => Math.Pow(x, 0.4))]) { X = rate },
            new("state, AUC 0.91", [.. rate.Select(x => Math.Pow(x, 0.1))]) { X = rate }];
        Curve[] precision = [new("frames", [.. rate.Select(x => 1 - 0.6 * x)]) { X = rate },
            new("state", [.. rate.Select(x => 1 - 0.6 * Math.Pow(x, 6))]) { X = rate }];
        var grid = new ChartGrid("Every threshold at once", rows: 1, columns: 2);
        grid[0, 0].PrecisionRecall(precision, prevalence: 0.4, new() { Legend = false });
        grid[0, 1].Roc(roc);

        return grid;
    }
}
