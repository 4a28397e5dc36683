using static TorchSharp.torch;

namespace Research.Training;

/// <summary>A network with the weights of its completed run, in evaluation mode.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <param name="Network">The network; whoever gets it disposes it.</param>
/// <param name="Folder">Its run's folder.</param>
/// <param name="Training">Its curves.</param>
public sealed record TrainedNetwork<TNetwork>(TNetwork Network, string Folder, TrainingResult Training)
    where TNetwork : nn.Module;
