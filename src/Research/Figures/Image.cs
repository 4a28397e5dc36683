using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>A picture, pixel for pixel: a frame, its reconstruction, their difference.</summary>
public sealed record Image : Trace
{
    private readonly string _source;

    private Image(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        (Width, Height) = (width, height);
        _source = "data:image/png;base64," + Convert.ToBase64String(Png.Encode(pixels, width, height, channels));
    }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>Luminance, row by row from the top: [height, width], 0 black, 255 white.</summary>
    /// <exception cref="ArgumentException">The number of pixels is not width × height.</exception>
    public static Image Gray(ReadOnlySpan<byte> pixels, int width, int height) => new(pixels, width, height, 1);

    /// <summary>Luminance in [0, 1], row by row from the top: [height, width]; values outside are clipped, NaN is black.</summary>
    /// <exception cref="ArgumentException">The number of pixels is not width × height.</exception>
    public static Image Gray(ReadOnlySpan<float> pixels, int width, int height)
    {
        var bytes = new byte[pixels.Length];
        for (var index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)(float.IsNaN(pixels[index]) ? 0 : MathF.Round(255 * Math.Clamp(pixels[index], 0, 1)));
        }

        return new(bytes, width, height, 1);
    }

    /// <summary>Colour, interleaved, row by row from the top: [height, width, 3], red first.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not width × height × 3.</exception>
    public static Image Rgb(ReadOnlySpan<byte> pixels, int width, int height) => new(pixels, width, height, 3);

    internal override (int Width, int Height)? Raster => (Width, Height);

    internal override bool RowsRunDown => true;

    internal override JsonObject ToPlotly() => new()
    {
        ["type"] = "image",
        ["source"] = _source,
        ["hoverinfo"] = "skip",
    };
}
