namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class TrainingCurvesRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Training curves";

    /// <inheritdoc/>
    public override string Description =>
        "Loss or score by epoch, training solid, validation dashed, the best epoch ringed. Runs of one name are seeds: their "
            + "mean, and a band from the lowest to the highest.";

    /// <inheritdoc/>
    public override object Draw()
    {
        double[] Loss(double start, double end) =>
            [.. Enumerable.Range(0, 20).Select(epoch => end + (start - end) * Math.Exp(-epoch / 5.0))];

        return new Chart("Two policies, two seeds of one").TrainingCurves(
            [
                new("LSTM", Loss(0.70, 0.20), Loss(0.72, 0.28)),
                new("LSTM", Loss(0.66, 0.16), Loss(0.70, 0.25)),
                new("GRU", Loss(0.60, 0.12), [.. Loss(0.62, 0.20).Select((loss, epoch) => loss + 0.0004 * epoch * epoch)]),
            ],
            new() { Y = "Binary cross-entropy" });
    }
}
