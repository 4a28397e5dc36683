using Research.Sweeps;

namespace Research.Simulation.Experiments;

/// <summary>The experiments that can be swept.</summary>
public static class SweepExperiments
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ISweepExperiment> All { get; } = [new FocalGridSweep(), new VqvaeVariantsSweep(), new DecoderComparisonSweep(), new DodgeSeedsSweep()];

    /// <summary>The experiment of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public static ISweepExperiment Named(string name) => All.FirstOrDefault(e => e.Name == name)
        ?? throw new ArgumentException($"found the experiment '{name}'; expected one of {string.Join(", ", All.Select(e => e.Name))}.");

    /// <summary>Seeds of a sweep: the first is the one that every other run of the kit has.</summary>
    internal static IEnumerable<int> Seeds(int count) => Enumerable.Range(42, count);
}
