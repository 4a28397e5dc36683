using OpenCvSharp.Native;
using static OpenCvSharp.Native.NativeMethods;

namespace OpenCvSharp;

/// <summary>OpenCV's functions. Where the package takes an InputArray or OutputArray, this one takes the <see cref="Mat"/> that becomes one.</summary>
public static partial class Cv2
{
    /// <summary>Thickness that fills a shape.</summary>
    public const int FILLED = -1;

    /// <summary>OpenCV's version, such as <c>4.6.0</c>.</summary>
    public static unsafe string GetVersionString() => Failure.Text(cvs_version());

    /// <summary>How OpenCV was built: compilers, and libraries for images and video.</summary>
    public static unsafe string GetBuildInformation() => Failure.Text(cvs_build_information());

    /// <summary>Threads that OpenCV may use for one call; 0: runs in the caller's. Holds for the process.</summary>
    public static void SetNumThreads(int nThreads) => Failure.ThrowIf(cvs_set_num_threads(nThreads), $"Cv2.SetNumThreads({nThreads})");

    /// <summary>Threads that OpenCV may use for one call.</summary>
    public static int GetNumThreads() => cvs_get_num_threads();

    /// <summary>src1 × alpha + src2 × beta + gamma, rounded and limited to the type.</summary>
    /// <exception cref="OpenCVException">Sizes or types differ.</exception>
    public static void AddWeighted(Mat src1, double alpha, Mat src2, double beta, double gamma, Mat dst, int dtype = -1)
    {
        Require(src1, src2, dst);
        Failure.ThrowIf(cvs_add_weighted(src1.Handle, alpha, src2.Handle, beta, gamma, dst.Handle, dtype), $"Cv2.AddWeighted({src1}, {src2})");
    }

    /// <summary>|src1 − src2|, channel by channel.</summary>
    /// <exception cref="OpenCVException">Sizes or types differ.</exception>
    public static void Absdiff(Mat src1, Mat src2, Mat dst)
    {
        Require(src1, src2, dst);
        Failure.ThrowIf(cvs_absdiff(src1.Handle, src2.Handle, dst.Handle), $"Cv2.Absdiff({src1}, {src2})");
    }

    /// <summary>Mean of each channel, over all pixels or those where a mask is not 0.</summary>
    /// <exception cref="OpenCVException">There are more than 4 channels, or the mask has another size or type.</exception>
    public static Scalar Mean(Mat src, Mat? mask = null)
    {
        Require(src);
        Failure.ThrowIf(cvs_mean(src.Handle, mask?.Handle ?? MatHandle.None, out var mean), $"Cv2.Mean({src}, mask {mask})");
        return mean;
    }

    /// <summary>How many pixels of a mat of one channel are not 0.</summary>
    /// <exception cref="OpenCVException">There is more than one channel.</exception>
    public static int CountNonZero(Mat mtx)
    {
        Require(mtx);
        Failure.ThrowIf(cvs_count_non_zero(mtx.Handle, out int count), $"Cv2.CountNonZero({mtx})");
        return count;
    }

    private static void Require(params ReadOnlySpan<Mat> mats)
    {
        foreach (var mat in mats)
        {
            ArgumentNullException.ThrowIfNull(mat);
        }
    }
}
