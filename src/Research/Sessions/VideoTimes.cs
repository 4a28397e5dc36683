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
        var (_, output, errors) = ProgramOutput.All("ffprobe",
        [
            "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time,dts_time,flags", "-of", "csv=p=0",
            bytes > 0 ? $"subfile,,start,0,end,{bytes},,:{Path.GetFullPath(video)}" : Path.GetFullPath(video),
        ]);
        double[] times = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Time).OfType<double>().Order()];
        if (times.Length == 0)
        {
            string said = errors.Split('\n')[0].Trim();
            throw new VideoException(video, -1, said.Length > 0 ? $"no frame with a time ({said})" : "no frame with a time",
                "a video");
        }

        return [.. times.Select(t => t - times[0])];
    }

    /// <summary>The time of one packet: when it is shown, or decoded where the container holds no more (avi).</summary>
    /// <returns>Null for a packet that is not shown, and for a blank line.</returns>
    private static double? Time(string line)
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
                return time;
            }
        }

        return null;
    }
}
