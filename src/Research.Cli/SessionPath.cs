namespace Research.Cli;

/// <summary>A session named by a path: <c>DIR/NAME</c>, or its video.</summary>
internal static class SessionPath
{
    public static (string Folder, string Name) Of(string path)
    {
        string full = Path.GetFullPath(path);
        string name = Path.GetExtension(full) is ".mp4" or ".mkv" or ".avi" ? Path.GetFileNameWithoutExtension(full) : Path.GetFileName(full);
        return (Path.GetDirectoryName(full)!, name);
    }
}
