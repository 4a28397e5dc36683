using Research.Losses;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>One policy of the grid.</summary>
/// <param name="Latent">Numbers in a frame's code.</param>
/// <param name="Cell">The recurrent cell.</param>
/// <param name="Seed">Seed of the policy.</param>
/// <param name="Folder">Its run's folder.</param>
/// <param name="Training">Its curves.</param>
/// <param name="Evaluation">Its predictions of the test session and their scores at a threshold of 0.5.</param>
public sealed record GridPolicy(int Latent, RecurrentCell Cell, int Seed, string Folder, TrainingResult Training, PolicyEvaluation Evaluation)
{
    /// <summary><c>GRU 512</c>.</summary>
    public string Name => $"{Cell} {Latent}";
}

/// <summary>What a grid came to.</summary>
/// <param name="Policies">All policies, in the grid's order.</param>
/// <param name="Autoencoders">The curves of the autoencoders by latent size.</param>
public sealed record GridResult(IReadOnlyList<GridPolicy> Policies, IReadOnlyDictionary<int, TrainingResult> Autoencoders)
{
    /// <summary>Seconds that the training of all of them took, in all processes that were at it.</summary>
    public double TrainingSeconds => Autoencoders.Values.Concat(Policies.Select(p => p.Training)).Sum(t => t.Seconds);

    /// <summary>The policies of the first seed, best composite first.</summary>
    public IReadOnlyList<GridPolicy> Ranking =>
        [.. Policies.Where(p => p.Seed == Policies[0].Seed).OrderByDescending(p => p.Evaluation.Composite.Estimate ?? 0)];
}

/// <summary>
/// The report's grid search: an autoencoder for each latent size, its codes of all frames once, and on them a policy for each cell
/// and seed. Every autoencoder and every policy is a run of its own, so that a grid that was stopped anywhere goes on from there.
/// </summary>
public static class FocalGrid
{
    /// <summary>Trains and evaluates the grid.</summary>
    /// <param name="options">The grid.</param>
    /// <param name="train">Fights to learn from.</param>
    /// <param name="validation">Fights that say when to stop; the report's are the test session's.</param>
    /// <param name="test">Fights to score on.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite.</param>
    /// <param name="reuse">What becomes of runs of the same grid.</param>
    /// <param name="onPolicy">Told of each policy when it is whole.</param>
    /// <param name="progress">Told of steps.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; whole runs stay, and the same call goes on from there.</exception>
    public static GridResult Run(
        FocalGridOptions options, RecordedFights train, RecordedFights validation, RecordedFights test, IReadOnlyList<string> compositeActions,
        Reuse reuse = Reuse.Unfinished, Action<GridPolicy>? onPolicy = null, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ConfigRanges.Require(options);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        var policies = new List<GridPolicy>();
        var autoencoders = new Dictionary<int, TrainingResult>();
        foreach (int latent in options.Latents)
        {
            using var encoder = FrameAutoencoder.Train(
                options.Autoencoder with { Latent = latent }, train.Frames, validation.Frames, reuse, progress: progress, cancellation: cancellation);
            autoencoders[latent] = encoder.Training;
            foreach (var (cell, seed) in options.Cells.SelectMany(cell => options.Seeds.Select(seed => (cell, seed))))
            {
                policies.Add(Policy(options.Policy with { Cell = cell, Seed = seed }, options.Loss, encoder, train, validation, test, compositeActions, reuse, progress, cancellation));
                onPolicy?.Invoke(policies[^1]);
            }
        }

        return new GridResult(policies, autoencoders);
    }

    /// <summary>Trains and evaluates one policy of the grid.</summary>
    /// <param name="options">How it is trained.</param>
    /// <param name="loss">What it minimises.</param>
    /// <param name="encoder">The autoencoder of its latent size; stays the caller's.</param>
    /// <param name="train">Fights to learn from.</param>
    /// <param name="validation">Fights that say when to stop.</param>
    /// <param name="test">Fights to score on.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite.</param>
    /// <param name="reuse">What becomes of the same run if it is there.</param>
    /// <param name="progress">Told of steps.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    /// <exception cref="TrainingInterruptedException">It was stopped; the same call goes on from there.</exception>
    public static GridPolicy Policy(
        PolicyOptions options, IActionLoss loss, FrameAutoencoder encoder, RecordedFights train, RecordedFights validation, RecordedFights test,
        IReadOnlyList<string> compositeActions, Reuse reuse = Reuse.Unfinished, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(encoder);
        int latent = encoder.LatentSize;
        using var policy = WindowPolicy.Train(
            $"{options.Cell.ToString().ToLowerInvariant()}-{latent}-seed-{options.Seed}", options, loss, encoder, train, validation, reuse, "cuphead/focal-grid", progress, cancellation);
        var evaluation = PolicyEvaluation.Of($"{options.Cell} {latent}", test, policy.Predict(test, cancellation), compositeActions);
        evaluation.Save(policy.Folder);
        return new GridPolicy(latent, options.Cell, options.Seed, policy.Folder, policy.Training, evaluation);
    }
}
