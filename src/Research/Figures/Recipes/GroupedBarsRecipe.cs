namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class GroupedBarsRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Bars in groups, with intervals";

    /// <inheritdoc/>
    public override string Description =>
        "Several series over the same labels; a reference line shows what chance reaches.";

    /// <inheritdoc/>
    public override object Draw()
    {
        return new Chart("Accuracy by split").GroupedBars(
            ["frames", "state, one hidden layer", "state, logistic regression"],
            [
                new("whole episodes", [0.71, 0.93, 0.88]) { Intervals = [(0.66, 0.76), (0.90, 0.95), (0.84, 0.91)] },
                new("random windows", [0.78, 0.94, 0.89]) { Intervals = [(0.73, 0.82), (0.92, 0.96), (0.86, 0.92)] },
            ],
            new() { Y = "Accuracy", Reference = 0.5 });
    }
}
