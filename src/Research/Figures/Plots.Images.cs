using ScottPlot;
using SkiaSharp;

namespace Research.Figures;

/// <summary>A picture in a grid.</summary>
/// <param name="Title">What stands above it; empty: nothing.</param>
/// <param name="Pixels">[height, width, channels], in [0, 1] where there is no <see cref="Colors"/>.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels of a row.</param>
public sealed record Picture(string Title, float[] Pixels, int Height, int Width)
{
    /// <summary>A picture of bytes in [0, 255].</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="pixels">[height, width, channels], red first.</param>
    /// <param name="height">Rows of pixels.</param>
    /// <param name="width">Pixels of a row.</param>
    public static Picture OfBytes(string title, ReadOnlySpan<byte> pixels, int height, int width)
    {
        float[] values = new float[pixels.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = pixels[i] / 255f;
        }

        return new(title, values, height, width);
    }

    /// <summary>1: grey, 3: red, green, blue.</summary>
    public int Channels => Pixels.Length / Math.Max(1, Height * Width);

    /// <summary>The colours of values, such as of differences, saliency or attention; null: they are the picture's own.</summary>
    public IColormap? Colors { get; init; }

    /// <summary>The values at the ends of <see cref="Colors"/>.</summary>
    public (double Low, double High) Range { get; init; } = (0, 1);
}

/// <summary>How pictures are laid out.</summary>
public record ImageGridOptions : PlotOptions
{
    /// <summary>A name at the left of each row; null: none.</summary>
    public IReadOnlyList<string>? Rows { get; init; }

    /// <summary>The title of a colour bar for the pictures that have <see cref="Picture.Colors"/>; null: no bar.</summary>
    public string? ColorBar { get; init; }

    /// <summary>The greatest height of a picture in CSS pixels.</summary>
    public int MostHeight { get; init; } = 260;
}

public static partial class Plots
{
    /// <summary>
    /// Pictures in rows, such as originals over reconstructions or the frames of a sequence; the chart becomes as high as they
    /// need.
    /// </summary>
    /// <param name="chart">What to draw on.</param>
    /// <param name="pictures">The pictures, row by row, at least one; all of one size.</param>
    /// <param name="columns">Pictures in a row, at least 1.</param>
    /// <param name="options">Names of rows, colour bar.</param>
    /// <exception cref="ArgumentException">There is no picture, or one whose array does not have its size.</exception>
    public static Chart ImageGrid(this Chart chart, IReadOnlyList<Picture> pictures, int columns,
        ImageGridOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(chart);
        Require(pictures, "picture");
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        options ??= new();
        columns = Math.Min(columns, pictures.Count);
        int rows = (pictures.Count + columns - 1) / columns;
        RequireSame("names of rows", options.Rows?.Count ?? rows, "rows of pictures", rows);
        const float Gap = 8;
        float left = options.Rows is null ? 12 : 24 + (float)(LetterWidth * options.Rows.Max(name => Math.Min(name.Length, 24)));
        float right = options.ColorBar is null ? 12 : 100, room = chart.Width - left - right;
        double aspect = pictures[0].Height / (double)Math.Max(1, pictures[0].Width);
        double cellWidth = room / columns, cellHeight = Math.Min((cellWidth - Gap) * aspect, options.MostHeight);
        float titleHeight = pictures.Any(picture => picture.Title.Length > 0)
            ? 22 * pictures.Max(picture => Lines(picture, cellWidth)) : 4;
        double rowHeight = cellHeight + titleHeight + Gap;
        for (int index = 0; index < pictures.Count; index++)
        {
            double x = cellWidth * (index % columns + 0.5), top = rowHeight * (rows - index / columns),
                half = cellHeight / aspect / 2;
            chart.Add.ImageRect(new ScottPlot.Image(Bitmap(pictures[index])),
                new CoordinateRect(x - half, x + half, top - titleHeight - cellHeight, top - titleHeight)).AntiAlias =
                IsPhotograph(pictures[index]);
            var text = chart.Add.Text(Wrap(pictures[index].Title, LettersIn(cellWidth)), x, top - titleHeight + 2);
            (text.LabelFontName, text.LabelFontSize, text.LabelFontColor, text.LabelAlignment) =
                (Theme.Font, Theme.TextSize - 1, new(Theme.Light.Ink), ScottPlot.Alignment.LowerCenter);
        }

        chart.MostScale = pictures.Any(IsPhotograph) ? 1 : chart.MostScale;
        float above = chart.Axes.Title.Label.Text.Length > 0 ? 48 + 22 * chart.Axes.Title.Label.Text.Count(c => c == '\n') : 8;
        chart.Height = (int)(above + rowHeight * rows + Gap);
        chart.Layout.Fixed(new PixelPadding(left, right, Gap, above));
        chart.Axes.SetLimits(0, room, 0, rowHeight * rows);
        chart.HideGrid();
        chart.Axes.Frame(false);
        chart.Axes.Bottom.SetTicks([], []);
        chart.Axes.Left.SetTicks(
            [.. (options.Rows ?? []).Select((_, row) => rowHeight * (rows - row) - titleHeight - cellHeight / 2)],
                [.. (options.Rows ?? []).Select(name => Wrap(name, 24))]);
        if (options.ColorBar is { } title && pictures.FirstOrDefault(picture => picture.Colors is not null) is { } colored)
        {
            AddColorBar(chart, new Scale(colored.Colors!, new(colored.Range.Low, colored.Range.High)), title);
        }

        return chart;
    }

    /// <summary>Whether it is drawn smoothly; pixels of small pictures are to be seen.</summary>
    private static bool IsPhotograph(Picture picture) => picture.Width > 160;

    private static int LettersIn(double width) => Math.Max(4, (int)(width / LetterWidth));

    private static int Lines(Picture picture, double width) => Wrap(picture.Title, LettersIn(width)).Count(c => c == '\n') + 1;

    /// <summary>A picture's pixels; what is not finite is magenta, which no picture has.</summary>
    private static SKBitmap Bitmap(Picture picture)
    {
        int channels = picture.Channels;
        if (picture.Height * picture.Width == 0 || channels is not (1 or 3)
            || picture.Pixels.Length != picture.Height * picture.Width * channels)
        {
            throw new ArgumentException(
                $"The picture '{picture.Title}' has {picture.Pixels.Length} values, expected {picture.Height} × {picture.Width} "
                + "× 1 or × 3, and not none.");
        }

        var colors = new SKColor[picture.Height * picture.Width];
        var range = new ScottPlot.Range(picture.Range.Low, picture.Range.High);
        for (int pixel = 0; pixel < colors.Length; pixel++)
        {
            float[] values = [.. Enumerable.Range(0, 3)
                .Select(channel => picture.Pixels[pixel * channels + (channels == 3 ? channel : 0)])];
            byte Level(int channel) => (byte)Math.Round(255 * Math.Clamp(values[channel], 0, 1));
            colors[pixel] = !float.IsFinite(values[0] + values[1] + values[2]) ? SKColors.Magenta
                : picture.Colors is { } map ? map.GetColor(range.Normalize(values[0], clamp: true)).ToSKColor()
                : new SKColor(Level(0), Level(1), Level(2));
        }

        return new SKBitmap(picture.Width, picture.Height) { Pixels = colors };
    }

    /// <summary>What a colour bar shows that belongs to pictures.</summary>
    private sealed record Scale(IColormap Colormap, ScottPlot.Range Ends) : IHasColorAxis
    {
        public ScottPlot.Range GetRange() => Ends;
    }
}
