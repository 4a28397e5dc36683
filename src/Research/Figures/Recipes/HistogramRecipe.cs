namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class HistogramRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Histogram";

    /// <inheritdoc/>
    public override string Description =>
        "Two samples in the same bins; a sample may be a line for the others to be compared with.";

    /// <inheritdoc/>
    public override object Draw()
    {
        var random = new Random(1);
        double[] recorded = [.. Enumerable.Range(0, 900).Select(_ => -40 * Math.Log(1 - random.NextDouble()))];
        double[] generated = [.. Enumerable.Range(0, 700).Select(_ => 90 * random.NextDouble())];

        return new Chart("Time from one action to the next").Histogram(
            [new("generated", generated), new("recorded", recorded, IsReference: true)],
            new() { Bins = (0, 200, 10), Shares = true, X = "Milliseconds (the last bin: all above)" });
    }
}
