using System.IO.Compression;
using System.Text.Json.Nodes;

namespace Research.Arrays.Zarr;

/// <summary>
/// Arrays and further groups by name, in a zarr store, version 2 or 3 (zarr-specs.readthedocs.io): a folder, or a zip file.
/// <c>ZarrGroup.Open("episodes.zarr").Group("episode_0").Array("frames")</c>
/// </summary>
public sealed class ZarrGroup
{
    private const int MostNames = 20; // in a message

    private readonly ZarrStore _store;
    private readonly string _key;

    private readonly Lazy<JsonObject> _attributes;

    private ZarrGroup(ZarrStore store, string key, ZarrFormat format, Lazy<JsonObject> attributes) =>
        (_store, _key, Format, _attributes) = (store, key, format, attributes);

    /// <summary>Where the group is: the path of its store, and its place in it.</summary>
    public string Path => _store.Locate(_key);

    /// <summary>Version of the format.</summary>
    public ZarrFormat Format { get; }

    /// <summary>Any JSON by name; NaN and the infinities, which Python writes and JSON lacks, as strings.</summary>
    /// <exception cref="InvalidDataException">In v2, where they have a file of their own: it cannot be read.</exception>
    public JsonObject Attributes => _attributes.Value;

    /// <summary>
    /// The groups in this one, in the order of their characters' codes: <c>episode_10</c> before <c>episode_2</c>.
    /// </summary>
    public IReadOnlyList<string> GroupNames => Names(isArray: false);

    /// <summary>The arrays in this group that can be opened, in the same order.</summary>
    public IReadOnlyList<string> ArrayNames => Names(isArray: true);

    /// <summary>
    /// The arrays and groups in this one that cannot be opened: of types or codecs that the kit lacks, or with damaged metadata.
    /// </summary>
    public IReadOnlyList<UnreadArray> Unread => [.. Nodes().Select(node => node.Unread).OfType<UnreadArray>()];

    /// <summary>The files of the group and of all that is in it, and the bytes that they take.</summary>
    public (int Files, long Bytes) Stored => _store.Stored(_key);

    /// <summary>
    /// Opens a group by its path: a folder, a zip file, or a path into one; the format's version is found from what is there.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is nothing at this path.</exception>
    /// <exception cref="InvalidDataException">It is no zarr group, or its metadata cannot be read; the message names the file,
    /// what was found and what was expected.</exception>
    public static ZarrGroup Open(string path)
    {
        var (store, key) = ZarrStore.Open(path);
        return Open(store, key);
    }

    /// <summary>Makes a folder that is a zarr store, with this group as its root.</summary>
    /// <param name="path">The folder, which must not be there, or be empty.</param>
    /// <param name="format">Version of the format, of all that is made in it.</param>
    /// <param name="attributes">Any JSON by name.</param>
    /// <exception cref="IOException">There is something at this path.</exception>
    /// <exception cref="NotSupportedException">The path is that of a zip file: <see cref="SaveZip"/> makes one.</exception>
    public static ZarrGroup Create(string path, ZarrFormat format = ZarrFormat.V2, JsonObject? attributes = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException(
                $"{path}: found a zip file to write; expected a folder, of which SaveZip then makes one.");
        }

        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
        {
            throw new IOException($"{path}: found something there; expected a new or an empty folder.");
        }

        Directory.CreateDirectory(path);
        return Create(new FolderStore(System.IO.Path.TrimEndingDirectorySeparator(path)), "", format, attributes);
    }

    /// <summary>A group in this one, or further down: <c>"a/b"</c>.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are. Or the name leads out
    /// of the store.</exception>
    /// <exception cref="InvalidDataException">Its metadata cannot be read.</exception>
    public ZarrGroup Group(string name) => Open(_store, Find(name, isArray: false));

    /// <summary>An array in this group, or further down: <c>"a/b"</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="missing">What to do where a chunk that is read is not there.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are. Or the name leads out
    /// of the store.</exception>
    /// <exception cref="InvalidDataException">Its metadata cannot be read.</exception>
    public ZarrArray Array(string name, MissingChunks missing = MissingChunks.Refuse) =>
        ZarrArray.Open(_store, Find(name, isArray: true), missing);

    /// <summary>Makes a group in this one.</summary>
    /// <exception cref="ArgumentException">The name is taken, or leads out of the store.</exception>
    /// <exception cref="NotSupportedException">The store is a zip file.</exception>
    public ZarrGroup CreateGroup(string name, JsonObject? attributes = null) =>
        Create(_store, NewChild(name), Format, attributes);

    /// <summary>Makes an array in this group; no chunk is written yet.</summary>
    /// <exception cref="ArgumentException">The name is taken or leads out of the store, or the options do not fit each other or
    /// the format.</exception>
    /// <exception cref="NotSupportedException">The store is a zip file.</exception>
    public ZarrArray CreateArray(string name, ZarrArrayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return ZarrArray.Create(_store, NewChild(name), Format, options);
    }

    /// <summary>
    /// Copies the group with all that is in it into a zip store, whose root it becomes; the chunks are stored as they are.
    /// </summary>
    /// <param name="path">The file, which is replaced where there is one; written beside and renamed.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveZip(string path) => AtomicFile.Write(path, beside =>
    {
        using var zip = ZipFile.Open(beside, ZipArchiveMode.Create);
        foreach (string key in _store.Files(_key))
        {
            using var content = _store.Read(key)!.Value;
            using var entry = zip.OpenNew(_key.Length == 0 ? key : key[(_key.Length + 1)..], CompressionLevel.NoCompression);
            entry.Write(content.Span);
        }
    });

    internal static ZarrGroup Open(ZarrStore store, string key)
    {
        if (MetadataFile.Read(store, ZarrStore.Join(key, ZarrV3.File)) is { } file)
        {
            return ZarrV3.IsArray(file) ? throw file.Fault("an array", "a group")
                : new(store, key, ZarrFormat.V3, new(ZarrV3.ParseGroup(file)));
        }

        if (MetadataFile.Read(store, ZarrStore.Join(key, ZarrV2.GroupFile)) is not { } group)
        {
            throw new InvalidDataException(
                $"{store.Locate(key)}: found "
                + $"{(store.Contains(ZarrStore.Join(key, ZarrV2.ArrayFile)) ? "a zarr array" : $"neither {ZarrV2.GroupFile} nor {ZarrV3.File}{ZarrStore.Hint(store, key)}")}; expected a zarr group.");
        }

        ZarrV2.RequireFormat(group);
        return new(store, key, ZarrFormat.V2, ZarrV2.Attributes(store, key));
    }

    private static ZarrGroup Create(ZarrStore store, string key, ZarrFormat format, JsonObject? attributes)
    {
        attributes = attributes?.DeepClone().AsObject() ?? [];
        if (format == ZarrFormat.V3)
        {
            MetadataFile.Write(store, ZarrStore.Join(key, ZarrV3.File), ZarrV3.Group(attributes));
        }
        else
        {
            if (attributes.Count > 0)
            {
                MetadataFile.Write(store, ZarrStore.Join(key, ZarrV2.AttributeFile), attributes);
            }

            MetadataFile.Write(store, ZarrStore.Join(key, ZarrV2.GroupFile), ZarrV2.Group);
        }

        return new(store, key, format, new(attributes));
    }

    /// <summary>What a node is; null where there is none.</summary>
    internal static bool? IsArray(ZarrStore store, string key) =>
        MetadataFile.Read(store, ZarrStore.Join(key, ZarrV3.File)) is { } file ? ZarrV3.IsArray(file)
        : store.Contains(ZarrStore.Join(key, ZarrV2.ArrayFile)) ? true
        : store.Contains(ZarrStore.Join(key, ZarrV2.GroupFile)) ? false : null;

    private string[] Names(bool isArray) => [.. Nodes().Where(node => node.IsArray == isArray && node.Unread is null)
        .Select(node => node.Name)];

    private IEnumerable<(string Name, bool? IsArray, UnreadArray? Unread)> Nodes()
    {
        foreach (string name in _store.Folders(_key))
        {
            string key = ZarrStore.Join(_key, name);
            bool? isArray = null;
            UnreadArray? unread = null;
            try
            {
                isArray = IsArray(_store, key);
                if (isArray is true)
                {
                    ZarrArray.Open(_store, key);
                }
            }
            catch (InvalidDataException e)
            {
                unread = ZarrArray.Describe(_store, key, e);
            }

            yield return (name, isArray, unread);
        }
    }

    private string Find(string name, bool isArray)
    {
        string key = _store.Child(_key, name), noun = isArray ? "array" : "group";
        return IsArray(_store, key) == isArray ? key
            : throw new ArgumentException(
                $"{Path}: found no {noun} '{name}'; expected one of its {noun}s: {List(Names(isArray))}.");
    }

    private string NewChild(string name)
    {
        string key = _store.Child(_key, name);
        return IsArray(_store, key) is null ? key
            : throw new ArgumentException(
                $"{_store.Locate(key)}: found a zarr {(IsArray(_store, key) is true ? "array" : "group")} there; expected a new "
                    + "name.");
    }

    private static string List(string[] names) =>
        names.Length == 0 ? "there is none" : string.Join(", ", names.Take(MostNames))
            + (names.Length > MostNames ? $" and {names.Length - MostNames} more" : "");
}
