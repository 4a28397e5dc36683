using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>How a Jupyter front end finds a kernel: a folder <c>kernels/NAME</c> with <c>kernel.json</c> and the logo.</summary>
public static class KernelSpec
{
    /// <summary>The name that the project's notebooks ask for.</summary>
    public const string DefaultName = "research-csharp";

    // The front end starts it directly: nothing is installed or built first. What is missing is told, not left to be guessed.
    private const string Launch = """
        [ -f "$0" ] || { echo "The research kit is not built: $0 is missing. Run '$RESEARCH_HOME/research doctor' once, and start the kernel again." >&2; exit 1; }
        command -v dotnet >/dev/null || { echo "The research kit's kernel needs .NET: 'dotnet' was not found on PATH." >&2; exit 1; }
        exec dotnet "$0" kernel run "$1"
        """;

    private static readonly string[] Logos = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];

    /// <summary>Where the user's own kernels are.</summary>
    public static string UserFolder => Path.Combine(
        Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen ? chosen
        : OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData),
            "jupyter")
        : OperatingSystem.IsMacOS() ? Path.Combine(Home, "Library", "Jupyter")
        : Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data
            : Path.Combine(Home, ".local", "share"), "jupyter"),
        "kernels");

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>Where the kernels of an installation are, such as <c>/usr/local</c>.</summary>
    public static string FolderUnder(string prefix) => Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", "kernels");

    /// <summary>Registers the kernel; one of this kit of the same name is replaced.</summary>
    /// <param name="kernels">The folder of all kernels.</param>
    /// <param name="name">The kernel's name: letters, digits, '.', '-' and '_'.</param>
    /// <param name="program">The <c>Research.Cli.dll</c> to start.</param>
    /// <param name="root">The kit's folder.</param>
    /// <returns>The kernel's folder.</returns>
    /// <exception cref="ArgumentException">The name has other characters, or a kernel of it is not of this kit.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static string Install(string kernels, string name, string program, string root)
    {
        Check(name);
        string folder = Path.Combine(kernels, name);
        if (File.Exists(Path.Combine(folder, "kernel.json")))
        {
            RequireOurs(folder);
        }

        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, "kernel.json"), NotebookJson.Write(new JsonObject
        {
            ["argv"] = new JsonArray("/bin/sh", "-c", Launch.ReplaceLineEndings("\n"), program, "{connection_file}"),
            ["display_name"] = name == DefaultName ? "C# (Research)" : $"C# (Research, {name})",
            ["env"] = new JsonObject
            {
                ["RESEARCH_HOME"] = root,
                ["DOTNET_TieredPGO"] = "0",
                ["MALLOC_ARENA_MAX"] = "1", // as in ./research: cells have a thread of their own
            },
            ["interrupt_mode"] = "message",
            ["language"] = "C#",
            ["metadata"] = new JsonObject { ["debugger"] = false },
        }));
        foreach (string logo in Logos)
        {
            using var source = typeof(KernelSpec).Assembly.GetManifestResourceStream(logo)!;
            using var target = File.Create(Path.Combine(folder, logo));
            source.CopyTo(target);
        }

        return folder;
    }

    /// <summary>Takes a kernel of this kit away.</summary>
    /// <returns>The folder that was removed; null if there was none.</returns>
    /// <exception cref="ArgumentException">The name is none, or the kernel is not of this kit.</exception>
    public static string? Uninstall(string kernels, string name)
    {
        Check(name);
        string folder = Path.Combine(kernels, name);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        RequireOurs(folder);
        Directory.Delete(folder, recursive: true);
        return folder;
    }

    /// <summary>The kernels of this kit in a folder of kernels: names and the program that each starts.</summary>
    public static IEnumerable<(string Name, string Program)> List(string kernels) =>
        !Directory.Exists(kernels) ? [] : Directory.EnumerateDirectories(kernels).Order(StringComparer.Ordinal).Where(IsOurs)
            .Select(folder => (Path.GetFileName(folder), (string)Arguments(folder)![3]!));

    private static void RequireOurs(string folder)
    {
        if (!IsOurs(folder))
        {
            throw new ArgumentException($"{folder}: found a kernel that starts something else, expected one of this kit.");
        }
    }

    private static bool IsOurs(string folder) =>
        Arguments(folder) is [_, _, _, JsonValue program, _]
            && ((string?)program)?.EndsWith("Research.Cli.dll", StringComparison.Ordinal) == true;

    private static JsonArray? Arguments(string folder)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json")))?["argv"] as JsonArray;
        }
        catch (Exception e) when (e is IOException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static void Check(string name)
    {
        if (name.Trim('.').Length == 0 || name.Any(letter => !(char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_')))
        {
            throw new ArgumentException($"--name: found '{name}', expected letters, digits, '.', '-' and '_'.");
        }
    }
}
