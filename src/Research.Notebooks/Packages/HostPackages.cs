using System.Text.Json.Nodes;

namespace Research.Notebooks;

/// <summary>The NuGet packages that the running program itself consists of, by the file <c>*.deps.json</c> beside it.</summary>
/// <remarks>Their assemblies are in use in the process already, so cells get these and no other version.</remarks>
internal static class HostPackages
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Read = new(ReadAll);

    /// <summary>The version of a package; null if the program does not contain it.</summary>
    public static string? Find(string id) => Read.Value.GetValueOrDefault(id);

    private static Dictionary<string, string> ReadAll()
    {
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string[] files = ((string?)AppContext.GetData("APP_CONTEXT_DEPS_FILES") ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries);
        foreach (var (name, library) in files.Where(File.Exists).SelectMany(Libraries))
        {
            if ((string?)library?["type"] == "package" && name.Split('/') is [var id, var version])
            {
                versions.TryAdd(id, version);
            }
        }

        return versions;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Libraries(string file) =>
        JsonNode.Parse(File.ReadAllText(file))?["libraries"]?.AsObject() ?? [];
}
