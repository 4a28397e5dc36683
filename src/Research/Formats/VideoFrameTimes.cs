using System.Globalization;

namespace Research.Formats;

/// <summary>
/// When each frame of a video is shown, in nanoseconds of its own clock, in the order in which frames are shown.
/// </summary>
/// <remarks>
/// Frames that depend on later ones (B-frames) are stored out of order; the times are sorted. Frames that an edit list cuts away
/// are left out.
/// </remarks>
internal static class VideoFrameTimes
{
    private const decimal Nanoseconds = 1e9m;

    /// <summary>Reads the times with the <c>ffprobe</c> program. Nothing is decoded.</summary>
    /// <exception cref="RecordingFormatException">It is no video.</exception>
    /// <exception cref="InvalidOperationException">ffprobe is not installed.</exception>
    public static long[] Read(string video)
    {
        GitLfsPointer.Refuse(video, "a video");
        var (_, output, errors) = ProgramOutput.All("ffprobe",
            ["-v", "error", "-select_streams", "v:0", "-show_entries", "packet=pts_time,dts_time,flags", "-of", "csv=p=0",
                Path.GetFullPath(video)]);
        long[] times = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Time).OfType<long>().Order()];
        string said = errors.Split('\n')[0].Trim();
        return times.Length > 0 ? times
            : throw new RecordingFormatException(video, null,
                said.Length > 0 ? $"no frame with a time ({said})" : "no frame with a time", "a video");
    }

    private static long? Time(string line)
    {
        string[] fields = line.Trim().Split(',');
        if (fields.Length < 3 || fields[2].Contains('D'))
        {
            return null;
        }

        foreach (string field in fields[..2])
        {
            if (decimal.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal seconds))
            {
                return (long)(seconds * Nanoseconds);
            }
        }

        return null;
    }
}
