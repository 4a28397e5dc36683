namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class HeatMapRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Annotated heat map";

    /// <inheritdoc/>
    public override string Description =>
        "A matrix with its values: scores by action, confusion, co-occurrence. NaN cells read N/A.";

    /// <inheritdoc/>
    public override object Draw()
    {
        double[,] scores =
        {
            { 1.00, 0.99, 0.99 }, { double.NaN, double.NaN, double.NaN }, { 0.92, 0.41, 0.57 }, { 0.91, 0.56, 0.69 },
            { 0.91, 0.48, 0.62 }, { 1.00, 0.99, 0.99 }, { 1.00, 0.25, 0.40 },
        };
        string[] actions = ["UP (n=217)", "DOWN (n=0)", "LEFT (n=29)", "RIGHT (n=36)", "JUMP (n=21)", "SHOOT (n=486)",
            "DASH (n=4)"];

        return new Chart("Scores of the best policy") { Width = 800 }.HeatMap(
            scores, actions, ["Precision", "Recall", "F1"],
                new() { Range = (0, 1), ColorBar = "Score", Y = "Action (n = support)" });
    }
}
