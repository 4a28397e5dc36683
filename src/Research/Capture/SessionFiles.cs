using Research.Alignment;

namespace Research.Capture;

/// <summary>The files of a recorded session.</summary>
/// <param name="Folder">Their folder.</param>
/// <param name="Name">What all their names begin with.</param>
public sealed record SessionFiles(string Folder, string Name)
{
    private static readonly string[] Endings =
        [".mp4", "_events.jsonl", "_frames.jsonl", "_session.json", MouseLog.Ending, ".mkv", ".avi"];

    /// <summary>The video.</summary>
    public string Video => Of(".mp4");

    /// <summary>Keys and markers.</summary>
    public string Events => Of("_events.jsonl");

    /// <summary>Frame times.</summary>
    public string Frames => Of("_frames.jsonl");

    /// <summary>The mouse, where it was recorded.</summary>
    public string Mouse => Of(MouseLog.Ending);

    /// <summary>How it was recorded: a <see cref="RecordingInfo"/>.</summary>
    public string Info => Of("_session.json");

    /// <summary>Those of the session's files that are there.</summary>
    public IEnumerable<string> Existing => Endings.Select(Of).Where(File.Exists);

    /// <summary>Makes the folder and sees that no session of this name is in it.</summary>
    /// <exception cref="ArgumentException">The name is no file name.</exception>
    /// <exception cref="IOException">There is a session of that name.</exception>
    public void RequireNew()
    {
        RequireName();
        OutputFolder.Require(Folder);
        RequireAbsent("another name: a recording never overwrites one");
    }

    /// <summary>Sees that all files of the session would be in the folder.</summary>
    /// <exception cref="ArgumentException">The name is no file name.</exception>
    public void RequireName()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.AsSpan().IndexOfAny(Path.GetInvalidFileNameChars()) >= 0
            || Name[0] is '.' or '-')
        {
            throw new ArgumentException(
                $"found the session name '{Name}'; expected one that files can begin with, such as Train: no slash, no dot or "
                + "dash in front.");
        }
    }

    /// <summary>Sees that no session of this name is in the folder.</summary>
    /// <param name="expected">What the message says is expected.</param>
    /// <exception cref="IOException">There is a session of that name.</exception>
    public void RequireAbsent(string expected)
    {
        if (Existing.Any())
        {
            throw new IOException(
                $"{Folder}: found a session '{Name}' ({string.Join(", ", Existing.Select(Path.GetFileName))}); expected "
                + $"{expected}.");
        }
    }

    private string Of(string ending) => Path.Combine(Folder, Name + ending);
}
