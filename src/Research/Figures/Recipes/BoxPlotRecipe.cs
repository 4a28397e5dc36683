namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class BoxPlotRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Box plot";

    /// <inheritdoc/>
    public override string Description =>
        "Quartiles, whiskers to 1.5 interquartile ranges, and the values beyond as points; logarithmic where lengths span "
            + "decades.";

    /// <inheritdoc/>
    public override object Draw()
    {
        var random = new Random(1);
        Sample Lengths(string action, int presses, double scale) =>
            new(action, [.. Enumerable.Range(0, presses)
                .Select(_ => Math.Ceiling(scale * Math.Exp(random.NextDouble() * random.NextDouble() * 3)))]);

        return new Chart("Length of key presses").Boxes(
            [Lengths("UP", 60, 40), new("DOWN", []), Lengths("JUMP", 90, 2), Lengths("SHOOT", 20, 200)],
            new() { Logarithmic = true, X = "Action", Y = "Frames held (logarithmic)" });
    }
}
