using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Training;

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
            $"{Path.GetFileName(folder)}: run, {(isWhole ? "whole" : $"not whole: no {Summary}")}",
            [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Where(file => Path.GetFileName(file)[0] != '.').Select(OfFile)]);
    }

    private static ContentTree OfFile(string file) => Path.GetFileName(file) switch
    {
        Config or Summary => new(Sized(file), [.. ContentTree.Of(Read(file))]),
        Metrics => Epochs(file),
        Model => SafetensorsContents.Of(file),
        _ => ContentTree.Leaf(Sized(file)),
    };

    private static ContentTree Epochs(string file)
    {
        var epochs = RunLog.Read(file);
        return new ContentTree(
            $"{Sized(file)}, {ContentTree.Counted(epochs.Count, "epoch")}",
            epochs.Count == 0 ? [] : [.. ((EpochLog[])[epochs[0], epochs[^1]]).Distinct().Select(epoch =>
                ContentTree.Leaf($"epoch {epoch.Epoch}: {string.Join(", ", epoch.Values.Select(value => $"{value.Key} {value.Value:0.####}"))}"))]);
    }

    private static JsonObject Read(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new InvalidDataException($"{file}: found JSON that is no object; expected an object.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: found no JSON ({e.Message}); expected an object.", e);
        }
    }

    private static string Sized(string file) => $"{Path.GetFileName(file)}: {ContentTree.Size(new FileInfo(file).Length)}";
}
