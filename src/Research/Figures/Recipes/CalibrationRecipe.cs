namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class CalibrationRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Calibration";

    /// <inheritdoc/>
    public override string Description =>
        "Observed shares over predicted probabilities; on the diagonal they agree.";

    /// <inheritdoc/>
    public override object Draw()
    {
        double[] levels = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

        return new Chart("Calibration of the time to the next action") { Width = 760, Height = 560 }.Calibration(
            [
                new("parallel", [.. levels.Select(level => Math.Sqrt(level))]) { X = levels },
                new("sequential", [.. levels.Select(level => level * level)]) { X = levels },
            ]);
    }
}
