using Research.Experiments.ActionDecoder;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ClosedLoop;
using Research.Experiments.DodgeTiming;
using Research.Experiments.LatentActions;
using Research.Sweeps;

namespace Research.Experiments;

/// <summary>The experiments that can be swept.</summary>
public static class SweepExperiments
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ISweepExperiment> All { get; } =
        [new FocalGridSweep(), new VqvaeVariantsSweep(), new DecoderComparisonSweep(), new DodgeSeedsSweep(),
            new ClosedLoopSweep()];

    /// <summary>The experiment of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those that there are.</exception>
    public static ISweepExperiment Named(string name) => All.FirstOrDefault(e => e.Name == name)
        ?? throw new ArgumentException(
            $"found the experiment '{name}'; expected one of {string.Join(", ", All.Select(e => e.Name))}.");
}
