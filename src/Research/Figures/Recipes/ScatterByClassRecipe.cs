namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class ScatterByClassRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Scatter by class";

    /// <inheritdoc/>
    public override string Description =>
        "Points such as principal components of latents, in the colour of their class; the rarest on top.";

    /// <inheritdoc/>
    public override object Draw()
    {
        var random = new Random(1);
        double[] x = [.. Enumerable.Range(0, 500).Select(i => i % 3 + 0.4 * random.NextDouble())];
        double[] y = [.. x.Select(value => Math.Sin(2 * value) + 0.5 * random.NextDouble())];
        string[] classes = [.. x.Select((value, i) => i % 100 == 0 ? "DASH" : i % 25 == 1 ? "JUMP" : value < 1 ? "IDLE/MOVE"
            : "SHOOT")];

        return new Chart("Latents of the test session") { Height = 600 }.ScatterByClass(
            x, y, classes, new() { X = "Principal component 1 (42 % of the variance)", Y = "Principal component 2 (8 %)" });
    }
}
