using Microsoft.Data.Analysis;
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
}
