using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Research.Training;

/// <summary>What a run ran on, for its <c>config.json</c>.</summary>
internal static class Provenance
{
    /// <summary>The kit's build: another one may compute something else.</summary>
    internal static string Kit { get; } = typeof(Provenance).Module.ModuleVersionId.ToString("N");

    /// <summary>
    /// The build of an assembly that defines runs, such as the experiments': its name and version. Null for the library, which
    /// is <see cref="Kit"/>, and for a notebook's cell, which has no file.
    /// </summary>
    internal static string? BuildOf(Assembly assembly) =>
        assembly == typeof(Provenance).Assembly || assembly.IsDynamic || assembly.Location.Length == 0 ? null
            : $"{assembly.GetName().Name} {assembly.ManifestModule.ModuleVersionId:N}";

    /// <summary>Whether a recorded build is loaded here, or no other one of the same assembly.</summary>
    internal static bool IsThisBuild(string? recorded)
    {
        string[] builds = [.. AppDomain.CurrentDomain.GetAssemblies().Select(BuildOf).OfType<string>()
            .Where(build => build.Split(' ')[0] == recorded?.Split(' ')[0])];
        return builds.Length == 0 || builds.Contains(recorded);
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
