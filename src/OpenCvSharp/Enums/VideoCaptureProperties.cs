#pragma warning disable CS1591 // the members are OpenCV's own constants

namespace OpenCvSharp;

/// <summary>Properties of a video (cv::VideoCaptureProperties).</summary>
public enum VideoCaptureProperties
{
    PosMsec = 0,
    PosFrames = 1,
    PosAviRatio = 2,
    FrameWidth = 3,
    FrameHeight = 4,
    Fps = 5,
    FourCC = 6,
    FrameCount = 7,
    Format = 8,
    Mode = 9,
    ConvertRgb = 16,
    BufferSize = 38,
    SarNum = 40,
    SarDen = 41,
    Backend = 42,
    BitRate = 47,
    OrientationMeta = 48,
    OrientationAuto = 49,
}
