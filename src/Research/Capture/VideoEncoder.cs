using Research.Sessions;

namespace Research.Capture;

/// <summary>
/// FFmpeg as a process of its own, fed with raw pictures through a pipe. When this process is killed the pipe ends, and FFmpeg
/// finishes the file with every picture that reached it; when FFmpeg itself is killed, all but the last half second is in the
/// file.
/// </summary>
/// <remarks>
/// A fragmented mp4: every half second stands by itself, with its own index, so the file can be cut off anywhere behind one.
/// The encoder keeps no picture back, and every second begins with a whole picture, so that seeking is quick.
/// </remarks>
internal sealed class VideoEncoder : IDisposable
{
    /// <summary>What the video is.</summary>
    public const string Codec = "H.264 (libx264 ultrafast, crf 18, yuv420p) in fragmented mp4";

    private static readonly string[] Encoding =
    [
        "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-crf", "18", "-pix_fmt", "yuv420p",
        "-f", "mp4", "-movflags", "empty_moov+default_base_moof", "-frag_duration", "500000", "-flush_packets", "1",
    ];

    private readonly FfmpegProcess _ffmpeg;

    private VideoEncoder(FfmpegProcess ffmpeg) => _ffmpeg = ffmpeg;

    /// <summary>FFmpeg's process.</summary>
    public int ProcessId => _ffmpeg.Id;

    /// <summary>Starts FFmpeg, which must be installed: <see cref="FfmpegProcess.RequireVersion"/>.</summary>
    /// <param name="file">The <c>.mp4</c> to write; it must not be there.</param>
    /// <param name="width">Pixels in a row, even.</param>
    /// <param name="height">Rows, even.</param>
    /// <param name="framesPerSecond">Frames a second.</param>
    public static VideoEncoder Start(string file, int width, int height, int framesPerSecond) => new(FfmpegProcess.Start(
    [
        "-f", "rawvideo", "-pixel_format", "yuv420p", "-video_size", $"{width}x{height}", "-framerate", $"{framesPerSecond}",
            "-i", "pipe:0",
        .. Encoding, "-g", $"{framesPerSecond}", "-n", Path.GetFullPath(file),
    ]));

    /// <summary>Adds a frame.</summary>
    /// <param name="picture">Planes of 8 bits: [H, W] of luminance, [H/2, W/2] of blue and of red difference.</param>
    /// <exception cref="IOException">FFmpeg has ended; the message says why.</exception>
    public void Write(ReadOnlySpan<byte> picture)
    {
        try
        {
            _ffmpeg.Input.Write(picture);
        }
        catch (IOException)
        {
            throw new IOException(_ffmpeg.End() ?? "ffmpeg took no more pictures.");
        }
    }

    /// <summary>Ends the file and waits for FFmpeg.</summary>
    /// <returns>What went wrong, or null.</returns>
    public string? Finish() => _ffmpeg.End();

    /// <summary>Ends FFmpeg at once if it has not ended.</summary>
    public void Dispose() => _ffmpeg.Dispose();
}
