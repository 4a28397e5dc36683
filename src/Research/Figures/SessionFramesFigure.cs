using OpenCvSharp;
using Research.Data;

namespace Research.Figures;

/// <summary>Frames of a session side by side, three in a row.</summary>
public static class SessionFramesFigure
{
    private const int Columns = 3;

    /// <summary>Small, so that nine frames do not weigh a notebook down.</summary>
    private const int FrameWidth = 300;

    /// <summary>Draws chosen frames.</summary>
    /// <param name="title">What stands above them.</param>
    /// <param name="session">A session with a video.</param>
    /// <param name="frames">Index and label of each frame, by rising index.</param>
    /// <exception cref="VideoException">The video cannot be decoded, or ends before the last of them.</exception>
    public static Figure Draw(string title, Session session, IReadOnlyList<(int Frame, string Label)> frames)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(frames);
        int rows = Math.Max(1, (frames.Count + Columns - 1) / Columns);
        var figure = new Figure(title, rows, Columns) { Height = 70 + 190 * rows };
        int panel = 0;
        using var video = VideoReader.Open(session.VideoFile);
        foreach (var (index, frame) in video.ReadAll())
        {
            if (panel == frames.Count)
            {
                return figure;
            }

            if (index == frames[panel].Frame)
            {
                figure[panel / Columns, panel % Columns].Title = frames[panel].Label;
                figure[panel / Columns, panel % Columns].Add.Image(Shrink(frame));
                panel++;
            }
        }

        return panel == frames.Count ? figure : throw new VideoException(session.VideoFile, frames[panel].Frame, "no such frame", "one to draw");
    }

    private static Image Shrink(Mat frame)
    {
        using var small = new Mat();
        Cv2.Resize(frame, small, new Size(FrameWidth, FrameWidth * frame.Height / frame.Width), interpolation: InterpolationFlags.Area);
        Cv2.CvtColor(small, small, ColorConversionCodes.BGR2RGB);
        small.GetArray(out Vec3b[] pixels);
        return Image.Rgb(System.Runtime.InteropServices.MemoryMarshal.AsBytes(pixels.AsSpan()), small.Width, small.Height);
    }
}
