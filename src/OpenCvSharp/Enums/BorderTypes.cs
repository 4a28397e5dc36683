#pragma warning disable CS1591 // the members are OpenCV's own constants

namespace OpenCvSharp;

/// <summary>What lies outside an image (cv::BorderTypes).</summary>
[Flags]
public enum BorderTypes
{
    Constant = 0,
    Replicate = 1,
    Reflect = 2,
    Wrap = 3,
    Reflect101 = 4,
    Default = 4,
    Transparent = 5,
    Isolated = 16,
}
