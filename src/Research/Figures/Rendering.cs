using ScottPlot;
using SkiaSharp;

namespace Research.Figures;

/// <summary>Plots as pictures, at the sizes that they are shown in.</summary>
public static class Rendering
{
    /// <summary>
    /// A PNG file; by default with two pixels for each CSS pixel, for sharp screens. Where 256 colours do, it has a palette: no
    /// channel of a pixel is then more than 24 of 255 from what was drawn, and what is drawn often is exact.
    /// </summary>
    /// <param name="plot">The plot; one that is not a <see cref="Chart"/> gets the theme's size.</param>
    /// <param name="scale">Pixels of the file for each CSS pixel, along each side; above 0.</param>
    public static byte[] ToPng(this Plot plot, double scale = 2)
    {
        ArgumentNullException.ThrowIfNull(plot);
        var (width, height) = plot is Chart chart ? (chart.Width, chart.Height) : (Theme.Width, Theme.Height);
        return Png(width, height, scale, plot.Render);
    }

    /// <inheritdoc cref="ToPng(Plot, double)"/>
    public static byte[] ToPng(this IMultiplot plot, double scale = 2)
    {
        ArgumentNullException.ThrowIfNull(plot);
        var (width, height) = plot is ChartGrid grid ? (grid.Width, grid.Height) : (Theme.Width, 2 * Theme.Height);
        return Png(width, height, scale, plot.Render);
    }

    /// <inheritdoc cref="ToPng(Plot, double)"/>
    /// <exception cref="ArgumentException">It is neither a <see cref="Plot"/> nor an <see cref="IMultiplot"/>.</exception>
    public static byte[] ToPng(object plot, double scale = 2) => plot switch
    {
        Plot single => single.ToPng(scale),
        IMultiplot several => several.ToPng(scale),
        _ => throw new ArgumentException($"Found a {plot?.GetType().Name ?? "null"}, expected a Plot or a Multiplot."),
    };

    /// <summary>What stands above a plot; empty where nothing does.</summary>
    public static string TitleOf(object plot) => plot switch
    {
        ChartGrid grid => grid.Title,
        Plot single => single.Axes.Title.Label.Text,
        _ => "",
    };

    private static byte[] Png(int width, int height, double scale, Action<SKCanvas, PixelRect> render)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        var pixels = new SKImageInfo((int)Math.Round(width * scale), (int)Math.Round(height * scale),
            SKImageInfo.PlatformColorType, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(pixels);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale((float)scale);
        render(surface.Canvas, new PixelRect(0, width, height, 0));
        using var drawn = surface.PeekPixels()!; // a surface in memory has its pixels at hand
        if (PalettePng.TryEncode(drawn) is { } chart)
        {
            return chart;
        }

        // a third of the default's time
        using var file = drawn.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.Up, zLibLevel: 6))!;
        return file.ToArray();
    }
}
