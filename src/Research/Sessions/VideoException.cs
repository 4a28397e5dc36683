namespace Research.Sessions;

/// <summary>A video that cannot be read: names the file, the frame, what was found and what was expected.</summary>
public sealed class VideoException : IOException
{
    /// <summary>Describes a fault of one frame, or of the whole file where <paramref name="frame"/> is negative.</summary>
    public VideoException(string file, int frame, string found, string expected)
        : base($"{file}{(frame >= 0 ? $", frame {frame}" : "")}: found {found}; expected {expected}.")
    {
        File = file;
        Frame = frame;
        Found = found;
        Expected = expected;
    }

    /// <summary>Path of the video as the caller gave it.</summary>
    public string File { get; }

    /// <summary>Index of the frame from 0; −1 where the fault is the file's as a whole.</summary>
    public int Frame { get; }

    /// <summary>What stands in the file.</summary>
    public string Found { get; }

    /// <summary>What should.</summary>
    public string Expected { get; }
}
