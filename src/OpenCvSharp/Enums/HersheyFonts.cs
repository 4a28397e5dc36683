#pragma warning disable CS1591 // the members are OpenCV's own constants

namespace OpenCvSharp;

/// <summary>Stroke fonts of <see cref="Cv2.PutText"/> (cv::HersheyFonts).</summary>
[Flags]
public enum HersheyFonts
{
    HersheySimplex = 0,
    HersheyPlain = 1,
    HersheyDuplex = 2,
    HersheyComplex = 3,
    HersheyTriplex = 4,
    HersheyComplexSmall = 5,
    HersheyScriptSimplex = 6,
    HersheyScriptComplex = 7,
    Italic = 16,
}
