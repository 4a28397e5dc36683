using System.Globalization;
using OpenCvSharp;

namespace Research.Sessions;

/// <summary>
/// Writes H.264 videos, which browsers play: frames go through a pipe to the <c>ffmpeg</c> program, because the FFmpeg inside
/// OpenCvSharp's package has no H.264 encoder.
/// </summary>
public static class VideoFileWriter
{
    /// <summary>
    /// Constant quality 18 keeps decoded frames within a few grey levels of the painted ones; <c>ultrafast</c> encodes faster
    /// than the simulations paint. Without B-frames, and with a key frame every 50 frames, decoders seek quickly and to the very
    /// frame. x264's output depends on its number of threads, so a fixed number gives the same file on every machine that has the
    /// same ffmpeg.
    /// </summary>
    private static readonly string[] Encoding =
        ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-pix_fmt", "yuv420p", "-bf", "0", "-g", "50", "-threads", "4"];

    /// <summary>Writes all frames: beside the file and then renamed, so that there is a complete video or none.</summary>
    /// <param name="file">The <c>.mp4</c> to write; one that is there is replaced.</param>
    /// <param name="size">Of every frame in pixels, even on both sides.</param>
    /// <param name="framesPerSecond">Frames a second, above 0.</param>
    /// <param name="frames">8-bit BGR [H, W, 3] each, taken one after the other; the next is asked for when the one before is
    /// written, so all may be the same <see cref="Mat"/>. What the sequence throws ends the writing.
    /// </param>
    /// <returns>Number of frames.</returns>
    /// <exception cref="ArgumentException">The name does not end in <c>.mp4</c>; the size is odd; a frame has another form;
    /// there is none.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">There is no folder for the file.</exception>
    /// <exception cref="IOException">The file cannot be written, or ffmpeg is absent or lacks the encoder <c>libx264</c>.
    /// </exception>
    public static int Write(string file, Size size, double framesPerSecond, IEnumerable<Mat> frames)
    {
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(framesPerSecond);
        if (!file.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{file}: found no name of a video; expected one that ends in .mp4.");
        }

        if (size.Width < 2 || size.Height < 2 || size.Width % 2 != 0 || size.Height % 2 != 0)
        {
            throw new ArgumentException(
                $"{file}: found frames of {size.Width}×{size.Height} pixels; "
                + "expected an even number on both sides, as H.264 asks for.");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{file}: found no folder {folder}; expected one to write the video to.");
        }

        OutputFolder.Require(folder); // ffmpeg's own words for it name the encoder as well
        int count = 0;
        AtomicFile.Write(file, beside => count = Encode(file, beside, size, framesPerSecond, frames));
        return count;
    }

    private static int Encode(string file, string beside, Size size, double framesPerSecond, IEnumerable<Mat> frames)
    {
        string rate = framesPerSecond.ToString("R", CultureInfo.InvariantCulture);
        using var ffmpeg = FfmpegProcess.Start(
        [
            "-f", "rawvideo", "-pixel_format", "bgr24", "-video_size", $"{size.Width}x{size.Height}", "-framerate", rate,
            "-i", "pipe:0", .. Encoding, "-f", "mp4", "-n", beside,
        ]);
        int count = 0;
        bool isTaken = true;
        foreach (var frame in frames)
        {
            if (frame.Type() != MatType.CV_8UC3 || frame.Size() != size)
            {
                throw new ArgumentException(
                    $"{file}, frame {count}: found {frame.Type()} of {frame.Width}×{frame.Height} pixels; "
                    + $"expected {MatType.CV_8UC3} of {size.Width}×{size.Height}.");
            }

            isTaken = TrySend(frame, ffmpeg.Input);
            if (!isTaken)
            {
                break;
            }

            count++;
        }

        if ((ffmpeg.End() ?? (isTaken ? null : "ffmpeg took no more frames.")) is { } fault)
        {
            string told = fault.Replace($"ffmpeg: {beside}:", "ffmpeg:", StringComparison.Ordinal);
            throw new IOException($"{file}: {told.Replace(beside, file, StringComparison.Ordinal)}");
        }

        return count > 0 ? count
            : throw new ArgumentException($"{file}: found no frame to write; expected one at least.", nameof(frames));
    }

    /// <returns>False where ffmpeg has ended.</returns>
    private static unsafe bool TrySend(Mat frame, Stream input)
    {
        using var copy = frame.IsContinuous() ? null : frame.Clone();
        try
        {
            input.Write(new ReadOnlySpan<byte>((copy ?? frame).DataPointer, frame.Rows * frame.Cols * frame.Channels()));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
