using Research.Arrays.Npy;
using Research.Classical;
using Research.Metrics;

namespace Research.Tests.Classical;

/// <summary>Against scikit-learn (tests/fixtures/classical_parity.py), and by itself.</summary>
public sealed class ClassicalTests
{
    private static readonly Npz Fixture = Npz.Open(Path.Combine(AppContext.BaseDirectory, "classical", "classical.npz"));

    private static bool[] Flags(string name) => [.. Floats(name).Select(value => value > 0)];

    private static float[] Floats(string name) => Fixture[name].Values<float>();

    [Fact]
    public void Logistic_regression_is_scikit_learns()
    {
        bool[] labels = Flags("labels");
        var table = new FeatureTable(Floats("features"), new int[labels.Length]);
        float[] ours = BinaryClassifier.Train(table, labels, new() { Kind = ClassifierKind.LogisticRegression }).Predict(table);
        Assert.All(ours.Zip(Floats("regression")), pair => Assert.Equal(pair.Second, pair.First, 0.01f));
    }

    [Fact]
    public void The_reliability_curve_is_scikit_learns()
    {
        var report = CalibrationReport.Of(Flags("happened"), Floats("said"));
        Assert.All(report.Bins.Zip(Fixture["frequency"].Values<double>(), Fixture["probability"].Values<double>()), bin =>
        {
            Assert.Equal(bin.Second, bin.First.Frequency, 1e-9);
            Assert.Equal(bin.Third, bin.First.Probability, 1e-6);
        });
        Assert.Equal(500, report.Bins.Sum(bin => bin.Count));
    }

    [Fact]
    public void Isotonic_calibration_is_scikit_learns()
    {
        float[] said = Floats("said"), ours = Calibrator.Fit(CalibrationMethod.Isotonic, Flags("happened"), said).Apply(said);
        Assert.True(ours.Zip(Floats("isotonic")).Average(pair => Math.Abs(pair.First - pair.Second)) < 0.005);
        float[] inOrder = [.. said.Zip(ours).OrderBy(pair => pair.First).Select(pair => pair.Second)];
        Assert.All(inOrder.Zip(inOrder.Skip(1)), pair => Assert.True(pair.Second >= pair.First));
    }

    [Theory]
    [InlineData(CalibrationMethod.Platt)]
    [InlineData(CalibrationMethod.Isotonic)]
    public void Calibration_on_other_rows_lessens_the_error_of_overconfident_probabilities(CalibrationMethod method)
    {
        bool[] happened = Flags("happened");
        float[] said = Floats("said"), corrected =
            Calibrator.CrossFit(method, happened, said, [.. said.Select((_, row) => row % 5)]);
        Assert.True(CalibrationReport.Of(happened, corrected).ExpectedError < CalibrationReport.Of(happened,
            said).ExpectedError / 2);
        Assert.True(CalibrationReport.Of(happened, corrected).BrierScore < CalibrationReport.Of(happened, said).BrierScore);
    }

    [Theory]
    [InlineData(ClassifierKind.LogisticRegression)]
    [InlineData(ClassifierKind.BoostedTrees)]
    public void The_same_seed_gives_the_same_bits_and_cross_validation_has_not_seen_the_group(ClassifierKind kind)
    {
        bool[] labels = Flags("labels");
        int[] groups = [.. labels.Select((_, row) => row / 100)];
        var table = new FeatureTable(Floats("features"), groups);
        float[] first = BinaryClassifier.CrossValidate(table, labels, new() { Kind = kind });
        Assert.Equal(first, BinaryClassifier.CrossValidate(table, labels, new() { Kind = kind }));

        // Turned labels of the last group change what is said of the others' rows, and nothing that is said of its own.
        bool[] turned = [.. labels.Select((label, row) => row < 300 ? label : !label)];
        float[] second = BinaryClassifier.CrossValidate(table, turned, new() { Kind = kind });
        Assert.Equal(first[300..], second[300..]);
        Assert.NotEqual(first[..300], second[..300]);
        Assert.True(RankingScores.RocAuc(labels, first) > 0.75);
    }

    [Fact]
    public void Trees_learn_what_no_line_can()
    {
        float[] x = [.. Enumerable.Range(0, 400).SelectMany(i => (float[])[i % 20 - 9.5f, i / 20 - 9.5f])];
        bool[] differ = [.. Enumerable.Range(0, 400).Select(i => x[2 * i] * x[2 * i + 1] < 5)];
        var table = new FeatureTable(x, new int[400]);
        double Auc(ClassifierKind kind) => RankingScores.RocAuc(differ,
            BinaryClassifier.Train(table, differ, new() { Kind = kind }).Predict(table))!.Value;
        Assert.True(Auc(ClassifierKind.BoostedTrees) > 0.99);
        Assert.InRange(Auc(ClassifierKind.LogisticRegression), 0.3, 0.7);
    }

    [Fact]
    public void Labels_that_are_all_alike_are_said_of_every_row()
    {
        var table = new FeatureTable([1, 2, 3], [0, 1, 2]);
        Assert.Equal([1f, 1f, 1f], BinaryClassifier.Train(table, [true, true, true]).Predict(table));
        Assert.Equal([0f, 0f, 0f], BinaryClassifier.CrossValidate(table, [false, false, false]));

        var same = new FeatureTable(new float[40], new int[40]);
        Assert.All(BinaryClassifier.Train(same, [.. Enumerable.Range(0, 40).Select(row => row % 2 == 0)]).Predict(same),
            p => Assert.Equal(0.5f, p));
        Assert.All(BinaryClassifier.Train(same, [.. Enumerable.Range(0, 40).Select(row => row % 4 == 0)]).Predict(same),
            p => Assert.Equal(0.25f, p, 1e-4f));
    }

    [Fact]
    public void Bad_input_is_told()
    {
        var one = new FeatureTable([1, 2], [7, 7]);
        Assert.Equal("Found rows of one group; expected at least two fights, episodes or recordings, to keep whole ones apart.",
            Assert.Throws<InvalidOperationException>(() => one.Folds()).Message);
        Assert.StartsWith("Found 3 values for 2 rows; expected at least one row, and as many values for each.",
            Assert.Throws<ArgumentException>(() => new FeatureTable([1, 2, 3], [0, 1])).Message);
        Assert.StartsWith("2 rows need as many labels; found 1.",
            Assert.Throws<ArgumentException>(() => BinaryClassifier.Train(one, [true])).Message);
        Assert.StartsWith("Found 2 labels, 2 of them true, and 2 probabilities; expected as many of each, and both kinds.",
            Assert.Throws<ArgumentException>(() => Calibrator.Fit(CalibrationMethod.Platt, [true, true], [0, 1])).Message);
    }
}
