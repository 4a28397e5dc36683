namespace Research.Figures.Recipes;

/// <inheritdoc/>
public sealed class CodebookUsageRecipe : Recipe
{
    /// <inheritdoc/>
    public override string Name => "Codebook usage";

    /// <inheritdoc/>
    public override string Description =>
        "How often the entries of a codebook are chosen, most frequent first; a short line has many dead codes.";

    /// <inheritdoc/>
    public override object Draw()
    {
        long[] collapsed = [.. Enumerable.Range(0, 256).Select(code => code < 12 ? 5000L >> code : 0)];
        long[] healthy = [.. Enumerable.Range(0, 256).Select(code => 400L - code)];

        return new Chart("How often each code is chosen")
            .CodebookUsage([("collapsed", collapsed), ("k-means init, EMA", healthy)]);
    }
}
