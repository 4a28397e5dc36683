using Research.Capture;

namespace Research.Cli;

/// <summary>A session named by one path: <c>DIR/NAME</c>, or the path of its video.</summary>
internal readonly record struct SessionPath(string Folder, string Name)
{
    public const string Description = "Folder and name of the session: DIR/NAME, for NAME.mp4 and its two logs.";

    /// <summary>Those of its files that are there.</summary>
    public IEnumerable<string> Files => new SessionFiles(Folder, Name).Existing;

    public static SessionPath Of(string given)
    {
        string path = Path.GetFullPath(given);
        return new SessionPath(Path.GetDirectoryName(path)!, Path.GetExtension(path) is ".mp4" or ".mkv" or ".avi"
            ? Path.GetFileNameWithoutExtension(path) : Path.GetFileName(path));
    }
}
