using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Arrays;

namespace Research.Inspection;

/// <summary>
/// What a file or folder of arrays, recordings or results holds, as lines below lines: shapes, types, first values, attributes,
/// bytes on disk. Only as much is read as is shown.
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
    /// <param name="path">A zarr store (a folder or a zip file) or a path into one; an <c>.npz</c>, <c>.npy</c>,
    /// <c>.safetensors</c>, <c>.json</c>, <c>.jsonl</c>, <c>.csv</c> or <c>.png</c> file; a video; a folder of recorded sessions,
    /// of a run, or of any of these.
    /// </param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    /// <exception cref="FileNotFoundException">There is nothing at this path.</exception>
    /// <exception cref="IOException">It is a pipe, a socket or a device, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is one of these, but damaged; so are format exceptions of its
    /// readers.</exception>
    public static ContentTree Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            throw new ArgumentException($"Found an empty path; expected {Kinds}.");
        }

        path = Path.TrimEndingDirectorySeparator(path);
        return Directory.Exists(path) ? OfFolder(path)
            : File.Exists(path) ? FileContents.Of(path)
            ?? throw new ArgumentException($"{path}: found a file of another kind; expected {Kinds}.")
            : path.Contains(".zip/", StringComparison.OrdinalIgnoreCase) && ZarrContents.Of(path) is { } node ? node
            : throw new FileNotFoundException($"{path}: found nothing there; expected {Kinds}.");
    }

    private const string Kinds =
        "a zarr store (a folder or .zip) or an array or group in one, a .npz, .npy, .safetensors, .json, .jsonl, .csv or .png "
        + "file, a video (.mp4), "
        + "a folder of recorded sessions (NAME_events.jsonl, NAME_frames.jsonl), a run's folder (config.json), or a folder of "
        + "these";

    private static ContentTree OfFolder(string path) => FolderContents.OfKind(path) ?? FolderContents.Of(path)
        ?? throw new ArgumentException($"{path}: found {FolderContents.Listing(path)}; expected {Kinds}.");

    internal static ContentTree Leaf(string line) => new(line, []);

    /// <summary>A line of first values; none where there are none.</summary>
    internal static ContentTree[] First(string[] values) => values.Length == 0 ? []
        : [Leaf($"first values: {string.Join(", ", values)}")];

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
