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
        BinaryClassifier classifier, Func<IReadOnlyList<DodgeWindow>, int, FeatureTable> features, float[] crossValidated) =>
        (_classifier, _features, CrossValidated) = (classifier, features, crossValidated);

    /// <summary>
    /// What classifiers say of the windows to learn from that have not seen their episodes; empty where there is one episode
    /// only.
    /// </summary>
    public IReadOnlyList<float> CrossValidated { get; }

    /// <summary>Trains one.</summary>
    /// <param name="options">What learns, and how.</param>
    /// <param name="samples">The windows.</param>
    /// <param name="features">The numbers of windows that end some frames earlier; a group is an episode.</param>
    public static DodgeClassifier Train(
        ClassifierOptions options, DodgeSamples samples, Func<IReadOnlyList<DodgeWindow>, int, FeatureTable> features)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(features);
        var table = features(samples.Train, 0);
        bool[] labels = [.. samples.Train.Select(w => w.IsDodge)];
        bool canSplit = table.Groups.Distinct().Take(2).Count() == 2;
        return new(BinaryClassifier.Train(table, labels, options), features,
            canSplit ? BinaryClassifier.CrossValidate(table, labels, options) : []);
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
