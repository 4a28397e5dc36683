using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Data;

namespace Research.Inspection;

/// <summary>
/// What a file or folder of arrays, recordings or results holds, as lines below lines: shapes, types, first values, attributes, bytes on disk.
/// Only as much is read as is shown.
/// </summary>
/// <param name="Line">What is told of it.</param>
/// <param name="Below">What it consists of.</param>
public sealed record ContentTree(string Line, IReadOnlyList<ContentTree> Below)
{
    /// <summary>How many first values are shown.</summary>
    internal const int FirstValues = 8;

    private const int LongestText = 100;

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Looks at a path.</summary>
    /// <param name="path">
    /// A zarr store (a folder or a zip file) or a path into one, an <c>.npz</c>, <c>.npy</c> or <c>.safetensors</c> file, the folder of recorded sessions, or that of a run.
    /// </param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at this path.</exception>
    /// <exception cref="InvalidDataException">It is one of these, but damaged; so are format exceptions of its readers.</exception>
    public static ContentTree Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.TrimEndingDirectorySeparator(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npz" when File.Exists(path) => ArrayFileContents.OfNpz(path),
            ".npy" when File.Exists(path) => ArrayFileContents.OfNpy(path),
            ".safetensors" when File.Exists(path) => SafetensorsContents.Of(path),
            ".zip" when File.Exists(path) => ZarrContents.Of(path) ?? throw new ArgumentException($"{path}: found a zip file with neither .zgroup, .zarray nor zarr.json; expected a zarr store."),
            _ when Directory.Exists(path) => OfFolder(path),
            _ when path.Contains(".zip/", StringComparison.OrdinalIgnoreCase) && ZarrContents.Of(path) is { } node => node,
            _ => throw (File.Exists(path) ? new ArgumentException($"{path}: found a file of another kind; expected {Kinds}.") : new FileNotFoundException($"{path}: found nothing there; expected {Kinds}.")),
        };
    }

    private const string Kinds =
        "a zarr store (a folder or .zip) or an array or group in one, a .npz, .npy or .safetensors file, a folder of recorded sessions (NAME_events.jsonl, NAME_frames.jsonl), or a run's folder (config.json)";

    private static ContentTree OfFolder(string path) =>
        ZarrContents.Of(path) ?? SessionContents.Of(path) ?? RunContents.Of(path)
        ?? throw new ArgumentException($"{path}: found {Listing(path)}; expected {Kinds}.");

    private static string Listing(string folder)
    {
        const int most = 5;
        string[] names = [.. Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];
        return names.Length == 0 ? "an empty folder" : $"a folder with {string.Join(", ", names.Take(most))}{(names.Length > most ? $" and {names.Length - most} more" : "")}";
    }

    internal static ContentTree Leaf(string line) => new(line, []);

    /// <summary>A line of first values; none where there are none.</summary>
    internal static ContentTree[] First(string[] values) => values.Length == 0 ? [] : [Leaf($"first values: {string.Join(", ", values)}")];

    /// <summary>A line for each member of an object.</summary>
    internal static IEnumerable<ContentTree> Of(JsonObject values) => values.Select(member =>
        member.Value is JsonObject { Count: > 0 } below && below.ToJsonString(OneLine).Length > LongestText
            ? new ContentTree(member.Key, [.. Of(below)])
            : Leaf($"{member.Key}: {Short(member.Value?.ToJsonString(OneLine) ?? "null")}"));

    internal static string Shape(IEnumerable<int> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>Bytes for readers.</summary>
    internal static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} bytes",
        < 1_000_000 => $"{bytes / 1e3:0.0} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0.0} MB",
        _ => $"{bytes / 1e9:0.00} GB",
    };

    internal static string Counted(long count, string noun) => $"{count:N0} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A line for an array that is not read.</summary>
    internal static ContentTree Of(UnreadArray array)
    {
        string what = string.Join(' ', ((string[])[array.Type, array.Shape]).Where(text => text.Length > 0));
        return Leaf($"{array.Name}: {what}{(what.Length > 0 ? "; " : "")}not read: {array.Reason}");
    }

    /// <summary>How many are not read, behind how many are.</summary>
    internal static string AndUnread(int count) => count == 0 ? "" : $", {count:N0} more not read";

    internal static string Short(string text) => text.Length <= LongestText ? text : text[..LongestText] + " …";
}
