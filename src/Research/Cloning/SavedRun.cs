using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Cloning;

/// <summary>A whole run of the past, read back.</summary>
internal static class SavedRun
{
    /// <summary>The configuration of a whole run of a kind.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It is no run, not whole, or of another kind.</exception>
    internal static JsonObject ConfigOf(string folder, params string[] kinds)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: found no such folder; expected that of a run.");
        }

        string file = Path.Combine(folder, "config.json");
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"{folder}: found no config.json; expected the folder of a run.");
        }

        if (!File.Exists(Path.Combine(folder, "summary.json")))
        {
            throw new InvalidDataException($"{folder}: found no summary.json; expected a run that is whole (resume it first).");
        }

        try
        {
            var config = JsonNode.Parse(File.ReadAllText(file))?["config"] as JsonObject;
            string? kind = (string?)config?["kind"];
            return kinds.Contains(kind) ? config! : throw new InvalidDataException($"{file}: found a run of kind '{kind}'; expected {string.Join(" or ", kinds)}.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: found no JSON ({e.Message}); expected a run's configuration.", e);
        }
    }
}
