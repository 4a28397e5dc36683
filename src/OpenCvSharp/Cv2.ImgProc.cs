using OpenCvSharp.Native;
using static OpenCvSharp.Native.NativeMethods;

namespace OpenCvSharp;

public static partial class Cv2
{
    /// <summary>Resizes an image.</summary>
    /// <param name="src">Image.</param>
    /// <param name="dst">Made to fit.</param>
    /// <param name="dsize">Wanted size; empty: the factors say.</param>
    /// <param name="fx">Horizontal factor where <paramref name="dsize"/> is empty.</param>
    /// <param name="fy">Vertical factor where <paramref name="dsize"/> is empty.</param>
    /// <param name="interpolation">How pixels are interpolated; OpenCV's default is bilinear.</param>
    /// <exception cref="OpenCVException">The image is empty, or the wanted size is.</exception>
    public static void Resize(
        Mat src, Mat dst, Size dsize, double fx = 0, double fy = 0, InterpolationFlags interpolation = InterpolationFlags.Linear)
    {
        Require(src, dst);
        Failure.ThrowIf(cvs_resize(src.Handle, dst.Handle, dsize.Width, dsize.Height, fx, fy, (int)interpolation),
            $"Cv2.Resize({src} to {dsize}, {interpolation})");
    }

    /// <summary>Converts colours.</summary>
    /// <param name="src">Image.</param>
    /// <param name="dst">Made to fit.</param>
    /// <param name="code">From and to.</param>
    /// <param name="dstCn">Channels of the result; 0: as the code says.</param>
    /// <exception cref="OpenCVException">The image is empty, or its channels are not those of the code.</exception>
    public static void CvtColor(Mat src, Mat dst, ColorConversionCodes code, int dstCn = 0)
    {
        Require(src, dst);
        Failure.ThrowIf(cvs_cvt_color(src.Handle, dst.Handle, (int)code, dstCn), $"Cv2.CvtColor({src}, {code})");
    }

    /// <summary>Blurs an image.</summary>
    /// <param name="src">Image.</param>
    /// <param name="dst">Made to fit.</param>
    /// <param name="ksize">Kernel: odd, or empty where the sigmas say.</param>
    /// <param name="sigmaX">Standard deviation in pixels; 0: as the kernel says.</param>
    /// <param name="sigmaY">The vertical one; 0: as the horizontal one.</param>
    /// <param name="borderType">What lies outside.</param>
    /// <exception cref="OpenCVException">The kernel is even, or both kernel and sigma are 0.</exception>
    public static void GaussianBlur(
        Mat src, Mat dst, Size ksize, double sigmaX, double sigmaY = 0, BorderTypes borderType = BorderTypes.Default)
    {
        Require(src, dst);
        Failure.ThrowIf(cvs_gaussian_blur(src.Handle, dst.Handle, ksize.Width, ksize.Height, sigmaX, sigmaY, (int)borderType),
            $"Cv2.GaussianBlur({src}, kernel {ksize}, sigma {sigmaX}, {sigmaY})");
    }
}
