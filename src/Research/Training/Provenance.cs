using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Research.Training;

/// <summary>What a run ran on, for its <c>config.json</c>.</summary>
internal static class Provenance
{
    /// <summary>The kit's build: another one may compute something else.</summary>
    internal static string Kit { get; } = typeof(Provenance).Module.ModuleVersionId.ToString("N");

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
