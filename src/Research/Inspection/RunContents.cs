using System.Text.Json.Nodes;

namespace Research.Inspection;

/// <summary>Folders of runs.</summary>
internal static class RunContents
{
    private const string Config = "config.json", Metrics = "metrics.jsonl", Summary = "summary.json", Model = "model.safetensors";

    /// <summary>Null where the folder has no run.</summary>
    public static ContentTree? Of(string folder)
    {
        if (!File.Exists(Path.Combine(folder, Config)))
        {
            return null;
        }

        bool isWhole = File.Exists(Path.Combine(folder, Summary));
        return new ContentTree(
            $"{Path.GetFileName(folder)}: run, {(isWhole ? "complete" : $"not complete: no {Summary}")}",
            [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Where(file => Path.GetFileName(file)[0] != '.')
                .Select(file => FolderContents.Try(file, OfFile)!)]);
    }

    private static ContentTree OfFile(string file) => Path.GetFileName(file) switch
    {
        Config or Summary => new(FileContents.Sized(file), [.. ContentTree.Of(Read(file))]),
        Metrics => FileContents.Epochs(file),
        Model => SafetensorsContents.Of(file),
        _ => ContentTree.Leaf(FileContents.Sized(file)),
    };

    private static JsonObject Read(string file) =>
        FileContents.ReadJson(file) as JsonObject
            ?? throw new InvalidDataException($"{file}: found JSON that is no object; expected an object.");
}
