using System.Runtime.CompilerServices;
using Research.Figures;
using Research.Figures.Recipes;
using ScottPlot;
using SkiaSharp;

namespace Research.Tests.Figures;

/// <summary>
/// Each recipe is drawn as its snapshot shows: the data areas, 60 × 40 pixels each. Averages over blocks do not see how a machine
/// smooths edges and letters, and do see another colour, place or size of the data.
/// </summary>
public class RecipeTests
{
    private const int Width = 60, Height = 40;

    /// <summary>The mean difference of colour channels that is allowed, of 255.</summary>
    private const double Bound = 2.5;

    public static TheoryData<string> Names => [.. Recipe.All.Select(recipe => recipe.GetType().Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_is_drawn_as_its_snapshot_shows(string name)
    {
        using var drawn = DataAreas(Find(name).Draw());
        string file = Path.Combine(Folder(), name + ".png");
        if (Environment.GetEnvironmentVariable("RESEARCH_SNAPSHOTS") == "write")
        {
            using var png = drawn.Encode(SKEncodedImageFormat.Png, 100);
            File.WriteAllBytes(file, png.ToArray());
        }

        Assert.True(File.Exists(file),
            $"{file}: found no snapshot; look at the recipe's picture, then set RESEARCH_SNAPSHOTS=write and run this test.");
        using var expected = SKBitmap.Decode(file);
        double difference = Difference(drawn, expected);
        Assert.True(difference <= Bound,
            $"{file}: the recipe is drawn otherwise, by {difference:0.0} of 255 on average; expected at most {Bound}.");
    }

    [Fact]
    public void A_snapshot_tells_one_changed_cell_of_21()
    {
        double[,] values = new double[7, 3];
        using var before = DataAreas(new Chart().HeatMap(values, null, null, new() { Range = (0, 1), Format = "" }));
        values[3, 1] = 0.5;
        using var after = DataAreas(new Chart().HeatMap(values, null, null, new() { Range = (0, 1), Format = "" }));

        Assert.True(Difference(before, after) > Bound);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_shows_its_code_and_says_what_it_draws(string name)
    {
        var recipe = Find(name);

        Assert.Contains("return", recipe.Code);
        Assert.DoesNotContain("override", recipe.Code);
        Assert.NotEmpty(recipe.Description);
        Assert.NotEmpty(Rendering.TitleOf(recipe.Draw()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_recipe_is_a_picture_of_its_size_with_two_pixels_for_one(string name)
    {
        object figure = Find(name).Draw();
        var (width, height) = figure is Chart chart ? (chart.Width, chart.Height)
            : (((ChartGrid)figure).Width, ((ChartGrid)figure).Height);
        using var picture = SKBitmap.Decode(Rendering.ToPng(figure));

        Assert.Equal((2 * width, 2 * height), (picture.Width, picture.Height));
    }

    [Fact]
    public void The_gallery_has_every_recipe_and_loads_nothing()
    {
        string html = Research.Figures.Recipes.Gallery.Html();

        Assert.Equal(Recipe.All.Count, html.Split("<img ").Length - 1);
        Assert.DoesNotContain("http", html.Replace("data:image/png;base64", ""));
        Assert.DoesNotContain("<script", html);
    }

    private static Recipe Find(string name) => Recipe.All.Single(recipe => recipe.GetType().Name == name);

    private static SKImage DataAreas(object figure)
    {
        using var picture = SKImage.FromEncodedData(Rendering.ToPng(figure, scale: 1));
        Plot[] panels = figure is ChartGrid grid ? [.. grid.Panels] : [(Plot)figure];
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height * panels.Length));
        for (int i = 0; i < panels.Length; i++)
        {
            surface.Canvas.DrawImage(picture, panels[i].LastRender.DataRect.ToSKRect(),
                new SKRect(0, i * Height, Width, (i + 1) * Height),
                new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        return surface.Snapshot();
    }

    private static double Difference(SKImage drawn, SKBitmap expected)
    {
        using var bitmap = SKBitmap.FromImage(drawn);
        Assert.Equal((expected.Width, expected.Height), (bitmap.Width, bitmap.Height));
        return bitmap.Pixels.Zip(expected.Pixels,
            (a, b) => (Math.Abs(a.Red - b.Red) + Math.Abs(a.Green - b.Green) + Math.Abs(a.Blue - b.Blue)) / 3.0).Average();
    }

    private static double Difference(SKImage drawn, SKImage expected)
    {
        using var bitmap = SKBitmap.FromImage(expected);
        return Difference(drawn, bitmap);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "snapshots");
}
