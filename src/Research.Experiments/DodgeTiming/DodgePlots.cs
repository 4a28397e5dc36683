using System.Globalization;
using Research.Classical;
using Research.Figures;
using Research.Metrics;
using Research.Training;

namespace Research.Experiments.DodgeTiming;

/// <summary>Figures of the dodge detector.</summary>
public static class DodgePlots
{
    /// <summary>Loss and accuracy by epoch; the dashed line is what guessing gets right.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="training">A training with losses and accuracies of both sides.</param>
    public static ChartGrid Training(string title, TrainingResult training)
    {
        ArgumentNullException.ThrowIfNull(training);
        return new ChartGrid(title, 1, 2).Each(["loss", "accuracy"], (plot, curve, at) => plot.TrainingCurves(
            [new("", training.Curve("train_" + curve), training.Curve("val_" + curve))],
            new()
            {
                Y = at.Column == 0 ? "Binary cross-entropy" : "Accuracy",
                Legend = at.Column == 1,
                HigherIsBetter = at.Column == 1,
                Reference = at.Column == 1 ? 0.5 : null,
            }));
    }

    /// <summary>Numbers of windows by what is true and what was predicted.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="evaluation">The predictions.</param>
    public static Chart Confusion(string title, DodgeEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var c = evaluation.Report.Confusions[1];
        double[,] counts = { { c.TrueNegatives, c.FalsePositives }, { c.FalseNegatives, c.TruePositives } };
        return new Chart(title) { Width = 640 }.HeatMap(counts, DodgeEvaluation.Classes, DodgeEvaluation.Classes,
            new()
            {
                Format = "0",
                ColorBar = "Windows",
                Range = (0, Math.Max(1, counts.Cast<double>().Max())),
                X = "Predicted",
                Y = "True",
            });
    }

    /// <summary>Probabilities of the windows of either kind, and the threshold.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="evaluation">The predictions.</param>
    public static Chart Probabilities(string title, DodgeEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        var chart = new Chart(title).Histogram(
            [.. DodgeEvaluation.Classes.Select((name, label) => new Sample(name,
                [.. evaluation.Probabilities.Where((_, row) => evaluation.Windows[row].IsDodge == (label == 1))
                .Select(p => (double)p)]))],
            new() { Bins = (0, 1, 0.02), X = "Predicted probability of a dodge (dashed: the threshold)", Y = "Windows" });
        chart.Add.VerticalLine(0.5, 1, new(Palette.Grey), ScottPlot.LinePattern.Dashed);
        return chart;
    }

    /// <summary>ROC and precision-recall curves; the areas are in the legend.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="evaluations">The detectors, all on the same windows; at least one.</param>
    public static ChartGrid Ranking(string title, params DodgeEvaluation[] evaluations)
    {
        ArgumentNullException.ThrowIfNull(evaluations);
        var curves = evaluations.Select(e => (Curve: PrecisionRecallCurve.Of(e.Labels, e.Probabilities),
            Name: string.Create(CultureInfo.InvariantCulture, $"{e.Name}:\nAUC {e.RocAuc:0.00}, AP {e.AveragePrecision:0.00}")))
            .ToArray();
        Curve Line(string name, IReadOnlyList<double> x, IReadOnlyList<double> y) => new(name, y) { X = x, Markers = false };
        var grid = new ChartGrid(title, 1, 2);
        grid[0, 0].Roc([.. curves.Select(c => Line(c.Name, c.Curve.FalsePositiveRate, c.Curve.Recall))],
            new() { Legend = false });
        grid[0, 1].PrecisionRecall([.. curves.Select(c => Line(c.Name, c.Curve.Recall, c.Curve.Precision))],
            evaluations[0].Labels.Average(label => label ? 1.0 : 0));
        return grid;
    }

    /// <summary>Reliability curves before and after two corrections of the probabilities.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="evaluations">The detectors, at least one.</param>
    public static ChartGrid Reliability(string title, params DodgeEvaluation[] evaluations)
    {
        ArgumentNullException.ThrowIfNull(evaluations);
        (string Name, CalibrationMethod? Method)[] corrections =
            [("as predicted", null), ("Platt", CalibrationMethod.Platt), ("isotonic", CalibrationMethod.Isotonic)];
        return new ChartGrid(title, rows: 1, columns: 3).Each(corrections, (plot, correction, at) => plot.Calibration(
            [.. evaluations.Select(e => Line(e.Name, e.Calibration(correction.Method).Bins))],
            new() { X = $"Predicted probability, {correction.Name}", Legend = at.Column == 2 }));

        static Curve Line(string name, IReadOnlyList<CalibrationBin> bins) =>
            new(name, [.. bins.Select(bin => bin.Frequency)]) { X = [.. bins.Select(bin => bin.Probability)] };
    }

    /// <summary>
    /// Accuracy by how early the windows end, with intervals as bands; the dashed line is what guessing gets right.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="detectors">Names and evaluations; the first of each has windows that end at the onset, every next one a frame
    /// earlier.</param>
    public static Chart LeadTime(string title, params (string Name, IReadOnlyList<DodgeEvaluation> ByFramesBefore)[] detectors)
    {
        ArgumentNullException.ThrowIfNull(detectors);
        var chart = new Chart(title)
            .Curves([.. detectors.Select(d => new Curve(d.Name, [.. d.ByFramesBefore.Select(e => e.Accuracy)])
        {
            X = [.. Enumerable.Range(0, d.ByFramesBefore.Count).Select(before => (double)before)],
            Band = [.. d.ByFramesBefore.Select(e =>
                (e.AccuracyInterval.Low ?? double.NaN, e.AccuracyInterval.High ?? double.NaN))],
        })], new()
        {
            Reference = 0.5,
            X = "Frames from the window's end to the onset",
            Y = "Accuracy (band: 95 % over episodes)",
        });
        int most = detectors.Max(d => d.ByFramesBefore.Count);
        chart.Axes.SetLimits(most - 0.7, -0.3, 0.2, 1.02);
        return chart;
    }

    /// <summary>The frames of a window, four in a row, the oldest first.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="episodes">Where the window is.</param>
    /// <param name="window">The window.</param>
    /// <param name="frames">Frames in the window.</param>
    public static Chart Window(string title, DodgeEpisodes episodes, DodgeWindow window, int frames = 16) => new Chart(title)
        .ImageGrid(
        [.. Enumerable.Range(1, frames).Select(i => Frame(episodes, window, frames - i, frames > i ? $"−{frames - i}"
            : window.IsDodge ? "0: the press begins" : "0: no press near"))], columns: 4);

    /// <summary>Frames of a window, and below each how much the logit would change with each pixel, on one scale.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="detector">The detector.</param>
    /// <param name="episodes">Where the window is.</param>
    /// <param name="window">The window.</param>
    /// <param name="shown">How many frames before the last each column shows.</param>
    public static Chart Saliency(
        string title, DodgeDetector detector, DodgeEpisodes episodes, DodgeWindow window, params int[] shown)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(episodes);
        float[][] magnitude = detector.Saliency(window);
        int scale = detector.Options.DownsampleFactor, height = episodes.Height / scale, width = episodes.Width / scale;
        double most = magnitude.Max(picture => picture.Max()), all = magnitude.Sum(picture => picture.Sum());
        string Share(float[] picture) => string.Create(CultureInfo.InvariantCulture, $"{100 * picture.Sum() / all:0.0} % of all");
        return new Chart(title).ImageGrid(
        [
            .. shown.Select(before => Frame(episodes, window, before, before == 0 ? "0" : $"−{before}")),
            .. shown.Select(before => magnitude[^(before + 1)])
                .Select(picture => new Picture(Share(picture), [.. picture.Select(v => (float)Math.Sqrt(v / most))], height,
                width)
            {
                Colors = new ScottPlot.Colormaps.Viridis(),
            }),
        ], shown.Length, new() { ColorBar = "√(gradient / largest)" });
    }

    /// <summary>The share of each frame of a window in the gradient's sum, the mean over some windows.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="detector">The detector.</param>
    /// <param name="windows">The windows, at least one.</param>
    public static Chart SaliencyByFrame(string title, DodgeDetector detector, IReadOnlyList<DodgeWindow> windows)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(windows);
        double[][] sums = windows.Select(window => detector.Saliency(window).Select(picture => (double)picture.Sum()).ToArray())
            .ToArray();
        double[] mean = [.. Enumerable.Range(0, sums[0].Length).Select(frame => 100 * sums.Average(s => s[frame] / s.Sum()))];
        return new Chart(title) { Height = 360 }.Bars([.. mean.Select((_, frame) => $"{mean.Length - 1 - frame}")], mean,
            options: new() { Format = "0.0", X = "Frames before the last of the window", Y = "Share of the gradient (%)" });
    }

    private static Picture Frame(DodgeEpisodes episodes, DodgeWindow window, int before, string title)
    {
        int area = episodes.Height * episodes.Width;
        byte[] planes = new byte[3 * area];
        episodes.Items[window.Episode].ReadFrames(window.EndFrame - before, 1, planes);
        return new(title, [.. Enumerable.Range(0, 3 * area).Select(i => planes[i % 3 * area + i / 3] / 255f)], episodes.Height,
            episodes.Width);
    }
}
