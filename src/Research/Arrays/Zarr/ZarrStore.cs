namespace Research.Arrays.Zarr;

/// <summary>
/// Files by key, such as <c>episode_0/frames/.zarray</c>: what a zarr hierarchy is kept in. May be used by several threads at
/// once.
/// </summary>
internal abstract class ZarrStore(string path)
{
    /// <summary>Where the store is.</summary>
    public string Path { get; } = path;

    /// <summary>Opens the store at a path, or the one that the path leads into.</summary>
    /// <returns>The store and the key of the node in it; empty for its root.</returns>
    /// <exception cref="DirectoryNotFoundException">There is nothing at this path.</exception>
    /// <exception cref="InvalidDataException">A file at this path is no zip store.</exception>
    public static (ZarrStore Store, string Key) Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string trimmed = System.IO.Path.TrimEndingDirectorySeparator(path);
        if (Directory.Exists(trimmed))
        {
            return (new FolderStore(trimmed), "");
        }

        for (string? file = trimmed; !string.IsNullOrEmpty(file); file = System.IO.Path.GetDirectoryName(file))
        {
            if (File.Exists(file))
            {
                return (new ZipStore(file), trimmed[file.Length..].Replace('\\', '/').Trim('/'));
            }
        }

        throw new DirectoryNotFoundException(
            $"{path}: found nothing there; expected a zarr store, which is a folder or a .zip file.");
    }

    /// <summary>
    /// The nodes of a zip file that are in no other node: a store's root, or those of stores in folders of the file.
    /// </summary>
    public static IReadOnlyList<string> Nodes(string path)
    {
        var (store, _) = Open(path);
        string[] metadata = [ZarrV3.File, ZarrV2.GroupFile, ZarrV2.ArrayFile];
        var nodes = new List<string>();
        foreach (string file in store.Files("").Where(file => metadata.Contains(System.IO.Path.GetFileName(file)))
            .OrderBy(file => file.Count(part => part == '/')).ThenBy(file => file, StringComparer.Ordinal))
        {
            string node = file.Contains('/') ? file[..file.LastIndexOf('/')] : "";
            if (!nodes.Exists(other => other.Length == 0 || node == other
                || node.StartsWith(other + "/", StringComparison.Ordinal)))
            {
                nodes.Add(node);
            }
        }

        return nodes;
    }

    /// <summary>Where the store is in a zip file whose root is none, for messages; empty where there is none.</summary>
    public static string Hint(ZarrStore store, string key) =>
        key.Length == 0 && store is ZipStore && Nodes(store.Path) is [var node, ..]
            ? $", but a store in its folder {node}, at {store.Path}/{node}" : "";

    /// <summary>Whether there is such a file.</summary>
    public abstract bool Contains(string key);

    /// <summary>A file's content; null where there is none.</summary>
    public abstract PooledBytes? Read(string key);

    /// <summary>A part of a file's content; null where there is no such file.</summary>
    /// <param name="key">The file.</param>
    /// <param name="offset">Its first byte; counted from the end where it is negative.</param>
    /// <param name="length">Bytes.</param>
    /// <exception cref="InvalidDataException">The part is not within the file.</exception>
    public abstract PooledBytes? Read(string key, long offset, int length);

    /// <summary>Replaces a file in one step.</summary>
    public abstract void Write(string key, ReadOnlySpan<byte> content);

    /// <summary>The names of the folders in a folder, in order.</summary>
    public abstract IEnumerable<string> Folders(string key);

    /// <summary>The keys of all files in a folder and below it, in order.</summary>
    public abstract IEnumerable<string> Files(string key);

    /// <summary>The bytes that a file takes.</summary>
    public abstract long Size(string key);

    /// <summary>How many files there are in a folder and below it, and the bytes that they take.</summary>
    public (int Files, long Bytes) Stored(string key)
    {
        string[] files = [.. Files(key)];
        return (files.Length, files.Sum(Size));
    }

    /// <summary>A key as messages name it.</summary>
    public string Locate(string key) => key.Length == 0 ? Path : $"{Path}/{key}";

    /// <summary>The key of a node below another.</summary>
    /// <exception cref="ArgumentException">The name leads out of the store.</exception>
    public string Child(string parent, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return IsInside(name)
            ? Join(parent, name)
            : throw new ArgumentException(
                $"{Locate(parent)}: found the name '{name}'; expected one that stays in the store: parts with a / between them, "
                + "none of them empty or of dots alone.");
    }

    public static string Join(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    /// <summary>Where a part of a file begins.</summary>
    /// <exception cref="InvalidDataException">The part is not within the file.</exception>
    protected long Begin(string key, long offset, int length, long fileLength)
    {
        long begin = offset < 0 ? fileLength + offset : offset;
        return begin >= 0 && begin <= fileLength - length ? begin
            : throw new InvalidDataException(
                $"{Locate(key)}: found {fileLength} bytes; expected "
                    + $"{(offset < 0 ? $"at least {length}" : $"{length} from byte {begin} on")}.");
    }

    protected static bool IsInside(string key) =>
        !key.AsSpan().ContainsAny('\\', '\0') && key.Split('/').All(part => part.AsSpan().ContainsAnyExcept('.'));
}
