namespace Research.Notebooks;

/// <summary>Completes the path in <c>#r "…"</c>, <c>#load "…"</c> and <c>#!import …</c>.</summary>
/// <param name="baseDirectory">The notebook's folder.</param>
internal sealed class FileCompletion(string baseDirectory)
{
    /// <summary>The folders, and the files of some kinds, that continue a path.</summary>
    /// <param name="path">The path up to the cursor; relative to the notebook.</param>
    /// <param name="end">Where the path ends in the cell.</param>
    /// <param name="extensions">The kinds of files, such as <c>.dll</c>.</param>
    public CompletionList Complete(string path, int end, params string[] extensions)
    {
        int cut = path.LastIndexOfAny(['/', '\\']) + 1;
        string typed = path[cut..];
        var folder = new DirectoryInfo(Path.Combine(baseDirectory, path[..cut].Replace('\\', Path.DirectorySeparatorChar)));
        if (!folder.Exists)
        {
            return new CompletionList(end, end, []);
        }

        var options = new EnumerationOptions { IgnoreInaccessible = true };
        var folders = folder.EnumerateDirectories("*", options)
            .Select(found => new CompletionItem(found.Name + "/", "module", null));
        var files = folder.EnumerateFiles("*", options)
            .Where(found => extensions.Contains(found.Extension, StringComparer.OrdinalIgnoreCase))
            .Select(found => new CompletionItem(found.Name, "file", null));
        return new CompletionList(end - typed.Length, end, [.. folders.Concat(files)
            .Where(item => item.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(item => item.Text, StringComparer.OrdinalIgnoreCase)]);
    }
}
