using Research.Classical;

namespace Research.Experiments.DodgeTiming;

/// <summary>
/// A detector without a network of its own: a classifier on numbers of a window, such as the game's state
/// (<see cref="StateFeatures"/>), which the document's conclusion asks for, or what a trained network makes of the frames
/// (<see cref="DodgeDetector.Features"/>).
/// </summary>
public sealed class DodgeClassifier
{
    private readonly BinaryClassifier _classifier;
    private readonly Func<IReadOnlyList<DodgeWindow>, int, FeatureTable> _features;

    private DodgeClassifier(
        string name, BinaryClassifier classifier, Func<IReadOnlyList<DodgeWindow>, int, FeatureTable> features,
        float[] crossValidated) =>
        (Name, _classifier, _features, CrossValidated) = (name, classifier, features, crossValidated);

    /// <summary>Its name in tables and figures.</summary>
    public string Name { get; }

    /// <summary>
    /// Probabilities for the training windows, [N], each by a classifier that was not trained on the window's episode. Empty
    /// where there is one episode only.
    /// </summary>
    public IReadOnlyList<float> CrossValidated { get; }

    /// <summary>Trains one.</summary>
    /// <param name="name">Its name in tables and figures.</param>
    /// <param name="options">What learns, and how.</param>
    /// <param name="samples">The windows.</param>
    /// <param name="features">The numbers of windows that end some frames earlier; a group is an episode.</param>
    public static DodgeClassifier Train(
        string name, ClassifierOptions options, DodgeSamples samples,
        Func<IReadOnlyList<DodgeWindow>, int, FeatureTable> features)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(features);
        var table = features(samples.Train, 0);
        bool[] labels = [.. samples.Train.Select(w => w.IsDodge)];
        bool canSplit = table.Groups.Distinct().Take(2).Count() == 2;
        return new(name, BinaryClassifier.Train(table, labels, options), features,
            canSplit ? BinaryClassifier.CrossValidate(table, labels, options) : []);
    }

    /// <summary>Scores the validation windows.</summary>
    /// <param name="samples">The windows.</param>
    public DodgeEvaluation Evaluate(DodgeSamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new(Name, samples.Validation, Predict(samples.Validation));
    }

    /// <summary>Scores <see cref="CrossValidated"/>.</summary>
    /// <param name="samples">The windows that it was trained on.</param>
    /// <exception cref="ArgumentException">Nothing was cross-validated, or on other windows.</exception>
    public DodgeEvaluation EvaluateCrossValidated(DodgeSamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Train.Count != CrossValidated.Count)
        {
            throw new ArgumentException(
                $"Found {samples.Train.Count} training windows; expected the {CrossValidated.Count} that were cross-validated.",
                nameof(samples));
        }

        int[] rows = [.. Enumerable.Range(0, samples.Train.Count).OrderBy(row => samples.Train[row].Episode)
            .ThenBy(row => samples.Train[row].EndFrame)];
        return new($"{Name}, cross-validated", [.. rows.Select(row => samples.Train[row])],
            [.. rows.Select(row => CrossValidated[row])]);
    }

    /// <summary>How likely a dodge begins at the end of each window.</summary>
    /// <param name="windows">The windows.</param>
    /// <param name="framesBefore">How many frames earlier the windows end.</param>
    /// <returns>Probabilities, [N].</returns>
    public float[] Predict(IReadOnlyList<DodgeWindow> windows, int framesBefore = 0)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return windows.Count == 0 ? [] : _classifier.Predict(_features(windows, framesBefore));
    }
}
