using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>All that a training is: what learns, from what, by which loss, for how long.</summary>
/// <typeparam name="TBatch">What one step learns from.</typeparam>
public sealed record TrainingPlan<TBatch> where TBatch : ITrainingBatch
{
    /// <summary>The network.</summary>
    public required nn.Module Model { get; init; }

    /// <summary>The optimizer of its parameters.</summary>
    public required OptimizerHelper Optimizer { get; init; }

    /// <summary>Most epochs to train.</summary>
    public required int Epochs { get; init; }

    /// <summary>Seed of the epochs' dropout; batch orders have their own (see <see cref="Batches"/>).</summary>
    public required int Seed { get; init; }

    /// <summary>Steps in an epoch.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>The batches of an epoch (from 1), in an order that depends on nothing but seed and epoch.</summary>
    public required Func<int, CancellationToken, IEnumerable<TBatch>> Batches { get; init; }

    /// <summary>The loss of a batch. Tensors made in it are released after the step.</summary>
    public required Func<TBatch, StepLoss> Loss { get; init; }

    /// <summary>What is measured after an epoch, with the model in evaluation mode and without gradients.</summary>
    public Func<IReadOnlyDictionary<string, double>>? Validate { get; init; }

    /// <summary>Called for every epoch once it is on disk, and of those before a resume first.</summary>
    public Action<EpochLog>? EpochDone { get; init; }

    /// <summary>Which epoch's weights are kept; null: the last's.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Learning rate of a step, counted from 0 over all epochs; null: the optimizer's own.</summary>
    public Func<int, double>? LearningRate { get; init; }

    /// <summary>Largest norm of all gradients together; null: any.</summary>
    public double? MaxGradNorm { get; init; }

    /// <summary>
    /// Threads of one operator while training: 2 for convolutions, 1 for small recurrent layers; null: as they are.
    /// </summary>
    public int? Threads { get; init; }
}
