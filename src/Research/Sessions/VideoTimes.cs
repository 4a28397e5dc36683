using System.Globalization;

namespace Research.Sessions;

/// <summary>When each frame of a video is shown, as its container says. Nothing is decoded.</summary>
internal static class VideoTimes
{
    /// <summary>Reads the times with the <c>ffprobe</c> program, which is part of FFmpeg.</summary>
    /// <param name="video">The file.</param>
    /// <param name="bytes">How much of it to read, where the rest is no complete part of a video; 0: all.</param>
    /// <returns>Seconds after the first frame, in the order in which frames are shown.</returns>
    /// <exception cref="InvalidOperationException">ffprobe is not installed.</exception>
    /// <exception cref="VideoException">The file holds no video, or one whose frames have no times.</exception>
    public static double[] Read(string video, long bytes = 0)
    {
        var (frames, errors) = ReadFrames(video, bytes);
        return frames.Length > 0 ? [.. frames.Select(frame => frame.Seconds)] : throw NoFrame(video, errors);
    }

    /// <summary>Reads the times with what ffprobe complains of, if anything, such as a file that is cut off.</summary>
    /// <returns>In the order in which frames are shown; at least one.</returns>
    /// <exception cref="InvalidOperationException">ffprobe is not installed.</exception>
    /// <exception cref="VideoException">As <see cref="Read"/>, or ffprobe finds a fault in the file.</exception>
    public static ShownFrame[] ReadComplete(string video)
    {
        var (frames, errors) = ReadFrames(video, bytes: 0);
        return frames.Length == 0 ? throw NoFrame(video, errors)
            : errors.Length == 0 ? frames
            : throw new VideoException(video, -1, $"{frames.Length} frames and a fault ({errors})", "a complete video");
    }

    private static (ShownFrame[] Frames, string Errors) ReadFrames(string video, long bytes)
    {
        var (_, output, errors) = ProgramOutput.All("ffprobe",
        [
            "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time,dts_time,flags", "-of", "csv=p=0",
            bytes > 0 ? $"subfile,,start,0,end,{bytes},,:{Path.GetFullPath(video)}" : Path.GetFullPath(video),
        ]);
        ShownFrame[] frames = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Frame).OfType<ShownFrame>()
            .OrderBy(frame => frame.Seconds)];
        return ([.. frames.Select(frame => frame with { Seconds = frame.Seconds - frames[0].Seconds })],
            errors.Split('\n')[0].Trim());
    }

    private static VideoException NoFrame(string video, string errors) =>
        new(video, -1, errors.Length > 0 ? $"no frame with a time ({errors})" : "no frame with a time", "a video");

    /// <summary>One packet: when its frame is shown, or decoded where the container holds no more (avi).</summary>
    /// <returns>Null for a packet that is not shown, and for a blank line.</returns>
    private static ShownFrame? Frame(string line)
    {
        string[] fields = line.Trim().Split(',');
        if (fields.Length < 3 || fields[2].Contains('D')) // D: cut away by an edit list
        {
            return null;
        }

        foreach (string field in fields[..2])
        {
            if (double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double time))
            {
                return new ShownFrame(time, fields[2].Contains('K'));
            }
        }

        return null;
    }
}
