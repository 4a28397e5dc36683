using System.Globalization;
using Research.Metrics;
using Research.Sessions.Inputs;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// Scores of predicted windows. Source: SPEC.md §C. Point scores are of the likeliest windows, scores of distributions of the
/// drawn ones, and likelihoods and calibration of true actions, each given the true ones before it.
/// </summary>
public sealed class DecodingEvaluation
{
    private readonly InputWindows _windows;
    private readonly double[] _timeErrors; // sums over the slots of a window, seconds
    private readonly int[] _slots;

    /// <summary>Scores predictions.</summary>
    /// <param name="windows">The true windows.</param>
    /// <param name="predictions">The predictions of each.</param>
    /// <exception cref="ArgumentException">There is not one prediction for each window.</exception>
    public DecodingEvaluation(InputWindows windows, GeneratedWindows predictions)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Likeliest.Count != windows.Count || predictions.Drawn.Count != windows.Count
            || (predictions.Likelihoods?.Count ?? windows.Count) != windows.Count)
        {
            throw new ArgumentException(
                $"{windows.Count} windows need as many predictions; found {predictions.Likeliest.Count}, "
                + $"{predictions.Drawn.Count} drawn and {predictions.Likelihoods?.Count ?? 0} with likelihoods.", nameof(predictions));
        }

        (_windows, Predictions) = (windows, predictions);
        Truth = [.. Enumerable.Range(0, windows.Count).Select(row => windows.Target(row).ToArray())];
        _slots = [.. Truth.Zip(predictions.Likeliest, (truth, guess) => Math.Max(truth.Length, guess.Length))];
        _timeErrors = [.. Truth.Zip(predictions.Likeliest, ErrorOf)];
    }

    /// <summary>The predictions.</summary>
    public GeneratedWindows Predictions { get; }

    /// <summary>What was done, window by window.</summary>
    public IReadOnlyList<InputAction[]> Truth { get; }

    /// <summary>
    /// Mean distance of an action's time from that of the true action of the same number, milliseconds. One that only one side
    /// has counts as at the window's end on the other, so that too many actions cost as too few do.
    /// </summary>
    public double? TimeError => Ratio(_timeErrors.Sum() * 1000, _slots.Sum());

    /// <summary>The same with its interval, had other sessions been played.</summary>
    public ConfidenceInterval TimeErrorInterval(int seed = 1) => Bootstrap.Of(_windows.SessionRows, drawn => Ratio(
        drawn.Sum(rows => rows.Rows.Sum(row => _timeErrors[row])) * 1000,
            drawn.Sum(rows => rows.Rows.Sum(row => _slots[row]))), seed, resamples: 300);

    /// <summary>Share of action slots, of whichever side has more, in which both have the same event.</summary>
    public double? EventAccuracy => Ratio(Truth.Zip(Predictions.Likeliest, (truth, guess) => truth.Zip(guess)
        .Count(pair => pair.First.Event == pair.Second.Event)).Sum(), _slots.Sum());

    /// <summary>Mean distance of the number of actions from the true one.</summary>
    public double LengthError => Truth.Zip(Predictions.Likeliest, (truth, guess) => Math.Abs(truth.Length - guess.Length))
        .Average();

    /// <summary>Earth mover's distance of the drawn lengths from the true ones, actions.</summary>
    public double LengthDistance => EarthMoversDistance.Between(Truth.Select(w => (double)w.Length),
        Predictions.Drawn.Select(w => (double)w.Length))!.Value;

    /// <summary>Share of drawn windows whose last action lies past 600 ms.</summary>
    public double Overrun => OverrunOf(Predictions.Drawn);

    /// <summary>The same of the likeliest.</summary>
    public double LikeliestOverrun => OverrunOf(Predictions.Likeliest);

    /// <summary>
    /// Earth mover's distance of drawn times between actions of a window from the true ones, milliseconds; null where no window
    /// has two actions.
    /// </summary>
    public double? GapDistance => EarthMoversDistance.Between(Gaps(Truth), Gaps(Predictions.Drawn));

    /// <summary>Mean −log of the density of the pointer's place, nats; null without likelihoods.</summary>
    public double? PlaceNegativeLogLikelihood => MeanOf(j => j.PlaceNegativeLogLikelihood);

    /// <summary>Mean −log of the probability of the true event, nats; null without likelihoods.</summary>
    public double? EventNegativeLogLikelihood => MeanOf(j => -Math.Log(Math.Max(j.EventProbability, 1e-12)));

    /// <summary>
    /// For each level the share of true times below the quantile predicted for it: the level itself if quantiles are calibrated;
    /// null without likelihoods.
    /// </summary>
    /// <param name="levels">In (0, 1).</param>
    public IReadOnlyList<double>? Calibration(params double[] levels)
    {
        double[]? ranks = Predictions.Likelihoods?.SelectMany(j => j).Select(j => j.TimeRank).ToArray();
        return ranks is null or [] ? null
            : [.. levels.Select(level => ranks.Count(rank => rank <= level) / (double)ranks.Length)];
    }

    /// <summary>Mean distance of <see cref="Calibration"/> from the levels 0.1, 0.5 and 0.9; null without likelihoods.</summary>
    public double? CalibrationError => Calibration([.. ParallelLevels])?.Zip(ParallelLevels,
        (observed, level) => Math.Abs(observed - level)).Average();

    /// <summary>
    /// How often each true event (rows) was predicted as which (columns); the last row and column are slots that only one side
    /// has.
    /// </summary>
    public int[,] EventConfusion
    {
        get
        {
            int[,] counts = new int[InputAction.EventCount + 1, InputAction.EventCount + 1];
            for (int row = 0; row < Truth.Count; row++)
            {
                for (int k = 0; k < _slots[row]; k++)
                {
                    counts[EventOf(Truth[row], k), EventOf(Predictions.Likeliest[row], k)]++;
                }
            }

            return counts;
        }
    }

    /// <summary>Times between consecutive actions of a window, milliseconds, of all windows.</summary>
    public static IEnumerable<double> Gaps(IEnumerable<InputAction[]> windows) =>
        windows.SelectMany(w => w.Skip(1).Zip(w, (action, before) => (action.Time - before.Time) * 1000));

    /// <summary>Name, and how many windows end past 600 ms.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Predictions.Name}: {100 * Overrun:0.0} % of the drawn windows and {100 * LikeliestOverrun:0.0} % of the likeliest end "
        + $"past 600 ms");

    private static IReadOnlyList<double> ParallelLevels => ParallelActionDecoder.Quantiles;

    private static double? Ratio(double sum, int count) => count == 0 ? null : sum / count;

    private static int EventOf(InputAction[] window, int slot) => slot < window.Length ? (int)window[slot].Event
        : InputAction.EventCount;

    private static double ErrorOf(InputAction[] truth, InputAction[] guess)
    {
        double sum = 0;
        for (int k = 0; k < Math.Max(truth.Length, guess.Length); k++)
        {
            double Of(InputAction[] window) => k < window.Length ? window[k].Time : InputSession.TickSeconds;
            sum += Math.Abs(Of(truth) - Of(guess));
        }

        return sum;
    }

    private static double OverrunOf(IReadOnlyList<InputAction[]> windows) =>
        windows.Average(w => w is [.., { Time: > InputSession.TickSeconds }] ? 1.0 : 0.0);

    private double? MeanOf(Func<ActionLikelihood, double> of)
    {
        double[]? values = Predictions.Likelihoods?.SelectMany(j => j).Select(of).ToArray();
        return values is null or [] ? null : values.Average();
    }
}
