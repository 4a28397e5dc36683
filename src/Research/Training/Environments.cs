using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Research.Training;

/// <summary>What a run ran on, for its <c>config.json</c>.</summary>
internal static class Environments
{
    /// <summary>The kit's build: another one may compute something else.</summary>
    internal static string Kit { get; } = typeof(Environments).Module.ModuleVersionId.ToString("N");

    /// <summary>System, cores and runtime.</summary>
    internal static string Machine => $"{RuntimeInformation.OSDescription}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}";

    /// <summary>The kit's build and revision, the engines, the machine, the time.</summary>
    internal static JsonObject Describe() => new()
    {
        ["kit"] = Kit,
        ["revision"] = Repository.Revision,
        ["libtorch"] = TensorEngine.Fault is null ? TensorEngine.Version : null,
        ["blas"] = TensorEngine.Fault is null ? TensorEngine.Blas : null,
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
