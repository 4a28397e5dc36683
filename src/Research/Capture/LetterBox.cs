using OpenCvSharp;

namespace Research.Capture;

/// <summary>Pictures of any size in one of a fixed size: scaled with their aspect ratio kept, black around them.</summary>
internal static class LetterBox
{
    /// <summary>The largest rectangle of the same aspect ratio in the middle of a picture; at least a pixel each way.</summary>
    /// <param name="width">Of what is scaled.</param>
    /// <param name="height">Of what is scaled.</param>
    /// <param name="intoWidth">Of the picture.</param>
    /// <param name="intoHeight">Of the picture.</param>
    public static PixelRectangle Fit(int width, int height, int intoWidth, int intoHeight)
    {
        double scale = Math.Min((double)intoWidth / width, (double)intoHeight / height);
        int fitWidth = Math.Clamp((int)Math.Round(width * scale), 1, intoWidth);
        int fitHeight = Math.Clamp((int)Math.Round(height * scale), 1, intoHeight);
        return new((intoWidth - fitWidth) / 2, (intoHeight - fitHeight) / 2, fitWidth, fitHeight);
    }

    /// <summary>Scales a picture into another.</summary>
    /// <param name="picture"><c>[height, width, 4]</c> bytes.</param>
    /// <param name="size">Its size.</param>
    /// <param name="into"><c>[intoHeight, intoWidth, 4]</c> bytes, all of which are written.</param>
    /// <param name="intoSize">Its size.</param>
    public static unsafe void Draw(
        ReadOnlySpan<byte> picture, (int Width, int Height) size, Span<byte> into, (int Width, int Height) intoSize)
    {
        var fit = Fit(size.Width, size.Height, intoSize.Width, intoSize.Height);
        into.Clear();
        fixed (byte* from = picture, to = into)
        {
            using var source = Mat.FromPixelData(size.Height, size.Width, MatType.CV_8UC4, (nint)from);
            using var whole = Mat.FromPixelData(intoSize.Height, intoSize.Width, MatType.CV_8UC4, (nint)to);
            using var target = whole[new Rect(fit.X, fit.Y, fit.Width, fit.Height)];
            Cv2.Resize(source, target, target.Size(), 0, 0,
                fit.Width < size.Width ? InterpolationFlags.Area : InterpolationFlags.Linear);
        }
    }
}
