#pragma warning disable CS1591 // the members are OpenCV's own constants

namespace OpenCvSharp;

/// <summary>Parameters of image files (cv::ImwriteFlags).</summary>
public enum ImwriteFlags
{
    JpegQuality = 1,
    JpegProgressive = 2,
    JpegOptimize = 3,
    JpegRstInterval = 4,
    JpegLumaQuality = 5,
    JpegChromaQuality = 6,
    PngCompression = 16,
    PngStrategy = 17,
    PngBilevel = 18,
    PxmBinary = 32,
    WebPQuality = 64,
}
