using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Research.Training;

/// <summary>What a run ran on, for its <c>config.json</c>.</summary>
internal static class Provenance
{
    /// <summary>What a run's numbers depend on: the library, the games and the experiments.</summary>
    private static readonly string[] Assemblies = ["Research.dll", "Research.Simulation.dll", "Research.Experiments.dll"];

    /// <summary>The kit's build, of all that computes: another one may compute something else.</summary>
    internal static string Kit { get; } = KitOf(Path.GetDirectoryName(typeof(Provenance).Assembly.Location)!);

    /// <summary>The build of the assemblies that lie in a folder.</summary>
    internal static string KitOf(string folder) => Convert.ToHexStringLower(SHA256.HashData(
        [.. Assemblies.Select(name => Path.Combine(folder, name)).Where(File.Exists).SelectMany(VersionOf)]))[..32];

    /// <summary>Of an assembly that is loaded, what is loaded: the file may be a later build's by now.</summary>
    private static byte[] VersionOf(string assembly)
    {
        var all = AppDomain.CurrentDomain.GetAssemblies().Where(one => !one.IsDynamic);
        if (all.FirstOrDefault(one => one.Location == assembly) is { } loaded)
        {
            return loaded.ManifestModule.ModuleVersionId.ToByteArray();
        }

        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray();
    }

    /// <summary>System, cores and runtime.</summary>
    internal static string Machine =>
        $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}";

    /// <summary>The processor's name; null where the system does not tell.</summary>
    internal static string? Processor => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(
            ": ")[^1]
        : null;

    /// <summary>What computes, by name; what this machine lacks or does not tell is left out.</summary>
    internal static IReadOnlyDictionary<string, string> Versions => new (string Name, string? Version)[]
    {
        ("processor", Processor),
        ("libtorch", TorchRuntime.Fault is null ? TorchRuntime.Version : null),
        ("devices", TorchRuntime.Fault is null ? string.Join(", ", TorchRuntime.Devices) : null),
        ("opencv", OpenCvSharp.Cv2.GetVersionString()),
    }.Where(v => v.Version is not null).ToDictionary(v => v.Name, v => v.Version!);

    /// <summary>The kit's build and revision, the engines, the machine, the time.</summary>
    internal static JsonObject Describe() => new()
    {
        ["kit"] = Kit,
        ["revision"] = Repository.Revision,
        ["libtorch"] = TorchRuntime.Fault is null ? TorchRuntime.Version : null,
        ["machine"] = Machine,
        ["started"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>The most memory this process has had so far, MB.</summary>
    internal static int PeakMemoryMegabytes
    {
        get
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return (int)(process.PeakWorkingSet64 / 1_000_000);
        }
    }
}
