using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Simulation;

/// <summary>Says in a folder by which rules it was filled, so that no folder has things of two kinds.</summary>
internal static class FolderManifest
{
    /// <summary>Writes the manifest of a folder that has nothing yet; of another, sees that it agrees.</summary>
    /// <param name="folder">The folder; made where it is absent.</param>
    /// <param name="name">Name of the manifest, <c>clicks.json</c>.</param>
    /// <param name="made">What it says.</param>
    /// <param name="unlessMade">What is expected of a folder without one, where there are .npz files.</param>
    /// <param name="unlessSame">What is expected where it says something else.</param>
    /// <exception cref="InvalidDataException">The folder has something else in it.</exception>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    internal static void Require(string folder, string name, JsonObject made, string unlessMade, string unlessSame)
    {
        string file = Path.Combine(folder, name);
        OutputFolder.Require(folder);
        if (!File.Exists(file))
        {
            if (Directory.EnumerateFiles(folder, "*.npz").FirstOrDefault() is { } other)
            {
                throw new InvalidDataException(
                    $"{folder}: found {Path.GetFileName(other)} and no {name}; expected {unlessMade}.");
            }

            AtomicFile.Write(file, made.ToJsonString() + "\n");
            return;
        }

        if (Difference(made, Parse(file, made)) is var (what, found, expected))
        {
            throw new InvalidDataException($"{file}: found {what} {found}; expected {expected}, or {unlessSame}");
        }
    }

    /// <summary>The first property that is there with another value, both as JSON; null where all agree.</summary>
    internal static (string Name, string Found, string Expected)? Difference(JsonObject made, JsonObject? there)
    {
        foreach (var (name, expected) in made)
        {
            if (!JsonNode.DeepEquals(there?[name], expected))
            {
                return (name, there?[name]?.ToJsonString() ?? "missing", expected!.ToJsonString());
            }
        }

        return null;
    }

    private static JsonObject? Parse(string file, JsonObject made)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: found no JSON ({e.Message}); expected what {made["made_by"]} writes.", e);
        }
    }
}
