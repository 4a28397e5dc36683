namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class ImageGridRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Image grid";

    /// <inheritdoc/>
    public override string Description =>
        "Originals over reconstructions, with their differences in colours that a bar explains.";

    /// <inheritdoc/>
    public override object Draw()
    {
        float[] Disc(int at, float softness) =>
            [.. Enumerable.Range(0, 48 * 64).Select(i =>
                Math.Clamp(softness * (12 - MathF.Sqrt(MathF.Pow(i / 64 - 24, 2) + MathF.Pow(i % 64 - at, 2))), 0, 1))];
        int[] places = [8, 20, 32, 44, 56];
        Picture[] frames = [.. places.Select(at => new Picture($"frame {at}", Disc(at, 1f), 48, 64))];
        Picture[] drawn = [.. places.Select(at => new Picture("", Disc(at, 0.1f), 48, 64))];
        Picture[] differences =
        [
            .. frames.Zip(drawn, (frame, model) => new Picture("", [.. model.Pixels.Zip(frame.Pixels, (a, b) => a - b)], 48, 64)
            {
                Colors = Palette.BlueRed, Range = (-1, 1),
            }),
        ];

        return new Chart("Frames and their reconstructions").ImageGrid(
            [.. frames, .. drawn, .. differences], columns: 5,
                new() { Rows = ["frame", "reconstruction", "difference"], ColorBar = "Difference" });
    }
}
