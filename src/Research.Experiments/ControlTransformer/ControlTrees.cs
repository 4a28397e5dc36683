using Research.Classical;
using Research.Metrics;
using Research.Sessions.Controls;
using Research.Training;

namespace Research.Experiments.ControlTransformer;

/// <summary>
/// The baseline without attention: boosted trees for each press, on what is sensed in a window's last frame and on the controls
/// of the five frames before. Looks, slots and the cursor are those of a policy that is off.
/// </summary>
public sealed class ControlTrees
{
    private readonly BinaryClassifier[] _classifiers;

    private ControlTrees(BinaryClassifier[] classifiers, double[] thresholds) =>
        (_classifiers, Thresholds) = (classifiers, thresholds);

    /// <summary>
    /// The threshold of each of <see cref="ControlLayout.Presses"/> with the best F1, cross-validated by complete recordings.
    /// </summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Trains them.</summary>
    /// <param name="learning">Windows of two recordings at least.</param>
    /// <param name="options">How to train; null: the defaults.</param>
    /// <param name="folds">Folds of the cross-validation that the thresholds come from.</param>
    /// <param name="context">Stops it between controls; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="InvalidOperationException">There is one recording only.</exception>
    public static ControlTrees Train(
        ControlWindows learning, ClassifierOptions? options = null, int folds = 3, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(learning);
        var table = Features(learning);
        var (classifiers, thresholds) = (new List<BinaryClassifier>(), new List<double>());
        for (int control = 0; control < ControlLayout.Presses.Count; control++)
        {
            context?.Cancellation.ThrowIfCancellationRequested();
            bool[] labels = [.. Enumerable.Range(0, learning.Count).Select(row => IsPressed(learning.Truth, row, control))];
            classifiers.Add(BinaryClassifier.Train(table, labels, options));
            thresholds.Add(ThresholdSearch.Best(labels, BinaryClassifier.CrossValidate(table, labels, options, folds)).Threshold);
        }

        return new([.. classifiers], [.. thresholds]);
    }

    /// <summary>Scores on windows, with their histories and without.</summary>
    /// <param name="windows">The windows.</param>
    public (ControlEvaluation WithHistory, ControlEvaluation WithoutHistory) Evaluate(ControlWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ControlEvaluation Of(string name, ControlWindows seen) =>
            new(name, windows.Truth, Predict(seen), Thresholds, windows.Ends);
        return (Of("boosted trees", windows), Of("boosted trees, no history", windows.WithoutHistory()));
    }

    /// <summary>Predicts other windows.</summary>
    public ControlPredictions Predict(ControlWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var table = Features(windows);
        float[][] said = [.. _classifiers.Select(classifier => classifier.Predict(table))];
        int actions = ControlLayout.Actions.Count;
        float[] Columns(int first, int count) => [.. Enumerable.Range(0, windows.Count)
            .SelectMany(row => said.Skip(first).Take(count).Select(column => column[row]))];
        return ControlBaselines.Off(windows)
            with
        { Actions = Columns(0, actions), Inventory = Columns(actions, ControlLayout.Inventory.Count) };
    }

    /// <summary>The last frame of each window; a group is a recording.</summary>
    private static FeatureTable Features(ControlWindows windows)
    {
        var numbers = windows.Ends.Select(end => end.Recording).Distinct().Index()
            .ToDictionary(recording => recording.Item, recording => recording.Index);
        var values = new List<float>(windows.Count * ControlLayout.InputWidth);
        foreach (int[] rows in Enumerable.Range(0, windows.Count).Chunk(256))
        {
            var batch = windows.Batch(rows);
            for (int i = 0; i < rows.Length; i++)
            {
                values.AddRange(batch.Window(i)[^ControlLayout.InputWidth..]);
            }
        }

        return new(values, windows.Ends.Select(end => numbers[end.Recording]));
    }

    private static bool IsPressed(ControlLabels truth, int row, int control)
    {
        int actions = ControlLayout.Actions.Count;
        return (control < actions ? truth.Actions[row * actions + control]
            : truth.Inventory[row * ControlLayout.Inventory.Count + control - actions]) > 0;
    }
}
