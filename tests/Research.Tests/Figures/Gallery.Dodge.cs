using Research.Dodge;
using Research.Figures;
using Research.Training;

namespace Research.Tests.Figures;

/// <summary>The figures of dodge timing, from made-up probabilities.</summary>
internal static partial class Gallery
{
    private static Dictionary<string, Func<Figure>> OfDodgeTiming() => new()
    {
        ["dodge-curves"] = () => DetectorCurvesFigure.Draw("The network on whole episodes kept apart", DodgeTraining()),
        ["dodge-confusion"] = () => ConfusionFigure.Draw("What was said of which windows", Detector("frames", 1.2)),
        ["dodge-probabilities"] = () => ProbabilityHistogramFigure.Draw("Probabilities of the windows to score", Detector("frames", 1.2)),
        ["dodge-ranking"] = () => RankingFigure.Draw("Every threshold at once", Detector("frames", 1.2), Detector("state, one hidden layer", 2), Detector("state, logistic regression", 0.6)),
        ["dodge-lead-time"] = () => LeadTimeFigure.Draw("How early a dodge can be told",
            ("frames", [.. Enumerable.Range(0, 16).Select(before => Detector("frames", 1.5 - 0.1 * before))]),
            ("state", [.. Enumerable.Range(0, 16).Select(before => Detector("state", 1.0 - 0.1 * before))])),
    };

    private static TrainingResult DodgeTraining() => new(
        [.. Enumerable.Range(1, 20).Select(epoch => new EpochLog(epoch, 1, 0, new Dictionary<string, double>
        {
            ["train_loss"] = 0.7 / epoch,
            ["train_accuracy"] = 1 - 0.5 / epoch,
            ["val_loss"] = 0.9 / Math.Sqrt(epoch),
            ["val_accuracy"] = 0.9 - 0.4 / epoch,
        }))], 20, false, 0);

    /// <summary>Windows of ten episodes; dodges get probabilities that lie higher by <paramref name="separation"/> deviations.</summary>
    private static DodgeEvaluation Detector(string name, double separation)
    {
        var random = new Random(8);
        DodgeWindow[] windows = [.. Enumerable.Range(0, 200).Select(row => new DodgeWindow(row / 20, row, row % 2 == 0))];
        return new DodgeEvaluation(name, windows, [.. windows.Select(w =>
            (float)(1 / (1 + Math.Exp(-(Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6 + (w.IsDodge ? separation : -separation) / 2) * 2))))]);
    }
}
