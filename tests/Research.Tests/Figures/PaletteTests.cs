using Research.Figures;
using SkiaSharp;

namespace Research.Tests.Figures;

/// <summary>Charts become PNG files with a palette, photographs files without one, and both show what was drawn.</summary>
public class PaletteTests
{
    private const int PaletteColor = 3; // the type of colours in a PNG file's header

    [Fact]
    public void A_chart_has_a_palette_and_is_what_was_drawn()
    {
        var chart = new Chart("Letters γ").Bars(["UP", "JUMP", "DASH"], [3.0, 1.0, 2.0]);
        using var expected = Drawn(chart);

        byte[] file = chart.ToPng();

        using var found = SKBitmap.Decode(file);
        Assert.Equal(PaletteColor, file[25]);
        Assert.Equal((expected.Width, expected.Height), (found.Width, found.Height));
        int[] differences = [.. expected.Pixels.Zip(found.Pixels, Difference)];
        Assert.InRange(differences.Max(), 0, PalettePng.Bound);
        Assert.True(differences.Count(difference => difference > 0) < differences.Length / 50,
            "What is drawn often is not exact.");
    }

    [Fact]
    public void Cells_of_nearly_the_same_value_keep_their_colours()
    {
        double[,] values = new double[10, 10];
        for (int cell = 0; cell < values.Length; cell++)
        {
            values[cell / 10, cell % 10] = cell / 99.0;
        }

        var chart = new Chart("Cells").HeatMap(values, null, null, new() { Range = (0, 1), Format = "" });
        using var expected = Drawn(chart);
        using var found = SKBitmap.Decode(chart.ToPng());
        var frequent = expected.Pixels.GroupBy(color => color).OrderByDescending(group => group.Count()).Take(100)
            .Select(group => group.Key).ToHashSet();

        Assert.Equal(0, expected.Pixels.Zip(found.Pixels).Where(pair => frequent.Contains(pair.First))
            .Max(pair => Difference(pair.First, pair.Second)));
    }

    [Fact]
    public void Grey_pictures_are_exact()
    {
        var picture = new Picture("", [.. Enumerable.Range(0, 144 * 100).Select(i => i % 256 / 255f)], 100, 144);
        var chart = new Chart().ImageGrid([picture], 1);
        using var expected = Drawn(chart);

        byte[] file = chart.ToPng();

        using var found = SKBitmap.Decode(file);
        Assert.Equal(PaletteColor, file[25]);
        Assert.Equal(expected.Pixels, found.Pixels);
    }

    [Fact]
    public void A_photograph_has_none_and_is_exact()
    {
        var random = new Random(1);
        var picture = new Picture("", [.. Enumerable.Range(0, 3 * 200 * 300).Select(_ => random.NextSingle())], 200, 300);
        var chart = new Chart().ImageGrid([picture], 1);
        using var expected = Drawn(chart);

        byte[] file = chart.ToPng();

        using var found = SKBitmap.Decode(file);
        Assert.NotEqual(PaletteColor, file[25]);
        Assert.Equal(expected.Pixels, found.Pixels);
        Assert.Equal(1, chart.MostScale);
    }

    private static int Difference(SKColor a, SKColor b) =>
        Math.Max(Math.Abs(a.Red - b.Red), Math.Max(Math.Abs(a.Green - b.Green), Math.Abs(a.Blue - b.Blue)));

    private static SKBitmap Drawn(Chart chart)
    {
        var bitmap = new SKBitmap(new SKImageInfo(2 * chart.Width, 2 * chart.Height, SKImageInfo.PlatformColorType,
            SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Scale(2);
        chart.Render(canvas, new ScottPlot.PixelRect(0, chart.Width, chart.Height, 0));
        return bitmap;
    }
}
