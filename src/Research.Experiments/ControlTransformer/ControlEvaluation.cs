using System.Globalization;
using Research.Metrics;
using Research.Sessions.Controls;

namespace Research.Experiments.ControlTransformer;

/// <summary>The document's scores of a policy.</summary>
/// <remarks>
/// Source: control-transformer document, "Evaluation Metrics". An average F1 is over the controls that occur, 0 where none does.
/// Scores of looks, slots and the cursor are null without a frame to be scored on; the document's combined score takes them as 0.
/// </remarks>
public sealed class ControlEvaluation
{
    /// <summary>The screen that cursor errors are measured in: pixels across and down.</summary>
    public const int ScreenWidth = 1920, ScreenHeight = 1080;

    internal static readonly double[] Half = [.. Enumerable.Repeat(0.5, ControlLayout.Presses.Count)];

    private readonly Lazy<ConfidenceInterval> _interval;

    /// <summary>Scores predictions.</summary>
    /// <param name="name">What the policy is called.</param>
    /// <param name="truth">What was pressed.</param>
    /// <param name="predictions">The policy's predictions of the same frames.</param>
    /// <param name="thresholds">A press is where the probability is above: one for each of <see cref="ControlLayout.Presses"/>;
    /// null: 0.5.</param>
    /// <exception cref="ArgumentException">They are of different numbers of frames.</exception>
    /// <param name="ends">Where the frames are from, for the interval; those of a recording stand together.</param>
    public ControlEvaluation(
        string name, ControlLabels truth, ControlPredictions predictions, IReadOnlyList<double>? thresholds = null,
        IReadOnlyList<(ControlRecording Recording, int Frame)>? ends = null)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predictions);
        if (truth.Count != predictions.Count)
        {
            throw new ArgumentException($"Predictions of {predictions.Count} frames cannot be scored against {truth.Count}.",
                nameof(predictions));
        }

        (Name, Thresholds) = (name, thresholds ?? Half);
        _interval = new(() => ends is null ? ConfidenceInterval.Point(ActionF1) : Bootstrap.Of(
            RowRange.OfGroups(ends.Select(end => end.Recording)),
            drawn => Average(Scores(
                ControlLayout.Actions, [.. drawn.SelectMany(d => d.Rows).Where(row => !truth.IsScreenOpen[row])], truth.Actions,
                    predictions.Actions, 0)),
            seed: 42, resamples: 200, units: "recordings", parts: "windows"));
        int[] rows = [.. Enumerable.Range(0, truth.Count)];
        int[] play = [.. rows.Where(row => !truth.IsScreenOpen[row])], screen = [.. rows.Where(row => truth.IsScreenOpen[row])];
        Actions = Scores(ControlLayout.Actions, play, truth.Actions, predictions.Actions, 0);
        Inventory = Scores(ControlLayout.Inventory, screen, truth.Inventory, predictions.Inventory, ControlLayout.Actions.Count);

        int[] looking = [.. play.Where(row => truth.IsLooking(row))];
        LookMse = Mean(looking, row => (Square(predictions.Look[2 * row] - truth.Look[2 * row])
            + Square(predictions.Look[2 * row + 1] - truth.Look[2 * row + 1])) / 2);
        int[] turns = [.. looking.SelectMany(row => (int[])[2 * row, 2 * row + 1])
            .Where(i => Math.Abs(truth.Look[i]) > (float)ControlLayout.LookDeadZone)];
        LookDirectionAccuracy = Mean(turns, i => MathF.Sign(predictions.Look[i]) == MathF.Sign(truth.Look[i]) ? 1 : 0);

        HotbarAccuracy = Mean([.. rows.Where(row => truth.Hotbar[row] >= 0)], row => predictions.Slot(row) == truth.Hotbar[row]
            ? 1 : 0);
        CursorMse = Mean(screen, row => (Square(predictions.Cursor[2 * row] - truth.Cursor[2 * row])
            + Square(predictions.Cursor[2 * row + 1] - truth.Cursor[2 * row + 1])) / 2);
        CursorPixelError = Mean(screen, row => Math.Sqrt(
            Square(ScreenWidth * (predictions.Cursor[2 * row] - truth.Cursor[2 * row]))
            + Square(ScreenHeight * (predictions.Cursor[2 * row + 1] - truth.Cursor[2 * row + 1]))));
        IdleAccuracy = Mean([.. play.Where(truth.IsIdle)], row => Enumerable.Range(0, ControlLayout.Actions.Count)
            .All(action => predictions.Actions[row * ControlLayout.Actions.Count + action] <= Thresholds[action]) ? 1 : 0) ?? 0;
    }

    /// <summary>What the policy is called.</summary>
    public string Name { get; }

    /// <summary>The thresholds of presses: [15].</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>The twelve actions, on frames of play.</summary>
    public IReadOnlyList<ActionScore> Actions { get; }

    /// <summary>The inventory's three, on frames with a screen.</summary>
    public IReadOnlyList<ActionScore> Inventory { get; }

    /// <summary>Mean F1 of the actions that occur.</summary>
    public double ActionF1 => Average(Actions);

    /// <summary>
    /// <see cref="ActionF1"/> with its interval, had other recordings been held out; of a single recording, blocks of 30 windows
    /// are drawn. Without bounds where the recordings are not known.
    /// </summary>
    public ConfidenceInterval ActionF1Interval => _interval.Value;

    /// <summary>Mean F1 of the inventory's controls that occur.</summary>
    public double InventoryF1 => Average(Inventory);

    /// <summary>
    /// Mean squared error of both directions, on frames of play with a look above the dead zone; null where there is none.
    /// </summary>
    public double? LookMse { get; }

    /// <summary>
    /// Share of looks above the dead zone, each direction for itself, whose sign is right; null where there is none.
    /// </summary>
    public double? LookDirectionAccuracy { get; }

    /// <summary>Share of newly chosen slots that are the likeliest; null where none is chosen.</summary>
    public double? HotbarAccuracy { get; }

    /// <summary>Mean squared error of both directions, on frames with a screen; null where there is none.</summary>
    public double? CursorMse { get; }

    /// <summary>Mean distance in pixels of a screen of 1920 × 1080; null where no frame has a screen.</summary>
    public double? CursorPixelError { get; }

    /// <summary>
    /// Share of idle frames (of play, no action pressed) where no action is above its threshold; 0 where there is none.
    /// </summary>
    public double IdleAccuracy { get; }

    /// <summary>
    /// 0.4 action F1 + 0.2 (1 − look MSE) + 0.1 hotbar accuracy + 0.1 (1 − cursor MSE) + 0.1 inventory F1 + 0.1 idle accuracy;
    /// as in the document, what is null counts as 0.
    /// </summary>
    public double CombinedScore =>
        0.4 * ActionF1 + 0.2 * (1 - (LookMse ?? 0)) + 0.1 * (HotbarAccuracy ?? 0) + 0.1 * (1 - (CursorMse ?? 0))
            + 0.1 * InventoryF1 + 0.1 * IdleAccuracy;

    /// <summary>The scores that are not null, by name, and an F1 for each control that occurs.</summary>
    public IReadOnlyDictionary<string, double> ByName
    {
        get
        {
            var scores = new Dictionary<string, double?>
            {
                ["action_f1"] = ActionF1,
                ["look_mse"] = LookMse,
                ["look_direction_accuracy"] = LookDirectionAccuracy,
                ["hotbar_accuracy"] = HotbarAccuracy,
                ["cursor_mse"] = CursorMse,
                ["cursor_pixel_error"] = CursorPixelError,
                ["inv_f1"] = InventoryF1,
                ["idle_accuracy"] = IdleAccuracy,
                ["score"] = CombinedScore,
            };
            foreach (var control in Actions.Concat(Inventory))
            {
                scores["f1_" + control.Action] = control.F1;
            }

            return scores.Where(score => score.Value is not null).ToDictionary(score => score.Key, score => score.Value!.Value);
        }
    }

    /// <summary>Combined score, action F1 and idle accuracy.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"combined score {CombinedScore:0.000}, action F1 {ActionF1:0.000}, idle accuracy {IdleAccuracy:0.000}");

    private static double Average(IReadOnlyList<ActionScore> scores) => scores.Where(s => s.Support > 0).Select(s => s.F1!.Value)
        .DefaultIfEmpty(0).Average();

    private static double? Mean(int[] rows, Func<int, double> value) => rows.Length == 0 ? null : rows.Average(value);

    private static double Square(double value) => value * value;

    private ActionScore[] Scores(IReadOnlyList<int> columns, int[] rows, float[] truth, float[] probabilities,
        int firstThreshold) =>
        [.. columns.Select((column, i) =>
        {
            bool IsPressed(int row) => truth[row * columns.Count + i] > 0;
            bool IsPredicted(int row) => probabilities[row * columns.Count + i] > Thresholds[firstThreshold + i];
            return new ActionScore(ControlLayout.Names[column], rows.Count(IsPressed), rows.Count(IsPredicted),
                rows.Count(row => IsPressed(row) && IsPredicted(row)));
        })];
}
