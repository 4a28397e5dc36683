using System.Text;
using System.Text.Json;
using Research.Training;

namespace Research.Capture;

/// <summary>What <c>NAME_session.json</c> says of a recording: how it was made and how it ended.</summary>
public sealed record RecordingInfo
{
    /// <summary>What was captured.</summary>
    public required string Source { get; init; }

    /// <summary>Pixels in a row.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>Frames a second.</summary>
    public required int FramesPerSecond { get; init; }

    /// <summary>How the video is encoded.</summary>
    public required string Codec { get; init; }

    /// <summary>UTC, to the second; the frame log has the time of frame 0.</summary>
    public required string Started { get; init; }

    /// <summary>Name of the machine.</summary>
    public required string Host { get; init; }

    /// <summary>System, cores and runtime.</summary>
    public required string Machine { get; init; }

    /// <summary>The kit's build.</summary>
    public required string Kit { get; init; }

    /// <summary>FFmpeg's version.</summary>
    public required string Ffmpeg { get; init; }

    /// <summary>FFmpeg's process while it recorded.</summary>
    public required int FfmpegProcess { get; init; }

    /// <summary>Why the recording ended; null while it runs, and after a crash.</summary>
    public string? EndReason { get; init; }

    /// <summary>Frames of video and log.</summary>
    public int? Frames { get; init; }

    /// <summary>Frames that show the picture of the frame before, because no picture was captured in their time.</summary>
    public int? Duplicates { get; init; }

    /// <summary>Frames that show an older picture because disk or encoder were behind and the queue was full.</summary>
    public int? Overflowed { get; init; }

    /// <summary>Sizes that what was captured got, oldest first; null while it runs.</summary>
    public IReadOnlyList<SizeChange>? SizeChanges { get; init; }

    /// <summary>Frames in which another window covered the window, or a part of it was outside the screen.</summary>
    public int? Covered { get; init; }

    /// <summary>Frames in which the window was minimised or not mapped.</summary>
    public int? Hidden { get; init; }

    /// <summary>Frames that are all black, without the hidden ones.</summary>
    public int? Black { get; init; }

    /// <summary>The longest time from when a frame was due to when its picture was there, in milliseconds.</summary>
    public double? LongestDelay { get; init; }

    /// <summary>How far the system's clock was set against the recording's while it ran, in seconds.</summary>
    public double? ClockStep { get; init; }

    /// <summary>What of the recording was lost, if anything.</summary>
    public IReadOnlyList<string>? Losses { get; init; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static RecordingInfo Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RecordingInfo>(File.ReadAllBytes(path), RunDirectory.Json)
                ?? throw new JsonException("null");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException(
                $"{path}: found {fault.Message} expected what a recorder writes, {{\"source\":…,\"width\":…}}.");
        }
    }

    /// <summary>
    /// Writes the file in one step; where the disk has no room for a second copy, over the first, in the block that it has.
    /// </summary>
    internal void Write(string path)
    {
        string text = JsonSerializer.Serialize(this, RunDirectory.Json) + "\n";
        try
        {
            AtomicFile.Write(path, text);
        }
        catch (IOException) when (File.Exists(path))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.SetLength(stream.Position);
        }
    }
}
