using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Research.Notebooks;

/// <summary>The files of restored packages and of those they need.</summary>
/// <param name="Versions">The packages, with the versions that were chosen.</param>
/// <param name="Compile">The assemblies to compile against.</param>
/// <param name="Runtime">The assemblies to load.</param>
/// <param name="Native">The native libraries for this machine.</param>
internal sealed record RestoredPackages(
    IReadOnlyDictionary<string, string> Versions, IReadOnlyList<string> Compile, IReadOnlyList<string> Runtime,
        IReadOnlyList<string> Native)
{
    /// <summary>The packages' folders.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static RestoredPackages None { get; } = new(new Dictionary<string, string>(), [], [], []);

    private static readonly IReadOnlyList<string> Platforms =
    [
        RuntimeInformation.RuntimeIdentifier,
        .. OperatingSystem.IsWindows() ? ["win"] : (string[])[OperatingSystem.IsMacOS() ? "osx" : "linux",
            $"unix-{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant(), "unix"],
        "any",
    ];

    /// <summary>Reads what <c>dotnet restore</c> wrote; null if it is not there, or files that it names are gone.</summary>
    public static RestoredPackages? TryRead(string assetsFile)
    {
        if (!File.Exists(assetsFile))
        {
            return null;
        }

        var assets = JsonNode.Parse(File.ReadAllText(assetsFile))!;
        var folders = assets["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        List<string> compile = [], runtime = [], native = [], roots = [];
        foreach (var (name, library) in assets["targets"]!.AsObject().First().Value!.AsObject())
        {
            if ((string?)library!["type"] != "package")
            {
                continue;
            }

            string path = (string)assets["libraries"]![name]!["path"]!;
            if (folders.Select(folder => Path.Combine(folder, path)).FirstOrDefault(Directory.Exists) is not { } root)
            {
                return null;
            }

            roots.Add(root);
            versions[name.Split('/')[0]] = name.Split('/')[1];
            compile.AddRange(Files(library["compile"], root));
            var special = ForThisMachine(library["runtimeTargets"], root, "runtime");
            runtime.AddRange(Files(library["runtime"], root)
                .Where(file => !special.Any(other => Path.GetFileName(other) == Path.GetFileName(file))));
            runtime.AddRange(special);
            native.AddRange(ForThisMachine(library["runtimeTargets"], root, "native"));
        }

        return new RestoredPackages(versions, compile, runtime, native) { Folders = roots };
    }

    private static IEnumerable<string> Files(JsonNode? files, string root) => (files?.AsObject() ?? [])
        .Where(file => file.Key.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        .Select(file => Path.Combine(root, file.Key));

    /// <summary>The files for the most special of the platforms that this machine is.</summary>
    private static List<string> ForThisMachine(JsonNode? files, string root, string kind)
    {
        var ofKind = (files?.AsObject() ?? []).Where(file => (string?)file.Value!["assetType"] == kind).ToList();
        return Platforms
            .Select(platform => ofKind.Where(file => (string?)file.Value!["rid"] == platform)
            .Select(file => Path.Combine(root, file.Key)).ToList())
            .FirstOrDefault(found => found.Count > 0) ?? [];
    }
}
