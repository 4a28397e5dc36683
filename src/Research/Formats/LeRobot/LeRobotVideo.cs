using System.Globalization;
using Research.Sessions;

namespace Research.Formats.LeRobot;

/// <summary>The video of an episode: frame k is shown at k / fps.</summary>
/// <param name="From">When frame 0 is shown, in seconds.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Codec">Its codec, such as <c>h264</c>.</param>
/// <param name="PixelFormat">Its pixel format, such as <c>yuv420p</c>.</param>
internal sealed record LeRobotVideo(double From, int Width, int Height, string Codec, string PixelFormat)
{
    private const long Tolerance = 100_000; // nanoseconds: LeRobot's own, 1e-4 s

    private static readonly string[] Copied = ["h264", "hevc", "av1"];

    /// <summary>Writes the video of a session: as it is where its frames are on the grid, else encoded again.</summary>
    /// <param name="session">The session.</param>
    /// <param name="framesPerSecond">The rate.</param>
    /// <param name="target">The mp4 file.</param>
    /// <param name="report">Takes what was changed.</param>
    /// <param name="cancellation">Ends FFmpeg.</param>
    /// <exception cref="RecordingFormatException">It has another number of frames than the session.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LeRobotVideo Write(
        ImportedSession session, int framesPerSecond, string target, ImportReport report, CancellationToken cancellation)
    {
        string source = session.Video!;
        long[] positions = VideoFrameTimes.Read(source);
        if (positions.Length != session.FrameTimes.Count)
        {
            throw new RecordingFormatException(source, null, $"{positions.Length} frames",
                $"{session.FrameTimes.Count}, one for each line of the frame log");
        }

        string[] about = Probe(source);
        bool isOnGrid = IsOnGrid(positions, framesPerSecond) && Copied.Contains(about[0]);
        report.Map("videos encoded again", isOnGrid ? 0 : 1,
            $"Their frames were laid {framesPerSecond} a second, as the format wants; the true times are in "
            + $"{LeRobotData.TrueTimes}.");
        string rate = framesPerSecond.ToString(CultureInfo.InvariantCulture);
        string[] way = isOnGrid ? ["-c", "copy"]
            : ["-vf", $"setpts=N/({rate}*TB)", "-fps_mode", "passthrough", "-enc_time_base", $"1/{rate}", "-c:v", "libx264",
                "-preset", "veryfast", "-crf", "12", "-bf", "0", "-pix_fmt", "yuv420p"];
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        AtomicFile.Write(target, beside =>
        {
            using var ffmpeg = FfmpegProcess.Start(["-i", Path.GetFullPath(source), "-map", "0:v:0", .. way, "-y", beside]);
            if (ffmpeg.End(cancellation) is { } fault)
            {
                throw new IOException($"{source}: {fault}");
            }
        });
        long[] written = VideoFrameTimes.Read(target);
        if (written.Length != positions.Length || !IsOnGrid(written, framesPerSecond))
        {
            throw new RecordingFormatException(target, null, $"{written.Length} frames after ffmpeg",
                $"{positions.Length}, frame k at k / {rate} s");
        }

        about = Probe(target);
        return new LeRobotVideo(written[0] / 1e9, int.Parse(about[1], CultureInfo.InvariantCulture),
            int.Parse(about[2], CultureInfo.InvariantCulture), about[0], about[3]);
    }

    private static bool IsOnGrid(long[] positions, int framesPerSecond) =>
        positions.Index()
            .All(frame => Math.Abs(frame.Item - positions[0] - frame.Index * 1_000_000_000L / framesPerSecond) <= Tolerance);

    /// <summary>Codec, width, height, pixel format.</summary>
    private static string[] Probe(string video)
    {
        var (_, output, _) = ProgramOutput.All("ffprobe",
            ["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=codec_name,width,height,pix_fmt", "-of",
            "csv=p=0", Path.GetFullPath(video)]);
        string[] fields = output.Trim().Split('\n')[0].Split(',');
        return fields.Length >= 4 ? fields : throw new RecordingFormatException(video, null, $"'{output.Trim()}' of ffprobe",
            "codec, width, height and pixel format");
    }
}
