using Research.Nn;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>What a trained model is made of: the definition of its run, its network, and its training.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
public sealed record ModelRecipe<TNetwork> where TNetwork : nn.Module
{
    /// <summary>Folder of the experiment, unless the context has one.</summary>
    public required string Experiment { get; init; }

    /// <summary>Name of the run, unless the context has one.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// An object whose public properties are all that defines the run: kind, options, data. Its hash is part of the folder's
    /// name.
    /// </summary>
    public required object Config { get; init; }

    /// <summary>Where the network computes.</summary>
    public required TorchDevice Device { get; init; }

    /// <summary>Of convolutions and large products.</summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Seed of the initial weights.</summary>
    public required int Seed { get; init; }

    /// <summary>Makes the network with its initial weights; the generator is seeded before.</summary>
    public required Func<TNetwork> Create { get; init; }

    /// <summary>Trains the network within its run.</summary>
    public required Func<TNetwork, RunDirectory, TrainingResult> Fit { get; init; }

    /// <summary>
    /// Restores a completed run; otherwise trains, or goes on with what was stopped, and marks it complete. Disposes the network
    /// on failure.
    /// </summary>
    /// <param name="context">Where the run is kept, and how.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor does not have the precision, or there is no such
    /// device.</exception>
    /// <exception cref="IOException">Another process has the run open, or the folder cannot be written.</exception>
    public TrainedNetwork<TNetwork> TrainOrLoad(RunContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var device = Device.ToTorch(); // refused here, before there is a folder
        BFloat16Processor.Require(Precision);
        using var run = RunDirectory.Open(context.Experiment ?? Experiment, context.Name ?? Name, Config, context.Reuse);
        manual_seed(Seed);
        var network = Create();
        network.to(device);
        return new(network, run.Folder, SavedRun.TrainOrLoad(run, network, () => Fit(network, run)));
    }
}
