using Microsoft.Data.Analysis;
using Research.Classical;
using Research.Tables;

namespace Research.Experiments.DodgeTiming;

/// <summary>Scores of detectors as a frame.</summary>
public static class DodgeFrames
{
    /// <summary>
    /// A row for each detector: accuracy with its interval over episodes, area under the ROC curve, average precision.
    /// </summary>
    /// <param name="detectors">The detectors.</param>
    public static DataFrame ToDataFrame(this IEnumerable<DodgeEvaluation> detectors) => detectors.Select(detector => new
    {
        Detector = detector.Name,
        Accuracy = detector.AccuracyInterval,
        detector.RocAuc,
        detector.AveragePrecision,
        Windows = detector.Windows.Count,
    }).ToDataFrame();

    /// <summary>What a dataset of episodes holds, a row for each fact.</summary>
    /// <param name="episodes">The episodes.</param>
    public static DataFrame ToDataFrame(this DodgeEpisodes episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        (string What, FormattableString Value)[] rows =
        [
            ("episodes", $"{episodes.Items.Count}"),
            ("frames", $"{episodes.Items.Sum(episode => episode.FrameCount):N0}"),
            ("size", $"{episodes.Width} × {episodes.Height}"),
            ("frames a second", $"{episodes.FramesPerSecond}"),
            ("actions", $"{string.Join(", ", episodes.ActionNames)}"),
            ("state", $"{string.Join(", ", episodes.StateNames)}"),
            ("dodges", $"{episodes.Items.Sum(episode => episode.Onsets.Count):N0}"),
        ];
        return rows.Select(row => new { row.What, Value = FormattableString.Invariant(row.Value) }).ToDataFrame();
    }

    /// <summary>A row for each split of the windows: its sizes, and how many episodes it has on both sides.</summary>
    /// <param name="splits">The splits.</param>
    public static DataFrame ToDataFrame(this IEnumerable<DodgeSamples> splits) => splits.Select(split => new
    {
        split.Sampling.Split,
        TrainingWindows = split.Train.Count,
        ValidationWindows = split.Validation.Count,
        ValidationDodges = split.Validation.Count(window => window.IsDodge),
        NegativeCandidates = split.Candidates,
        EpisodesOnBothSides =
            split.Train.Select(w => w.Episode).Intersect(split.Validation.Select(w => w.Episode)).Count(),
    }).ToDataFrame();

    /// <summary>A row for each class: precision, recall, F1 and the number of windows.</summary>
    /// <param name="evaluation">The predictions.</param>
    public static DataFrame ByClass(DodgeEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation.Report.Actions
            .Select(c => new { Class = c.Action, c.Precision, c.Recall, c.F1, Windows = c.Support }).ToDataFrame();
    }

    /// <summary>
    /// A row for each detector: calibration error and Brier score as predicted, and after Platt's and isotonic correction.
    /// </summary>
    /// <param name="detectors">The detectors.</param>
    public static DataFrame Calibration(params IEnumerable<DodgeEvaluation> detectors) => detectors.Select(detector =>
    {
        var (predicted, platt, isotonic) = (detector.Calibration(), detector.Calibration(CalibrationMethod.Platt),
            detector.Calibration(CalibrationMethod.Isotonic));
        return new
        {
            Detector = detector.Name,
            CalibrationError = predicted.ExpectedError,
            PlattError = platt.ExpectedError,
            IsotonicError = isotonic.ExpectedError,
            predicted.BrierScore,
            PlattBrier = platt.BrierScore,
            IsotonicBrier = isotonic.BrierScore,
        };
    }).ToDataFrame();

    /// <summary>
    /// A row for each detector beside the accuracies of its training: whether it knows its training windows by heart.
    /// </summary>
    /// <param name="detectors">Each with its scores on its own validation windows.</param>
    public static DataFrame WithTraining(params IEnumerable<(DodgeEvaluation Scores, DodgeDetector Detector)> detectors) =>
        detectors.Select(d => new
        {
            Detector = d.Scores.Name,
            Accuracy = d.Scores.AccuracyInterval,
            d.Scores.RocAuc,
            BestEpochAccuracy = d.Detector.Training.Curve("val_accuracy").Max(),
            TrainingAccuracy = d.Detector.Training.Epochs[^1]["train_accuracy"],
        }).ToDataFrame();
}
