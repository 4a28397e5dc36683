using OpenCvSharp;

namespace Research.Sessions;

/// <summary>Colours of stored frames.</summary>
public enum FrameColor
{
    /// <summary>One channel, weighted as OpenCV's BGR2GRAY: 0.114 B + 0.587 G + 0.299 R.</summary>
    Gray,

    /// <summary>Red, green, blue.</summary>
    Rgb,
}

/// <summary>
/// What is kept of a decoded frame: bytes [H, W] or [H, W, 3]. The order is the report's: resize in colour (bilinear, without
/// smoothing), then convert; values are divided by 255 only when a batch is made.
/// </summary>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="Color">Colours.</param>
public sealed record FrameTransform(int Width, int Height, FrameColor Color)
{
    /// <summary>The Cuphead report's: 128×72, gray (appendix A).</summary>
    public static FrameTransform Report { get; } = new(128, 72, FrameColor.Gray);

    /// <summary>1 or 3.</summary>
    public int Channels => Color == FrameColor.Gray ? 1 : 3;

    /// <summary>Bytes of a frame.</summary>
    public int FrameBytes => checked(Width * Height * Channels);

    /// <summary>What a cache is keyed by.</summary>
    internal string Key => $"resize {Width}x{Height} linear, {Color.ToString().ToLowerInvariant()}";

    /// <summary>Transforms a frame.</summary>
    /// <param name="bgr">[H, W, 3], blue, green, red.</param>
    /// <param name="destination">At least <see cref="FrameBytes"/> bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    public unsafe void Apply(Mat bgr, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(bgr);
        if (destination.Length < FrameBytes)
        {
            throw new ArgumentException($"A frame has {FrameBytes} bytes; there is room for {destination.Length}.",
                nameof(destination));
        }

        fixed (byte* pixels = destination)
        {
            using var small = new Mat();
            using var stored = Mat.FromPixelData(Height, Width, MatType.CV_8UC(Channels), (nint)pixels);
            Cv2.Resize(bgr, small, new Size(Width, Height), interpolation: InterpolationFlags.Linear);
            Cv2.CvtColor(small, stored, Color == FrameColor.Gray ? ColorConversionCodes.BGR2GRAY : ColorConversionCodes.BGR2RGB);
        }
    }
}
