using System.ComponentModel.DataAnnotations;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using Research.Natives;

namespace Research.Classical;

/// <summary>What learns without a gradient through a network.</summary>
public enum ClassifierKind
{
    /// <summary>A weight for each number, after it got mean 0 and deviation 1.</summary>
    LogisticRegression,

    /// <summary>
    /// Gradient-boosted decision trees: LightGBM, or FastTree where LightGBM has no native library (Apple's processors).
    /// </summary>
    BoostedTrees,
}

/// <summary>
/// How a <see cref="BinaryClassifier"/> is trained. Defaults are those of Microsoft.ML unless a number says otherwise.
/// </summary>
public sealed record ClassifierOptions
{
    /// <summary>What learns.</summary>
    public ClassifierKind Kind { get; init; } = ClassifierKind.BoostedTrees;

    /// <summary>Boosted trees: how many.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Trees { get; init; } = 100;

    /// <summary>Boosted trees: leaves of each.</summary>
    [Range(2, ConfigRanges.Most)]
    public int Leaves { get; init; } = 16;

    /// <summary>Boosted trees: how much each tree is believed.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Boosted trees: rows that a leaf has at least.</summary>
    [Range(1, ConfigRanges.Most)]
    public int LeafRows { get; init; } = 10;

    /// <summary>Logistic regression: weight of the squared weights.</summary>
    [Range(0.0, 1e6)]
    public float L2 { get; init; } = 1;

    /// <summary>Seed of all draws.</summary>
    public int Seed { get; init; } = 42;
}

/// <summary>
/// Says how likely a label is for rows of numbers. The same rows, options and machine give the same bits: it trains on one
/// thread.
/// </summary>
public sealed class BinaryClassifier
{
    private readonly MLContext _context;
    private readonly ITransformer? _model;
    private readonly float _prevalence;
    private readonly int _width;

    private BinaryClassifier(MLContext context, ITransformer? model, float prevalence, int width) =>
        (_context, _model, _prevalence, _width) = (context, model, prevalence, width);

    /// <summary>
    /// Trains one. Where all labels are alike, or no row can be told from another, it says their share of every row.
    /// </summary>
    /// <param name="features">The rows.</param>
    /// <param name="labels">[N]</param>
    /// <param name="options">How to train; null: the defaults.</param>
    /// <param name="rows">Numbers of the rows to learn from; null: all.</param>
    /// <exception cref="ArgumentException">There is not one label for each row.</exception>
    /// <exception cref="DllNotFoundException">LightGBM cannot be loaded; the message says what to install.</exception>
    public static BinaryClassifier Train(
        FeatureTable features, IReadOnlyList<bool> labels, ClassifierOptions? options = null, IReadOnlyList<int>? rows = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Count != features.Count)
        {
            throw new ArgumentException($"{features.Count} rows need as many labels; found {labels.Count}.", nameof(labels));
        }

        options ??= new();
        ConfigRanges.Require(options);
        rows ??= [.. Enumerable.Range(0, features.Count)];
        var context = new MLContext(options.Seed);
        float prevalence = (float)rows.Average(row => labels[row] ? 1.0 : 0.0);
        return new(context, prevalence is 0 or 1 ? null : Fit(), prevalence, features.Width);

        ITransformer? Fit()
        {
            try
            {
                return Trainer(context, options).Fit(View(context, features, labels, rows));
            }
            catch (ArgumentNullException) when (prevalence == 0.5f && options.Kind == ClassifierKind.BoostedTrees)
            {
                // No split helps, and the labels are even: Microsoft.ML 5.0.1 cannot read a LightGBM model that is the constant
                // 0.
                return null;
            }
        }
    }

    /// <summary>
    /// What classifiers say that have not seen the row's group: cross-validation. Thresholds and calibration are chosen on these.
    /// </summary>
    /// <param name="features">The rows.</param>
    /// <param name="labels">[N]</param>
    /// <param name="options">How to train; null: the defaults.</param>
    /// <param name="folds">So many classifiers are trained at most, one for each group where there are fewer.</param>
    /// <returns>Probabilities, [N].</returns>
    /// <exception cref="InvalidOperationException">There is one group only.</exception>
    public static float[] CrossValidate(
        FeatureTable features, IReadOnlyList<bool> labels, ClassifierOptions? options = null, int folds = 5)
    {
        ArgumentNullException.ThrowIfNull(features);
        float[] probabilities = new float[features.Count];
        foreach (int[] heldOut in features.Folds(folds))
        {
            var classifier = Train(features, labels, options, [.. Enumerable.Range(0, features.Count).Except(heldOut)]);
            foreach (var (row, probability) in heldOut.Zip(classifier.Predict(features, heldOut)))
            {
                probabilities[row] = probability;
            }
        }

        return probabilities;
    }

    /// <summary>How likely the label is for each row.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="rows">Numbers of the rows that are asked for; null: all.</param>
    /// <returns>Probabilities, [N].</returns>
    /// <exception cref="ArgumentException">Rows have another number of values than those learned from.</exception>
    public float[] Predict(FeatureTable features, IReadOnlyList<int>? rows = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        if (features.Width != _width)
        {
            throw new ArgumentException($"Rows have {_width} numbers here; found {features.Width}.", nameof(features));
        }

        rows ??= [.. Enumerable.Range(0, features.Count)];
        return _model is null || rows.Count == 0 ? [.. rows.Select(_ => _prevalence)]
            : [.. _model.Transform(View(_context, features, null, rows)).GetColumn<float>("Probability")];
    }

    private static IEstimator<ITransformer> Trainer(MLContext context, ClassifierOptions options)
    {
        var trainers = context.BinaryClassification.Trainers;
        return options.Kind == ClassifierKind.LogisticRegression
            ? context.Transforms.NormalizeMeanVariance("Features", fixZero: false).Append(trainers.LbfgsLogisticRegression(
                new LbfgsLogisticRegressionBinaryTrainer.Options
                {
                    NumberOfThreads = 1,
                    L1Regularization = 0,
                    L2Regularization = options.L2,
                }))
            : File.Exists(NativeLibraries.LightGbmLibrary)
            ? trainers.LightGbm(new LightGbmBinaryTrainer.Options
            {
                NumberOfThreads = 1,
                Deterministic = true,
                Seed = options.Seed,
                NumberOfIterations = options.Trees,
                NumberOfLeaves = options.Leaves,
                LearningRate = options.LearningRate,
                MinimumExampleCountPerLeaf = options.LeafRows,
            })
            : trainers.FastTree(new FastTreeBinaryTrainer.Options
            {
                NumberOfThreads = 1,
                Seed = options.Seed,
                NumberOfTrees = options.Trees,
                NumberOfLeaves = options.Leaves,
                LearningRate = options.LearningRate,
                MinimumExampleCountPerLeaf = options.LeafRows,
            });
    }

    private static IDataView View(MLContext context, FeatureTable features, IReadOnlyList<bool>? labels, IReadOnlyList<int> rows)
    {
        var schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Example.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features.Width);
        return context.Data.LoadFromEnumerable(
            rows.Select(row => new Example { Label = labels?[row] ?? false, Features = features.Row(row) }), schema);
    }

    private sealed class Example
    {
        public bool Label { get; set; }

        public float[] Features { get; set; } = [];
    }
}
