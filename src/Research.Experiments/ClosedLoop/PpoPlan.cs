using Research.Simulation.Environments;
using Research.Training;

namespace Research.Experiments.ClosedLoop;

/// <summary>All that a training by <see cref="Ppo"/> is: which network learns, in which environment, by which options.</summary>
public sealed record PpoPlan
{
    /// <summary>Makes the environment of a lane, from 0 to N − 1. All have the same spaces and info keys.</summary>
    public required Func<int, IEnvironment> Environment { get; init; }

    /// <summary>
    /// Makes the network with its initial weights; the generator is seeded before. A clone that is to be fine-tuned is loaded
    /// here.
    /// </summary>
    public required Func<ActorCritic> Network { get; init; }

    /// <summary>
    /// An object whose public properties are what defines the run beside the options: names of environment, network and clone.
    /// </summary>
    public required object Definition { get; init; }

    /// <summary>Options.</summary>
    public PpoOptions Options { get; init; } = new();

    /// <summary>
    /// The frozen clone that <see cref="PpoOptions.CloneKl"/> refers to, on the options' device; the caller disposes it. Needed
    /// where this weight is above 0.
    /// </summary>
    public ActorCritic? FrozenClone { get; init; }

    /// <summary>Folder of the experiment, unless the context has one.</summary>
    public string Experiment { get; init; } = "closed-loop";

    /// <summary>Name of the run, unless the context has one; null: <c>ppo-seed-42</c> with the seed.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Measures the network at each checkpoint, and after the last update: metrics by name, such as <c>val_knockouts</c>, which
    /// go into the update's line. Arguments: the update, from 1, and the network, in evaluation mode and without gradients.
    /// </summary>
    public Func<int, ActorCritic, IReadOnlyDictionary<string, double>>? Evaluate { get; init; }

    /// <summary>
    /// Called after every update, once its line is on disk, and for those before a resume first. The log's epoch is the update.
    /// </summary>
    public Action<EpochLog>? UpdateDone { get; init; }

    /// <summary>Threads that step the environments; null: one for each core. They do not change the result.</summary>
    public int? EnvironmentThreads { get; init; }

    /// <summary>
    /// Threads of one operator, as <see cref="StepThreads"/> has them; by default <see cref="StepThreads.Large"/>, for
    /// convolutions. Another number can round otherwise.
    /// </summary>
    public int Threads { get; init; } = StepThreads.Large;
}
