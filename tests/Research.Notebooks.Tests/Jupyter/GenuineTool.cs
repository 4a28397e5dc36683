using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>The genuine .NET Interactive, in the version that <c>.config/dotnet-tools.json</c> pins.</summary>
internal static class GenuineTool
{
    /// <summary>The name of its C# kernel in tests.</summary>
    public const string Kernel = "genuine";

    private const string Package = "microsoft.dotnet-interactive";

    private static readonly Lazy<string> Program = new(Restore);

    /// <summary>Registers its kernel for a Jupyter. The test is skipped where the tool cannot be restored.</summary>
    public static void Register(DebianJupyter jupyter)
    {
        string folder = Path.Combine(jupyter.Kernels, Kernel);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kernel.json"), new JsonObject
        {
            ["argv"] = new JsonArray("dotnet", Program.Value, "jupyter", "--default-kernel", "csharp", "{connection_file}"),
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["env"] = new JsonObject { ["DOTNET_INTERACTIVE_CLI_TELEMETRY_OPTOUT"] = "1", ["RESEARCH_HOME"] = Repository.Root },
        }.ToJsonString());
    }

    /// <summary>The tool's program.</summary>
    private static string Restore()
    {
        var start = new ProcessStartInfo("dotnet", ["tool", "restore"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Skip.If(process.ExitCode != 0, $"'dotnet tool restore' failed: {output}{errors.GetAwaiter().GetResult()}");

        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json")))!;
        string version = (string)manifest["tools"]![Package]!["version"]!;
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string tool = Path.Combine(packages, Package, version, "tools");
        return Directory.EnumerateFiles(tool, "Microsoft.DotNet.Interactive.App.dll", SearchOption.AllDirectories).Single();
    }
}
