namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class BarsRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Bars";

    /// <inheritdoc/>
    public override string Description =>
        "One value a label; texts above say what the bars' heights do not.";

    /// <inheritdoc/>
    public override object Draw()
    {
        string[] actions = ["UP", "DOWN", "LEFT", "RIGHT", "JUMP", "SHOOT", "DASH"];
        double[] frames = [3980, 58, 872, 871, 425, 8255, 97];

        return new Chart("Class balance").Bars(
            actions, frames, [.. frames.Select(count => $"{count / 14790:P1}")], new() { X = "Action", Y = "Frames" });
    }
}
