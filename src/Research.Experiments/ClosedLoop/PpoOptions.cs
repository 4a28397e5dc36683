using System.ComponentModel.DataAnnotations;
using Research.Simulation.Environments;
using Research.Training;

namespace Research.Experiments.ClosedLoop;

/// <summary>Options of PPO (Schulman et al. 2017), and of fine-tuning a clone with it.</summary>
/// <remarks>
/// The defaults are those of CleanRL's <c>ppo_atari.py</c>, unless a property says otherwise. The thirteen details of PPO that
/// Huang et al. (2022, "The 37 Implementation Details of Proximal Policy Optimization") call the core ones are marked
/// "Detail 1" to "Detail 13". Detail 2, orthogonal initialization, is the network's: see
/// <see cref="BehaviorCloning.FrameStackNetwork"/>. Detail 12, the debug variables, are the metrics of an update: see
/// <see cref="Ppo"/>.
/// </remarks>
public sealed record PpoOptions : IValidatableObject
{
    /// <summary>Updates, each from one rollout. The kit's choice: with 8 lanes of 128 steps, 1,024,000 steps.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Updates { get; init; } = 1000;

    /// <summary>Detail 1, vectorized environments: lanes that play at the same time, N.</summary>
    [Range(1, 65_536)]
    public int NumEnvs { get; init; } = 8;

    /// <summary>Steps of each lane in a rollout, T.</summary>
    [Range(1, ConfigRanges.Most)]
    public int RolloutSteps { get; init; } = 128;

    /// <summary>Detail 3: Adam's ε; PyTorch's default is 1e-8.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double AdamEpsilon { get; init; } = 1e-5;

    /// <summary>Adam's learning rate at the first update.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 2.5e-4;

    /// <summary>Detail 4: whether the learning rate falls linearly, from update to update, to 0 after the last one.</summary>
    public bool AnnealLearningRate { get; init; } = true;

    /// <summary>Discount of a reward one step later, γ.</summary>
    [Range(0.0, 1.0)]
    public double Gamma { get; init; } = 0.99;

    /// <summary>
    /// Detail 5, generalized advantage estimation (Schulman et al. 2016): λ, from 0 (one step) to 1 (the complete return).
    /// </summary>
    [Range(0.0, 1.0)]
    public double GaeLambda { get; init; } = 0.95;

    /// <summary>Passes over a rollout in an update.</summary>
    [Range(1, 1000)]
    public int Epochs { get; init; } = 4;

    /// <summary>Detail 6, minibatch updates: equal parts of the shuffled rollout, an optimizer step each.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Minibatches { get; init; } = 4;

    /// <summary>Detail 7: whether the advantages of a minibatch are normalized to mean 0 and deviation 1.</summary>
    public bool NormalizeAdvantages { get; init; } = true;

    /// <summary>Detail 8, clipped objective: how far the ratio of new to old probability may leave 1.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double ClipRange { get; init; } = 0.1;

    /// <summary>
    /// Detail 9, value clipping: how far a value may leave that of the rollout, in units of the return; null: not clipped.
    /// </summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double? ValueClipRange { get; init; } = 0.1;

    /// <summary>Detail 10, overall loss: weight of the value loss.</summary>
    [Range(0.0, 1e6)]
    public double ValueWeight { get; init; } = 0.5;

    /// <summary>Detail 10, overall loss: weight of the entropy, which the loss subtracts; 0: no bonus.</summary>
    [Range(0.0, 1e6)]
    public double EntropyWeight { get; init; } = 0.01;

    /// <summary>Detail 11, global gradient clipping: largest norm of all gradients together; null: any.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double? MaxGradNorm { get; init; } = 0.5;

    /// <summary>
    /// An update's epochs end early after one whose mean approximate KL to the rollout's policy is above this, in nats; null, as
    /// in CleanRL: never.
    /// </summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double? TargetKl { get; init; }

    /// <summary>
    /// First updates in which only the critic learns, from the clone's own play: the actor stays as it is, bit for bit. 0 for a
    /// network from scratch.
    /// </summary>
    /// <remarks>
    /// Detail 13, shared or separate features: every parameter that the logits depend on is left as it is, so features that actor
    /// and critic share do not move either.
    /// </remarks>
    [Range(0, ConfigRanges.Most)]
    public int CriticWarmup { get; init; }

    /// <summary>Weight of KL(policy ‖ clone) in the loss at the first update after the warm-up; 0: no such term.</summary>
    [Range(0.0, 1e6)]
    public double CloneKl { get; init; }

    /// <summary>
    /// What <see cref="CloneKl"/> is multiplied with after each update since the warm-up; 1: it stays. The kit's choice.
    /// </summary>
    [Range(0.0, 1.0)]
    public double CloneKlDecay { get; init; } = 0.99;

    /// <summary>
    /// Updates from one checkpoint to the next. All lanes start new episodes after a checkpoint, so that a resumed run equals an
    /// uninterrupted one. The steps between two checkpoints should be several times an episode's. The kit's choice.
    /// </summary>
    [Range(1, ConfigRanges.Most)]
    public int CheckpointEvery { get; init; } = 50;

    /// <summary>
    /// First of the episode seeds that the lanes start from; by default those of the boss fight to learn from.
    /// </summary>
    [Range(0, int.MaxValue)]
    public int FirstEpisodeSeed { get; init; } = BossFightSeeds.Learn;

    /// <summary>Number of these seeds.</summary>
    [Range(1, int.MaxValue)]
    public int EpisodeSeeds { get; init; } = BossFightSeeds.Choose - BossFightSeeds.Learn;

    /// <summary>Seed of initial weights, actions, episodes and minibatches.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;

    /// <summary>Rows of a minibatch.</summary>
    internal int MinibatchSize => (int)((long)NumEnvs * RolloutSteps / Minibatches);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        long rows = (long)NumEnvs * RolloutSteps;
        if (rows % Minibatches != 0)
        {
            yield return new($"a divisor of num_envs × rollout_steps, {rows}", [nameof(Minibatches)]);
        }

        if (NormalizeAdvantages && rows / Minibatches < 2)
        {
            yield return new($"at most half of num_envs × rollout_steps, {rows}, to normalize advantages", [nameof(Minibatches)]);
        }

        if (CriticWarmup >= Updates)
        {
            yield return new($"below updates, {Updates}", [nameof(CriticWarmup)]);
        }

        if (EpisodeSeeds - 1 > int.MaxValue - FirstEpisodeSeed)
        {
            yield return new($"at most {int.MaxValue - FirstEpisodeSeed + 1L} seeds from first_episode_seed, {FirstEpisodeSeed}",
                [nameof(EpisodeSeeds)]);
        }

        if ((RolloutSteps + (long)Epochs * Minibatches) * Updates > int.MaxValue)
        {
            yield return new($"at most {int.MaxValue / (RolloutSteps + (long)Epochs * Minibatches)}, so that all steps can be "
                + "counted", [nameof(Updates)]);
        }
    }
}
