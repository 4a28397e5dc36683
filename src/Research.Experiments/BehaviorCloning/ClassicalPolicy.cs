using Research.Classical;
using Research.Nn;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// The baseline without a recurrent network: a classifier for each action on the latents of a window, by their principal
/// components. Thresholds and calibration come from cross-validation that holds out complete fights.
/// </summary>
/// <remarks>
/// Encoder and components were fitted to all training frames, but to no label; the classifiers of a fold have not seen its
/// fights. Windows end before the frame whose keys are predicted, and do not run from one fight into the next.
/// </remarks>
public sealed class ClassicalPolicy
{
    private const int Blocks = 5;

    /// <summary>Principal components of a latent; fewer where it has fewer numbers, or the fights fewer frames.</summary>
    private const int ComponentCount = 32;

    /// <summary>
    /// Frames that the components are fitted to, evenly spread: the matrix of their inner products grows with the square.
    /// </summary>
    private const int ComponentFrames = 1000;

    private readonly FrameAutoencoder _encoder;
    private readonly PrincipalComponents _components;
    private readonly BinaryClassifier[] _classifiers;

    private ClassicalPolicy(
        FrameAutoencoder encoder, PrincipalComponents components, BinaryClassifier[] classifiers,
        ActionProbabilities crossValidated, double[] thresholds) =>
        (_encoder, _components, _classifiers, CrossValidated, Thresholds) =
            (encoder, components, classifiers, crossValidated, thresholds);

    /// <summary>Frames in a window.</summary>
    public int WindowLength { get; private init; }

    /// <summary>Predictions of the training windows, each by classifiers that have not seen its fight.</summary>
    public ActionProbabilities CrossValidated { get; }

    /// <summary>The threshold of each action with the best F1 on <see cref="CrossValidated"/>.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Trains the classifiers of all actions.</summary>
    /// <param name="options">Kind and hyper-parameters of the classifiers.</param>
    /// <param name="encoder">Makes the latents; stays the caller's.</param>
    /// <param name="train">Fights to train on. A single one is cross-validated in five blocks of consecutive frames.</param>
    /// <param name="windowLength">Frames in a window, at least 1; the report's policies see 10.</param>
    /// <param name="context">Stops it between classifiers; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="InvalidDataException">No fight has more frames than a window.</exception>
    public static ClassicalPolicy Train(
        ClassifierOptions options, FrameAutoencoder encoder, FightDataset train, int windowLength = 10,
        RunContext? context = null)
    {
        context ??= RunContext.Default;
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(train);
        using var latents = encoder.Encode(train.Frames, context.Progress, context.Cancellation);
        using var sample = latents.slice(0, 0, latents.shape[0], Math.Max(1, latents.shape[0] / ComponentFrames));
        var kept = PrincipalComponents.Fit(sample, (int)Math.Min(ComponentCount, Math.Min(sample.shape[0], sample.shape[1])));
        var (table, frames) = Features(train, kept.Project(latents), windowLength);
        float[] crossValidated = new float[frames.Length * train.Timeline.Actions.Count];
        var classifiers = new BinaryClassifier[train.Timeline.Actions.Count];
        for (int action = 0; action < classifiers.Length; action++)
        {
            context.Cancellation.ThrowIfCancellationRequested();
            bool[] labels = [.. frames.Select(frame => train.Timeline[frame, action])];
            classifiers[action] = BinaryClassifier.Train(table, labels, options);
            foreach (var (row, probability) in BinaryClassifier.CrossValidate(table, labels, options).Index())
            {
                crossValidated[row * classifiers.Length + action] = probability;
            }
        }

        var said = new ActionProbabilities(train.Timeline.Actions, frames, crossValidated);
        return new(encoder, kept, classifiers, said,
            [.. said.BestThresholds(train.Timeline).Select(t => t.Threshold)])
        {
            WindowLength = windowLength,
        };
    }

    /// <summary>
    /// Predicts the probability of each action at every frame of the fights with a window of its fight before it.
    /// </summary>
    /// <exception cref="InvalidDataException">No fight has more frames than a window.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public ActionProbabilities Predict(FightDataset fights, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(fights);
        using var latents = _encoder.Encode(fights.Frames, cancellation: cancellation);
        var (table, frames) = Features(fights, _components.Project(latents), WindowLength);
        float[][] columns = [.. _classifiers.Select(classifier => classifier.Predict(table))];
        return new(fights.Timeline.Actions, frames, Enumerable.Range(0, frames.Length)
            .SelectMany(row => columns.Select(column => column[row])));
    }

    /// <summary>Scores the policy on other fights, at the thresholds from cross-validation.</summary>
    /// <param name="name">Name of the policy in tables and figures.</param>
    /// <param name="fights">The fights.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite.</param>
    /// <param name="seed">Seed of the interval and of the baselines that draw.</param>
    public PolicyEvaluation Evaluate(string name, FightDataset fights, IReadOnlyList<string> compositeActions, int seed) =>
        PolicyEvaluation.Of(name, fights, Predict(fights), compositeActions, Thresholds, seed);

    private static (FeatureTable Table, int[] Frames) Features(FightDataset fights, float[,] latents, int windowLength)
    {
        var windows = SlidingWindows.Over(fights.Fights, windowLength);
        if (windows.Count == 0)
        {
            throw new InvalidDataException(
                $"{fights.Name}: found no fight of more than {windowLength} frames without a gap; expected one at least.");
        }

        int width = latents.GetLength(1), numbers = windowLength * width;
        float[] values = new float[windows.Count * numbers];
        for (int window = 0; window < windows.Count; window++)
        {
            Buffer.BlockCopy(latents, sizeof(float) * windows.StartRow(window) * width, values, sizeof(float) * window * numbers,
                sizeof(float) * numbers);
        }

        int[] frames = [.. windows.TargetFrames];
        var ranges = fights.Fights.Ranges;
        if (ranges is [var all])
        {
            return (new FeatureTable(values, frames.Select(frame => Blocks * (frame - all.First) / all.Count)), frames);
        }

        var fightOf = ranges.Index().SelectMany(fight => fight.Item.Frames.Select(frame => (frame, fight.Index))).ToDictionary();
        return (new FeatureTable(values, frames.Select(frame => fightOf[frame])), frames);
    }
}
