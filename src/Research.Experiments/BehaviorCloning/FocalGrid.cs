using Research.Losses;
using Research.Metrics;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>One policy of the grid.</summary>
/// <param name="Latent">Numbers in a frame's latent.</param>
/// <param name="Cell">The recurrent cell.</param>
/// <param name="Seed">Seed of the policy.</param>
/// <param name="Folder">Its run's folder.</param>
/// <param name="Training">Its curves.</param>
/// <param name="Evaluation">Its predictions of the test session and their scores at a threshold of 0.5.</param>
public sealed record GridPolicy(
    int Latent, RecurrentCell Cell, int Seed, string Folder, TrainingResult Training, PolicyEvaluation Evaluation)
{
    /// <summary><c>GRU 512</c>.</summary>
    public string Name => $"{Cell} {Latent}";
}

/// <summary>Results of a grid.</summary>
/// <param name="Policies">All policies, in the grid's order.</param>
/// <param name="AutoencoderHistories">The curves of the autoencoders by latent size.</param>
public sealed record GridResult(IReadOnlyList<GridPolicy> Policies, IReadOnlyDictionary<int, TrainingResult> AutoencoderHistories)
{
    /// <summary>Names of all actions of the game.</summary>
    public IEnumerable<string> Actions => Policies[0].Evaluation.Actions.Select(action => action.Action);

    /// <summary>Scores of the copy baseline, which repeats the keys of the previous frame.</summary>
    public PolicyScores Copy =>
        Policies[0].Evaluation.BaselineComparison.First(policy => policy.Policy == "repeat previous frame");

    /// <summary>
    /// The policies of the first seed, best composite first; in the grid's order where the composite is not defined, because one
    /// of its actions does not occur in the fights.
    /// </summary>
    public IReadOnlyList<GridPolicy> Ranking =>
        [.. Policies.Where(p => p.Seed == Policies[0].Seed).OrderByDescending(p => p.Evaluation.Composite.Estimate)];
}

/// <summary>The fights of a grid.</summary>
/// <param name="Train">Fights to train on.</param>
/// <param name="Validation">Fights that stop the training; in the report, those of the test session.</param>
/// <param name="Test">Fights to score on.</param>
public sealed record GridFights(FightDataset Train, FightDataset Validation, FightDataset Test);

/// <summary>
/// The report's grid search: an autoencoder for each latent size, and on its latents a policy for each cell and seed. Each
/// autoencoder and each policy is a run, so a stopped grid continues where it was.
/// </summary>
public static class FocalGrid
{
    /// <summary>Trains and evaluates the grid.</summary>
    /// <param name="options">The grid.</param>
    /// <param name="loss">The loss of the policies; the report's is focal loss.</param>
    /// <param name="fights">The fights.</param>
    /// <param name="context">Where the runs are kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; completed runs stay, and the same call goes on from
    /// there.</exception>
    public static GridResult Run(
        FocalGridOptions options, IActionLoss loss, GridFights fights, RunContext? context = null)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(fights);
        var policies = new List<GridPolicy>();
        var autoencoders = new Dictionary<int, TrainingResult>();
        foreach (int latent in options.Latents)
        {
            using var encoder = FrameAutoencoder.TrainOrLoad(
                options.Autoencoder with { Latent = latent }, fights.Train.Frames, fights.Validation.Frames, context);
            autoencoders[latent] = encoder.Training;
            foreach (var (cell, seed) in options.Cells.SelectMany(cell => options.Seeds.Select(seed => (cell, seed))))
            {
                policies.Add(Policy(options.Policy with { Cell = cell, Seed = seed }, loss, encoder, fights, context));
            }
        }

        return new GridResult(policies, autoencoders);
    }

    /// <summary>Trains and evaluates one policy of the grid.</summary>
    /// <param name="options">Options of the policy.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="encoder">The autoencoder of its latent size; stays the caller's.</param>
    /// <param name="fights">The fights.</param>
    /// <param name="context">Where the run is kept, and how; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    public static GridPolicy Policy(
        PolicyOptions options, IActionLoss loss, FrameAutoencoder encoder, GridFights fights, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(fights);
        context ??= RunContext.Default;
        int latent = encoder.LatentSize;
        using var policy = LatentRecurrentPolicy.TrainOrLoad(
            options, loss, encoder, (fights.Train, fights.Validation), context with { Experiment = "cuphead/focal-grid" });
        var predicted = policy.Predict(fights.Test, context.Cancellation);
        var evaluation = PolicyEvaluation.Of($"{options.Cell} {latent}", fights.Test, predicted);
        evaluation.Save(policy.Folder);
        return new GridPolicy(latent, options.Cell, options.Seed, policy.Folder, policy.Training, evaluation);
    }
}
