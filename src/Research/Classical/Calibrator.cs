using Microsoft.ML;

namespace Research.Classical;

/// <summary>How probabilities are corrected.</summary>
public enum CalibrationMethod
{
    /// <summary>A logistic curve over the logit: two numbers, for little data. Source: Platt 1999.</summary>
    Platt,

    /// <summary>The non-decreasing steps that fit best: for much data. Source: Zadrozny and Elkan 2002.</summary>
    Isotonic,
}

/// <summary>Corrects probabilities, so that of all that is said to be 30 % likely three in ten happen.</summary>
public sealed class Calibrator
{
    private const float Edge = 1e-6f;

    private readonly MLContext _context;
    private readonly ITransformer _model;

    private Calibrator(MLContext context, ITransformer model) => (_context, _model) = (context, model);

    /// <summary>
    /// Fits a correction on held-out data: those that the probabilities' model was trained on look better than others.
    /// </summary>
    /// <param name="method">How.</param>
    /// <param name="labels">What happened.</param>
    /// <param name="probabilities">What was said, in [0, 1].</param>
    /// <exception cref="ArgumentException">The two differ in length, or all labels are alike.</exception>
    public static Calibrator Fit(CalibrationMethod method, IReadOnlyList<bool> labels, IReadOnlyList<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (labels.Count != probabilities.Count || labels.Distinct().Count() != 2)
        {
            throw new ArgumentException(
                $"Found {labels.Count} labels, {labels.Count(l => l)} of them true, and {probabilities.Count} probabilities; "
                + "expected as many of each, and both kinds.", nameof(labels));
        }

        var context = new MLContext(0);
        var data = View(context, labels, probabilities);
        return new(context, method == CalibrationMethod.Platt
            ? context.BinaryClassification.Calibrators.Platt().Fit(data)
            : context.BinaryClassification.Calibrators.Isotonic().Fit(data));
    }

    /// <summary>
    /// Corrects each half, or fold, by what the others teach, so that no row is judged by itself. A fold whose others are all
    /// alike stays as it is.
    /// </summary>
    /// <param name="method">How.</param>
    /// <param name="labels">What happened, [N].</param>
    /// <param name="probabilities">What was said, [N].</param>
    /// <param name="folds">The fold of each row, [N].</param>
    /// <returns>Corrected probabilities, [N].</returns>
    public static float[] CrossFit(
        CalibrationMethod method, IReadOnlyList<bool> labels, IReadOnlyList<float> probabilities, IReadOnlyList<int> folds)
    {
        ArgumentNullException.ThrowIfNull(folds);
        float[] corrected = [.. probabilities];
        foreach (int fold in folds.Distinct())
        {
            int[] own = [.. Enumerable.Range(0, folds.Count).Where(row => folds[row] == fold)];
            int[] others = [.. Enumerable.Range(0, folds.Count).Where(row => folds[row] != fold)];
            if (others.Select(row => labels[row]).Distinct().Count() == 2)
            {
                var calibrator = Fit(method, [.. others.Select(row => labels[row])],
                    [.. others.Select(row => probabilities[row])]);
                foreach (var (row, probability) in own.Zip(calibrator.Apply([.. own.Select(row => probabilities[row])])))
                {
                    corrected[row] = probability;
                }
            }
        }

        return corrected;
    }

    /// <summary>Corrected probabilities, [N].</summary>
    public float[] Apply(IReadOnlyList<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return probabilities.Count == 0 ? []
            : [.. _context.Data.CreateEnumerable<Corrected>(_model.Transform(View(_context, null, probabilities)),
                reuseRowObject: false).Select(row => row.Probability)];
    }

    private static IDataView View(MLContext context, IReadOnlyList<bool>? labels, IReadOnlyList<float> probabilities) =>
        context.Data.LoadFromEnumerable(probabilities.Select((p, row) =>
        {
            float inside = Math.Clamp(p, Edge, 1 - Edge);
            return new Said { Label = labels?[row] ?? false, Score = MathF.Log(inside / (1 - inside)) };
        }));

    private sealed class Said
    {
        public bool Label { get; set; }

        public float Score { get; set; }
    }

    private sealed class Corrected
    {
        public float Probability { get; set; }
    }
}
