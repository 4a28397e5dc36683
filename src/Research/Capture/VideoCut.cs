using Research.Alignment;
using Research.Sessions;

namespace Research.Capture;

/// <summary>A video without some of its frames, each of the others shown when it was.</summary>
internal static class VideoCut
{
    private static readonly string[] Encoding =
        ["-c:v", "libx264", "-preset", "veryfast", "-crf", "12", "-bf", "0", "-pix_fmt", "yuv420p"];

    private const double Rounding = 0.0015; // seconds; mkv has milliseconds

    /// <summary>Writes it beside the video. The end is cut off without encoding where the container allows it.</summary>
    /// <param name="video">The video.</param>
    /// <param name="kept">The frames that are kept, in order.</param>
    /// <param name="cancellation">Ends FFmpeg; nothing is left beside the video.</param>
    /// <returns>The file that was written.</returns>
    /// <exception cref="IOException">It cannot be written, or its frames do not come out as they should.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static string Make(string video, IReadOnlyList<FrameRange> kept, CancellationToken cancellation = default)
    {
        double[] times = VideoTimes.Read(video);
        double[] expected = [.. kept.SelectMany(run => run.Frames).Select(frame => times[frame])];
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(video))!,
            $".unfinished-{Guid.NewGuid():N}{Path.GetExtension(video)}");
        string between = string.Join('+', kept.Select(run => $"between(n,{run.First},{run.End - 1})"));
        string[] encoded = ["-vf", $"select='{between}'", "-fps_mode", "passthrough", "-enc_time_base", "-1", .. Encoding];
        string[]? copied = kept is [{ First: 0 }] ? ["-c", "copy", "-frames:v", $"{expected.Length}"] : null;
        string? fault = null;
        foreach (string[] way in (string[][])(copied is null ? [encoded] : [copied, encoded]))
        {
            bool isMade = false;
            try
            {
                using var ffmpeg =
                    FfmpegProcess.Start(["-i", Path.GetFullPath(video), "-map", "0:v:0", .. way, "-y", beside]);
                fault = ffmpeg.End(cancellation) ?? Check(beside, expected);
                isMade = fault is null;
            }
            finally
            {
                if (!isMade)
                {
                    File.Delete(beside);
                }
            }

            if (isMade)
            {
                return beside;
            }
        }

        throw new IOException($"{video}: {fault}");
    }

    private static string? Check(string file, double[] expected)
    {
        double[] times = VideoTimes.Read(file);
        double start = expected[0];
        bool isAsExpected = times.Length == expected.Length && VideoReader.CountFrames(file) == expected.Length
            && times.Zip(expected).All(pair => Math.Abs(pair.First - (pair.Second - start)) < Rounding);
        return isAsExpected ? null
            : $"found {times.Length} frames after cutting it; expected {expected.Length}, each at its time. Nothing was changed.";
    }
}
