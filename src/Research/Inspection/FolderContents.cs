using System.Text.RegularExpressions;

namespace Research.Inspection;

/// <summary>Folders of no kind of their own: what is in them, in short.</summary>
internal static partial class FolderContents
{
    private const int MostAlike = 5; // of files with one ending
    private const int MostFolders = 20, MostFoldersBelow = 5;
    private const int Levels = 2; // of folders in folders

    /// <summary>A folder that is one thing: a store, a run, or one with recorded sessions. Null where it is none.</summary>
    public static ContentTree? OfKind(string path) => ZarrContents.Of(path) ?? SessionContents.Of(path) ?? RunContents.Of(path);

    /// <summary>What is in the folder; null where nothing of it is of a known kind.</summary>
    public static ContentTree? Of(string path)
    {
        bool isKnown = false;
        var tree = Of(path, Levels, ref isKnown);
        return isKnown ? tree : null;
    }

    /// <summary>The first names, for messages.</summary>
    public static string Listing(string folder)
    {
        string[] names = [.. InOrder(Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)))];
        return names.Length == 0 ? "an empty folder"
            : $"a folder with "
            + $"{string.Join(", ", names.Take(MostAlike))}{(names.Length > MostAlike ? $" and {names.Length - MostAlike} more" : "")}";
    }

    private static ContentTree Of(string path, int levels, ref bool isKnown)
    {
        string[] folders = [.. InOrder(Directory.EnumerateDirectories(path)).Where(IsShown)],
            files = [.. InOrder(Directory.EnumerateFiles(path)).Where(IsShown)];
        var below = new List<ContentTree>();
        foreach (var alike in files.GroupBy(file => Path.GetExtension(file).ToLowerInvariant()))
        {
            foreach (string file in alike.Take(MostAlike))
            {
                var content = Try(file, FileContents.Of);
                isKnown |= content is not null;
                below.Add(levels == Levels && content is not null ? content
                    : ContentTree.Leaf(content?.Line ?? FileContents.Sized(file)));
            }

            AddMore(below, [.. alike.Skip(MostAlike)], alike.Key.Length > 0 ? $"of {alike.Key}" : "files");
        }

        int most = levels == Levels ? MostFolders : MostFoldersBelow;
        foreach (string folder in folders.Take(most))
        {
            var content = Try(folder, OfKind);
            isKnown |= content is not null;
            below.Add(content is not null ? ContentTree.Leaf(content.Line)
                : levels > 0 ? Of(folder, levels - 1, ref isKnown)
                : ContentTree.Leaf(
                    $"{Path.GetFileName(folder)}: "
                    + $"{Counts(Directory.EnumerateDirectories(folder).Count(), Directory.EnumerateFiles(folder).Count())}"));
        }

        AddMore(below, folders[Math.Min(most, folders.Length)..], "folders");
        return new ContentTree($"{Path.GetFileName(path)}: {Counts(folders.Length, files.Length)}", below);
    }

    private static string Counts(int folders, int files) =>
        $"folder of {ContentTree.Counted(folders, "folder")} and {ContentTree.Counted(files, "file")}";

    private static void AddMore(List<ContentTree> below, string[] left, string what)
    {
        if (left.Length > 0)
        {
            below.Add(ContentTree.Leaf($"… and {left.Length:N0} more {what}, up to {Path.GetFileName(left[^1])}"));
        }
    }

    /// <summary>What a file or folder holds, or why that cannot be told: one damaged file hides no other.</summary>
    public static ContentTree? Try(string path, Func<string, ContentTree?> look)
    {
        try
        {
            return look(path);
        }
        catch (Exception e) when (
            e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return ContentTree.Leaf($"{Path.GetFileName(path)}: not read: {e.Message}");
        }
    }

    private static bool IsShown(string path) => Path.GetFileName(path)[0] != '.';

    /// <summary>By name, <c>a_2</c> before <c>a_10</c>.</summary>
    private static IOrderedEnumerable<string> InOrder(IEnumerable<string> names) =>
        names.OrderBy(name => Digits().Replace(name, number => number.Value.PadLeft(20, '0')), StringComparer.Ordinal);

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();
}
