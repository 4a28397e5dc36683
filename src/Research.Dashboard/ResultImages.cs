namespace Research.Dashboard;

/// <summary>The images below the results. Links are not followed, and hidden files and folders are not seen.</summary>
internal sealed class ResultImages(string root)
{
    private const int MostImages = 200; // of a run

    private static readonly EnumerationOptions Plain = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
    };

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>The media type by the file's ending; empty where it is no image.</summary>
    public static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        _ => "",
    };

    /// <summary>Those below a folder of the results, as paths below the root.</summary>
    public IReadOnlyList<string> Below(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*", Plain).Where(file => TypeOf(file) != "")
                .Select(file => Path.GetRelativePath(_root, file)).Order(StringComparer.Ordinal).TakeLast(MostImages)];
        }
        catch (IOException)
        {
            return []; // deleted meanwhile
        }
    }

    /// <summary>
    /// The figures of the notebooks, which <c>research reproduce</c> writes to <c>PROFILE/figures/NOTEBOOK/</c>; the results may
    /// also be one profile's.
    /// </summary>
    public IReadOnlyList<string> Figures()
    {
        string[] profiles = [_root, .. Directories(_root)];
        return [.. profiles.Select(profile => Path.Combine(profile, "figures"))
            .Where(folder => Directory.Exists(folder) && new DirectoryInfo(folder).LinkTarget is null)
            .SelectMany(Directories).Order(StringComparer.Ordinal).SelectMany(Below)];
    }

    /// <summary>The file of a path below the root.</summary>
    /// <returns>Null where it is none, no image, or on its way, or at its end, is a link or something hidden.</returns>
    public string? Find(string path)
    {
        string at = _root;
        foreach (string part in path.Split('/'))
        {
            if (part.Length == 0 || part[0] == '.' || part.AsSpan().ContainsAny('\\', '\0'))
            {
                return null;
            }

            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
            {
                return null;
            }
        }

        return TypeOf(at) != "" && File.Exists(at) ? at : null;
    }

    private static string[] Directories(string folder)
    {
        try
        {
            return Directory.GetDirectories(folder, "*",
                new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = Plain.AttributesToSkip });
        }
        catch (IOException)
        {
            return [];
        }
    }
}
