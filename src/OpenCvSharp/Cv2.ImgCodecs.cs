using OpenCvSharp.Native;
using static OpenCvSharp.Native.NativeMethods;

namespace OpenCvSharp;

public static unsafe partial class Cv2
{
    /// <summary>Reads an image file. As in OpenCV, the mat is empty where there is no such file or it is no image.</summary>
    /// <exception cref="OpenCVException">The image is too large.</exception>
    public static Mat ImRead(string fileName, ImreadModes flags = ImreadModes.Color) => Mat.FromHandle(ReadImage(fileName, flags));

    /// <summary>Writes an image file; its extension says the format.</summary>
    /// <returns>False: the file could not be written.</returns>
    /// <exception cref="OpenCVException">The extension is unknown, or the image empty.</exception>
    public static bool ImWrite(string fileName, Mat img, int[]? prms = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        Require(img);
        fixed (int* parameters = prms)
        {
            Failure.ThrowIf(cvs_imwrite(fileName, img.Handle, parameters, prms?.Length ?? 0, out int written), $"Cv2.ImWrite('{fileName}', {img})");
            return written != 0;
        }
    }

    /// <summary>Writes an image file; its extension says the format.</summary>
    /// <returns>False: the file could not be written.</returns>
    /// <exception cref="OpenCVException">The extension is unknown, or the image empty.</exception>
    public static bool ImWrite(string fileName, Mat img, params ImageEncodingParam[] prms) => ImWrite(fileName, img, Pairs(prms));

    /// <summary>Encodes an image.</summary>
    /// <param name="ext">The format as a file extension: <c>.png</c>.</param>
    /// <param name="img">Image.</param>
    /// <param name="buf">The file's bytes.</param>
    /// <param name="prms">Parameters as pairs.</param>
    /// <exception cref="OpenCVException">The extension is unknown, or the image empty.</exception>
    public static bool ImEncode(string ext, Mat img, out byte[] buf, int[]? prms = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(ext);
        Require(img);
        fixed (int* parameters = prms)
        {
            Failure.ThrowIf(cvs_imencode(ext, img.Handle, parameters, prms?.Length ?? 0, out int encoded, out nint bytes), $"Cv2.ImEncode('{ext}', {img})");
            byte* data = cvs_bytes_data(bytes, out long length);
            buf = new ReadOnlySpan<byte>(data, checked((int)length)).ToArray();
            cvs_bytes_free(bytes);
            return encoded != 0;
        }
    }

    /// <summary>Encodes an image.</summary>
    /// <exception cref="OpenCVException">The extension is unknown, or the image empty.</exception>
    public static void ImEncode(string ext, Mat img, out byte[] buf, params ImageEncodingParam[] prms) => ImEncode(ext, img, out buf, Pairs(prms));

    /// <summary>Decodes an image file held in memory. As in OpenCV, the mat is empty where the bytes are no image.</summary>
    /// <exception cref="OpenCVException">There is no byte.</exception>
    public static Mat ImDecode(byte[] buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        return ImDecode(buf.AsSpan(), flags);
    }

    /// <summary>Decodes an image file held in memory. As in OpenCV, the mat is empty where the bytes are no image.</summary>
    /// <exception cref="OpenCVException">There is no byte.</exception>
    public static Mat ImDecode(ReadOnlySpan<byte> span, ImreadModes flags)
    {
        fixed (byte* bytes = span)
        {
            Failure.ThrowIf(cvs_imdecode(bytes, span.Length, (int)flags, out nint image), $"Cv2.ImDecode({span.Length} bytes, {flags})");
            return Mat.FromHandle(image);
        }
    }

    internal static nint ReadImage(string fileName, ImreadModes flags)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        Failure.ThrowIf(cvs_imread(fileName, (int)flags, out nint image), $"Cv2.ImRead('{fileName}', {flags})");
        return image;
    }

    private static int[] Pairs(ImageEncodingParam[] parameters) => [.. parameters.SelectMany(p => new[] { (int)p.EncodingId, p.Value })];
}
