using System.Globalization;

namespace Research.Benchmarks;

/// <summary>What this process has cost so far, that a training step should not.</summary>
/// <param name="PageFaults">Those that needed no disk.</param>
/// <param name="Collections">Of garbage, of any generation.</param>
/// <param name="ManagedBytes">Allocated.</param>
internal readonly record struct ProcessCosts(long PageFaults, int Collections, long ManagedBytes)
{
    public static ProcessCosts Now => new(
        File.Exists("/proc/self/stat") ? long.Parse(File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ')[7],
            CultureInfo.InvariantCulture) : 0,
        GC.CollectionCount(0), GC.GetTotalAllocatedBytes(precise: true));

    public static ProcessCosts operator -(ProcessCosts later, ProcessCosts earlier) =>
        new(later.PageFaults - earlier.PageFaults, later.Collections - earlier.Collections,
            later.ManagedBytes - earlier.ManagedBytes);
}
