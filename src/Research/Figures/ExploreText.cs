namespace Research.Figures;

/// <summary>What is written around an explored figure.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="X">Title of the horizontal axis; none by default.</param>
/// <param name="Y">Title of the vertical axis; none by default.</param>
public sealed record ExploreText(string Title, string X = "", string Y = "")
{
    /// <summary>Height in CSS pixels, with the title; above 0. The default fits one panel.</summary>
    public int Height { get; init; } = 560;
}
