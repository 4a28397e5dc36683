using System.Globalization;
using Research.Losses;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A loss, and the options of the policies that are trained with it.</summary>
/// <param name="Name">Its name in tables and in the names of its runs, such as <c>bce-pos-weight</c>.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Options">The options of the policies, but for their seed.</param>
public sealed record LossVariant(string Name, IActionLoss Loss, PolicyOptions Options)
{
    /// <summary>Focal loss, named by γ and α.</summary>
    /// <param name="gamma">γ, at least 0.</param>
    /// <param name="alpha">α in (0, 1).</param>
    /// <param name="options">The options of the policies, but for their seed.</param>
    public static LossVariant Focal(double gamma, double alpha, PolicyOptions options) => new(
        string.Create(CultureInfo.InvariantCulture, $"gamma-{gamma}-alpha-{alpha}"), new FocalLoss(gamma, alpha), options);

    /// <summary>Trains a policy, or loads its completed run.</summary>
    /// <param name="encoder">Makes the latents; stays the caller's.</param>
    /// <param name="fights">Fights to train on, and held-out fights that stop the training.</param>
    /// <param name="seed">Seed of weights, dropout and batch orders.</param>
    /// <param name="context">Where the run is kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    public LatentRecurrentPolicy TrainOrLoad(
        FrameAutoencoder encoder, (FightDataset Train, FightDataset HeldOut) fights, int seed = 42, RunContext? context = null) =>
        LatentRecurrentPolicy.TrainOrLoad(Options with { Seed = seed }, Loss, encoder, fights,
            (context ?? RunContext.Default).Named($"{Name}-seed-{seed}") with { Experiment = "cuphead/losses" });
}
