using Research.Sessions;

namespace Research.Overlay;

/// <summary>A video to play in a notebook, which then holds a copy of it in fewer bytes: keep it to some seconds.</summary>
/// <param name="File">An H.264 <c>.mp4</c>, as <see cref="OverlayVideo"/> writes it.</param>
public sealed record VideoClip(string File)
{
    /// <summary>
    /// The same pictures as an <c>.mp4</c> of about a fifth of the bytes: encoded more slowly, with a constant quality of 26 in
    /// place of 18, at which letters and lamps are still sharp.
    /// </summary>
    /// <exception cref="IOException">It cannot be read, or ffmpeg is absent.</exception>
    public byte[] ToSmallMp4()
    {
        string small = Path.Combine(Path.GetTempPath(), $"research-{Guid.NewGuid():N}.mp4");
        try
        {
            using var ffmpeg = FfmpegProcess.Start(
                "-i", Path.GetFullPath(File), "-an", "-c:v", "libx264", "-preset", "medium", "-crf", "26", "-pix_fmt", "yuv420p",
                    "-threads", "4", "-movflags", "+faststart", small);
            return ffmpeg.End() is { } fault ? throw new IOException($"{File}: {fault}") : System.IO.File.ReadAllBytes(small);
        }
        finally
        {
            System.IO.File.Delete(small);
        }
    }
}
