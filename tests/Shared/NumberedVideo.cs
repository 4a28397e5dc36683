using System.Runtime.InteropServices;
using OpenCvSharp;
using Research.Sessions;

namespace Research.TestSupport;

/// <summary>
/// H.264 videos whose frames carry their numbers: a strip of 16 blocks across the top, white where a bit is set. The blocks are
/// so large that the number can be read after lossy compression and resizing.
/// </summary>
internal static class NumberedVideo
{
    private const int Bits = 16;

    /// <summary>Shows frames at uneven times: after every five, a gap of five frames.</summary>
    public const string Uneven = "setpts=(N+5*floor(N/5))/(30*TB)";

    /// <summary>Writes a video of 30 frames a second.</summary>
    /// <param name="file">The video to write.</param>
    /// <param name="frames">Number of frames, at most 65,536.</param>
    /// <param name="size">Of a frame in pixels; the strip is an eighth of the height.</param>
    /// <param name="encoding">Options of x264, such as <c>-bf 3 -g 50</c>.</param>
    /// <param name="filter">A filter of ffmpeg's, such as <see cref="Uneven"/>, which sets the frames' times.</param>
    /// <exception cref="IOException">ffmpeg is absent or fails.</exception>
    public static string Write(string file, int frames, Size size, string encoding, string filter = "null")
    {
        using var ffmpeg = FfmpegProcess.Start(
        [
            "-f", "rawvideo", "-pixel_format", "bgr24", "-video_size", $"{size.Width}x{size.Height}", "-framerate", "30",
            "-i", "pipe:0", "-vf", filter, "-fps_mode", "passthrough", "-enc_time_base", "1/30", "-c:v", "libx264",
            "-preset", "ultrafast", "-crf", "20", "-pix_fmt", "yuv420p", "-threads", "1", .. encoding.Split(' '), "-y", file,
        ]);
        byte[] bytes = new byte[size.Width * size.Height * 3];
        foreach (var picture in Pictures(frames, size))
        {
            Marshal.Copy(picture.Data, bytes, 0, bytes.Length);
            ffmpeg.Input.Write(bytes);
        }

        return ffmpeg.End() is { } fault ? throw new IOException($"{file}: {fault}") : file;
    }

    /// <summary>The number that a grey frame [H, W] carries.</summary>
    public static int Number(ReadOnlySpan<byte> frame, int height, int width)
    {
        int number = 0;
        for (int bit = 0; bit < Bits; bit++)
        {
            number |= frame[height / 16 * width + (2 * bit + 1) * width / (2 * Bits)] > 127 ? 1 << bit : 0;
        }

        return number;
    }

    private static IEnumerable<Mat> Pictures(int frames, Size size)
    {
        using var scene = new Mat(size.Height, size.Width * 2, MatType.CV_8UC3, new Scalar(90, 60, 40));
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            var color = new Scalar(random.Next(256), random.Next(256), random.Next(256));
            int radius = random.Next(size.Height / 36, size.Height / 10);
            Cv2.Circle(scene, random.Next(scene.Cols), random.Next(scene.Rows), radius, color, Cv2.FILLED, LineTypes.AntiAlias);
        }

        using var frame = new Mat();
        for (int i = 0; i < frames; i++)
        {
            using var window = scene[new Rect(i * 2 % size.Width, 0, size.Width, size.Height)];
            window.CopyTo(frame);
            for (int bit = 0; bit < Bits; bit++)
            {
                int left = bit * size.Width / Bits, right = (bit + 1) * size.Width / Bits;
                var color = (i >> bit & 1) == 1 ? Scalar.White : Scalar.Black;
                Cv2.Rectangle(frame, new Rect(left, 0, right - left, size.Height / 8), color, Cv2.FILLED);
            }

            yield return frame;
        }
    }
}
