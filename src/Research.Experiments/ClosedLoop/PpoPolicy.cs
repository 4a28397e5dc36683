using System.Text.Json.Nodes;
using Research.Alignment;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Simulation.Environments;
using Research.Training;
using static TorchSharp.ModuleExtensionMethods;

namespace Research.Experiments.ClosedLoop;

/// <summary>A policy of the boss fight that PPO has trained: from a clone, or from scratch.</summary>
public sealed class PpoPolicy : ActionPolicy
{
    internal const string Kind = "ppo";

    /// <summary>The first thousand seeds to choose by are left to validation sessions.</summary>
    private const int FirstCheckpointSeed = BossFightSeeds.Choose + 1000,
        MostCheckpointFights = BossFightSeeds.Report - FirstCheckpointSeed;

    private readonly FightActorCritic _network;
    private readonly FrameStackOptions _stacks;

    private PpoPolicy(FrameStackOptions stacks, TrainedNetwork<FightActorCritic> trained)
        : base(trained.Network, trained.Folder, trained.Training) => (_stacks, _network) = (stacks, trained.Network);

    /// <inheritdoc/>
    private protected override JsonObject? TrainedActions => SavedRun.ConfigOf(Folder, Kind)["definition"]!["actions"] as JsonObject;

    /// <inheritdoc/>
    private protected override FrameShape? TrainedFrames => FrameShape.Report;

    /// <summary>
    /// PPO's options for this game: 16 fights side by side, 20 checkpoints, a critic that learns first, and a KL to the clone
    /// that decays. Those of notebook 09. What the player does decides within three seconds whether something hits it, hence γ.
    /// </summary>
    /// <remarks>
    /// A rollout is about as long as a fight. In one of 128 steps all fights are in the same part, for they start together. In
    /// some of these rollouts nobody is hit, and normalized advantages make full steps of the critic's errors.
    /// </remarks>
    /// <param name="updates">Updates, at least 2, of 8,192 steps each.</param>
    public static PpoOptions FineTuning(int updates) => new()
    {
        Updates = updates,
        NumEnvs = 16,
        RolloutSteps = 512,
        Gamma = 0.97,
        Epochs = 3,
        Minibatches = 16,
        ClipRange = 0.2,
        ValueClipRange = null,
        EntropyWeight = 0.001,
        TargetKl = 0.03,
        CriticWarmup = Math.Min(5, updates - 1),
        CloneKl = 0.1,
        CloneKlDecay = 0.96,
        CheckpointEvery = Math.Max(1, updates / 20),
    };

    /// <summary>Trains a policy by playing, or loads its completed run.</summary>
    /// <param name="options">How.</param>
    /// <param name="clone">The policy that it begins with, and that <see cref="PpoOptions.CloneKl"/> holds it to; null: from scratch.
    /// </param>
    /// <param name="checkpointFights">Fights by seeds to choose by that are played at each checkpoint, for <c>val_knockouts</c>,
    /// <c>val_survival</c> and <c>val_hits_per_minute</c> (all hits over all minutes); nothing is chosen by them. From 0 to
    /// 9,000.</param>
    /// <param name="context">Where the run is kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there is no clone for the KL to it.</exception>
    /// <exception cref="InvalidDataException">The clone's frames or actions are not those of the boss fight.</exception>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    public static PpoPolicy TrainOrLoad(
        PpoOptions options, FrameStackPolicy? clone, int checkpointFights = 20, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(checkpointFights);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(checkpointFights, MostCheckpointFights);
        context ??= RunContext.Default;
        if (clone is not null)
        {
            PolicyFights.RequireFits(clone);
        }

        int stackSize = (clone?.Options ?? new FrameStackOptions()).StackSize;
        var stacks = new FrameStackOptions { StackSize = stackSize, Device = options.Device };
        using var sprites = new BossFightSprites();
        using var frozen = clone is null ? null : FightActorCritic.Of(clone);
        frozen?.to(options.Device.ToTorch());
        frozen?.eval();
        int[] seeds = [.. Enumerable.Range(FirstCheckpointSeed, checkpointFights)];
        var trained = Ppo.TrainOrLoad(new PpoPlan
        {
            Options = options,
            Name = $"{(clone is null ? "ppo-from-scratch" : "ppo-from-clone")}-seed-{options.Seed}",
            Definition = new
            {
                Environment = "boss-fight",
                stacks.StackSize,
                Clone = clone is null ? null : Path.GetFileName(clone.Folder),
                Actions = ActionsOf(ActionSet.Cuphead),
                CheckpointFights = checkpointFights,
            },
            Environment = _ => new FrameStackObservation(new BossFightEnvironment(sprites), stacks.StackSize),
            Network = () => clone is null ? new FightActorCritic(ActionSet.Cuphead.Count, SizeOf(stacks))
                : FightActorCritic.Of(clone),
            FrozenClone = options.CloneKl > 0 ? frozen : null,
            Evaluate = (_, network) => Evaluate((FightActorCritic)network, options.Device, seeds, context),
        }, context);
        return new(stacks, new((FightActorCritic)trained.Network, trained.Folder, trained.Training));
    }

    /// <summary>Trains a policy with each of several seeds, from <see cref="PpoOptions.Seed"/> on, or loads their runs.</summary>
    /// <param name="options">How, but for the seed.</param>
    /// <param name="clone">The policy that all begin with; null: from scratch.</param>
    /// <param name="seeds">Number of seeds, at least 1.</param>
    /// <param name="checkpointFights">Fights that are played at each checkpoint, as in <see cref="TrainOrLoad"/>.</param>
    /// <param name="context">Where the runs are kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or there is no clone for the KL to it.</exception>
    /// <exception cref="TrainingInterruptedException">One was stopped; the same call goes on from there.</exception>
    public static IReadOnlyList<PpoPolicy> TrainOrLoadSeeds(
        PpoOptions options, FrameStackPolicy? clone, int seeds, int checkpointFights = 20, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        var policies = new List<PpoPolicy>();
        try
        {
            foreach (int seed in Enumerable.Range(options.Seed, seeds))
            {
                policies.Add(TrainOrLoad(options with { Seed = seed }, clone, checkpointFights, context));
            }

            return policies;
        }
        catch
        {
            policies.ForEach(policy => policy.Dispose());
            throw;
        }
    }

    /// <summary>Loads a policy from its run's folder, whether PPO or imitation has trained it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="device">Where it predicts; by default the first GPU, or the processor where there is none.</param>
    /// <exception cref="IOException">The folder, or a file of it, is not there.</exception>
    /// <exception cref="InvalidDataException">The run is not complete, or not a policy's.</exception>
    public static ActionPolicy LoadAny(string folder, TorchDevice? device = null)
    {
        var config = SavedRun.ConfigOf(folder, [Kind, .. Kinds]);
        if ((string)config["kind"]! != Kind)
        {
            return Load(folder, device);
        }

        var on = device ?? TorchDevice.Default;
        var stacks = new FrameStackOptions { StackSize = (int)config["definition"]!["stack_size"]!, Device = on };
        return new PpoPolicy(stacks,
            SavedRun.Load(new FightActorCritic(ActionSet.Cuphead.Count, SizeOf(stacks)), folder, on));
    }

    /// <summary>Steps of the game until a checkpoint won a share of its fights.</summary>
    /// <param name="knockouts">The share, from 0 to 1.</param>
    /// <returns>Steps of all environments; null: no checkpoint did, or none played fights.</returns>
    public double? StepsTo(double? knockouts) => Training.Epochs
        .FirstOrDefault(log => log.Values.TryGetValue("val_knockouts", out double won) && won >= knockouts)?["env_steps"];

    /// <inheritdoc/>
    public override ActionProbabilities Predict(FightDataset fights, CancellationToken cancellation = default)
    {
        RequireFits(fights);
        return StackedFrames.Predict(_network.Actor, fights, _stacks, cancellation);
    }

    /// <inheritdoc/>
    public override LivePolicy Play(int lanes = 1) =>
        new FrameStackLive(_network.Actor, FrameShape.Report, _stacks.Device, lanes);

    private static (int Planes, int Height, int Width) SizeOf(FrameStackOptions stacks) =>
        (stacks.StackSize, FrameShape.Report.Height, FrameShape.Report.Width);

    private static Dictionary<string, double> Evaluate(
        FightActorCritic network, TorchDevice device, int[] seeds, RunContext context)
    {
        var played = PolicyFights.Play(lanes => new FrameStackLive(network.Actor, FrameShape.Report, device, lanes), seeds,
            (KeyChoice.Likelier, null), context with { Progress = null });
        return played.Count == 0 ? [] : new()
        {
            ["val_knockouts"] = played.Average(fight => fight.Result.IsKnockout ? 1.0 : 0),
            ["val_survival"] = played.Average(fight => PlayScores.SurvivalOf(fight.Result)),
            ["val_hits_per_minute"] = 60 * played.Sum(fight => fight.Result.Hits) / played.Sum(fight => fight.Result.Seconds),
        };
    }
}
