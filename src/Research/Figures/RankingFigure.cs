using System.Globalization;
using Research.Dodge;
using Research.Metrics;

namespace Research.Figures;

/// <summary>What every threshold makes of a detector's probabilities.</summary>
public static class RankingFigure
{
    /// <summary>ROC curves on the left, precision over recall on the right; the dashed lines know nothing. Areas are in the legend.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="evaluations">The detectors, all on the same windows.</param>
    public static Figure Draw(string title, params DodgeEvaluation[] evaluations)
    {
        ArgumentNullException.ThrowIfNull(evaluations);
        var figure = new Figure(title, 1, 2) { Height = 470, Legend = Legend.Top };
        var (roc, precision) = (figure[0, 0], figure[0, 1]);
        (roc.XAxis.Title, roc.YAxis.Title) = ("False positive rate", "True positive rate");
        (precision.XAxis.Title, precision.YAxis.Title) = ("Recall", "Precision");
        foreach (var panel in new[] { roc, precision })
        {
            (panel.XAxis.Range, panel.YAxis.Range) = ((-0.02, 1.02), (0, 1.03));
        }

        for (int i = 0; i < evaluations.Length; i++)
        {
            var evaluation = evaluations[i];
            var curve = RankingCurve.Of(evaluation.Labels, evaluation.Probabilities);
            string color = Palette.Categorical[i % Palette.Categorical.Count];
            string name = string.Create(CultureInfo.InvariantCulture, $"{evaluation.Name}: AUC {evaluation.RocAuc:0.00}, AP {evaluation.AveragePrecision:0.00}");
            roc.Add.Line(curve.FalsePositiveRate.ToArray(), curve.Recall.ToArray(), name, color);
            precision.Add.Line(curve.Recall.ToArray(), curve.Precision.ToArray(), name, color);
        }

        double[] ends = [0, 1];
        double share = evaluations[0].Labels.Average(label => label ? 1.0 : 0);
        roc.Add.Line(ends, ends, color: Palette.Grey, dash: Dash.Dash);
        precision.Add.HorizontalLine(share);
        return figure;
    }
}
