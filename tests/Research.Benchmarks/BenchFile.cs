using System.Runtime.InteropServices;
using System.Text.Json;
using Research.Training;

namespace Research.Benchmarks;

/// <summary>What a benchmark measured, kept in <c>results/bench/</c>.</summary>
internal static class BenchFile
{
    private static readonly JsonSerializerOptions Snakes =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    /// <summary>The machine and the engine, as a file describes them.</summary>
    public static object Machine => new
    {
        Provenance.Processor,
        Cores = Environment.ProcessorCount,
        System = RuntimeInformation.OSDescription,
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        LibTorch = TorchRuntime.Version,
        TorchRuntime.CpuCapability,
        Kit = Repository.Revision,
    };

    /// <summary>Writes <c>results/bench/NAME.json</c> and says so.</summary>
    public static void Write(string name, object measured)
    {
        string file = Path.Combine(Repository.Root, "results", "bench", name + ".json");
        AtomicFile.Write(file, JsonSerializer.Serialize(measured, Snakes) + "\n");
        Console.WriteLine($"  written to {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
    }
}
