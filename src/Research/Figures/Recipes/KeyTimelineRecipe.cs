namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class KeyTimelineRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Key timeline";

    /// <inheritdoc/>
    public override string Description =>
        "Which keys are held when: the human as areas, models as bars within them. A frame of ten thousand is still a pixel "
            + "wide.";

    /// <inheritdoc/>
    public override object Draw()
    {
        bool[,] Held(int shift)
        {
            bool[,] held = new bool[600, 4];
            for (int frame = 0; frame < 600; frame++)
            {
                (held[frame, 0], held[frame, 2]) = (frame + shift > 350, (frame + shift) % 97 < 12);
                (held[frame, 1], held[frame, 3]) = (false, (frame + shift) % 60 == 0);
            }

            return held;
        }

        return new Chart("Keys of the human and of two policies").KeyTimeline(
            ["UP", "DOWN", "JUMP", "DASH"], [new("human", Held(0)), new("LSTM", Held(-8)), new("GRU", Held(4))]);
    }
}
