using Research.Classical;
using Research.Metrics;

namespace Research.Experiments.DodgeTiming;

/// <summary>How well probabilities tell windows that end in a dodge from those that do not.</summary>
public sealed class DodgeEvaluation
{
    internal static readonly string[] Classes = ["no dodge", "dodge"];

    private readonly Lazy<ConfidenceInterval> _interval;

    /// <summary>Scores the windows of a validation set.</summary>
    /// <param name="name">What gave the probabilities.</param>
    /// <param name="windows">The windows, those of an episode one after the other.</param>
    /// <param name="probabilities">One for each.</param>
    /// <param name="seed">Seed of the interval's draws.</param>
    /// <exception cref="ArgumentException">There is not one probability for each window, or no window, or an episode's windows
    /// are apart.</exception>
    public DodgeEvaluation(string name, IReadOnlyList<DodgeWindow> windows, IReadOnlyList<float> probabilities, int seed = 42)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (windows.Count != probabilities.Count || windows.Count == 0)
        {
            throw new ArgumentException(
                $"{windows.Count} windows need as many probabilities, at least one; found {probabilities.Count}.",
                nameof(probabilities));
        }

        (Name, Windows, Probabilities) = (name, windows, probabilities);
        var episodes = RowRange.OfGroups(windows.Select(window => window.Episode));
        if (episodes.Zip(episodes.Skip(1)).Any(pair => pair.First.End != pair.Second.First))
        {
            throw new ArgumentException("The windows of an episode stand apart; expected them one after the other.",
                nameof(windows));
        }

        _interval = new(() => Bootstrap.Of(episodes, drawn => AccuracyOver(drawn.SelectMany(d => d.Rows)), seed, blockFrames: 1,
            units: "episodes", parts: "windows"));
    }

    /// <summary>What gave the probabilities.</summary>
    public string Name { get; }

    /// <summary>The windows.</summary>
    public IReadOnlyList<DodgeWindow> Windows { get; }

    /// <summary>How likely each ends in a dodge.</summary>
    public IReadOnlyList<float> Probabilities { get; }

    /// <summary>Whether each truly ends in one.</summary>
    public IReadOnlyList<bool> Labels => [.. Windows.Select(w => w.IsDodge)];

    /// <summary>Share of the windows that a threshold of 0.5 gets right.</summary>
    public double Accuracy => AccuracyOver(Enumerable.Range(0, Windows.Count));

    /// <summary>The same with its interval, had other episodes been kept apart.</summary>
    public ConfidenceInterval AccuracyInterval => _interval.Value;

    /// <summary>Precision, recall, F1 and support of <c>no dodge</c> and <c>dodge</c> at a threshold of 0.5.</summary>
    public ClassificationReport Report => ClassificationReport.Of(
        OneHot(Windows.Select(w => w.IsDodge)), OneHot(Probabilities.Select(p => p > 0.5)));

    /// <summary>Area under the ROC curve.</summary>
    public double? RocAuc => RankingScores.RocAuc(Labels, Probabilities);

    /// <summary>Area under the steps of the precision-recall curve.</summary>
    public double? AveragePrecision => RankingScores.AveragePrecision(Labels, Probabilities);

    /// <summary>Whether probabilities match frequencies, before or after a correction.</summary>
    /// <param name="method">How the probabilities of each episode are corrected by the other episodes; null: not at all.</param>
    public CalibrationReport Calibration(CalibrationMethod? method = null) => CalibrationReport.Of(Labels, method is { } by
        ? Calibrator.CrossFit(by, Labels, Probabilities, [.. Windows.Select(window => window.Episode)]) : Probabilities);

    /// <summary>What the commonest class of the windows to learn from scores: it looks at nothing.</summary>
    public static DodgeEvaluation Majority(DodgeSamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        float said = 2 * samples.Train.Count(w => w.IsDodge) > samples.Train.Count ? 1 : 0;
        return new DodgeEvaluation("commonest class", samples.Validation, [.. samples.Validation.Select(_ => said)]);
    }

    private double AccuracyOver(IEnumerable<int> rows) =>
        rows.Average(row => Probabilities[row] > 0.5 == Windows[row].IsDodge ? 1.0 : 0.0);

    private static LabelMatrix OneHot(IEnumerable<bool> dodges) =>
        new(Classes, dodges.SelectMany(dodge => (bool[])[!dodge, dodge]));
}
