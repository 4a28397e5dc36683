#pragma warning disable CS1591 // the members are OpenCV's own constants

namespace OpenCvSharp;

/// <summary>Video backends (cv::VideoCaptureAPIs).</summary>
public enum VideoCaptureAPIs
{
    ANY = 0,
    V4L2 = 200,
    GSTREAMER = 1800,
    FFMPEG = 1900,
    IMAGES = 2000,
    OPENCV_MJPEG = 2200,
}
