using System.Globalization;
using Research.Figures;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Figures of the focal loss and of the report's grid.</summary>
public static class GridPlots
{
    /// <summary>Focal loss of one label by the probability that the policy gives to it, without the weight α.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="gammas">A curve for each γ.</param>
    public static Chart FocalLoss(string title, params IReadOnlyList<double> gammas)
    {
        double[] probability = [.. Enumerable.Range(1, 198).Select(step => step / 199.0)];
        var chart = new Chart(title).Curves(
            [.. gammas.Select(gamma => new Curve(
                string.Create(CultureInfo.InvariantCulture, $"γ = {gamma}"),
                [.. probability.Select(p => -Math.Pow(1 - p, gamma) * Math.Log(p))]) { X = probability })],
            new() { X = "Probability of the true label", Y = "Loss, without α" });
        chart.Add.HorizontalSpan(0.6, 1, ScottPlot.Colors.Gray.WithAlpha(0.2)).LegendText = "well classified";
        return chart;
    }

    /// <summary>The policies of a grid as lines over their options and scores, to explore.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="grid">The grid.</param>
    public static ExploredFigure Runs(string title, GridResult grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return Explore.Grid(new(title),
        [
            ExploredAxis.Of("latents", grid.Policies.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Latent:N0}"))),
            ExploredAxis.Of("cell", grid.Policies.Select(p => $"{p.Cell}")),
            ExploredAxis.Of("epochs", grid.Policies.Select(p => (double)p.Training.Epochs.Count)),
            ExploredAxis.Of("val_loss", grid.Policies.Select(p => p.Training.Best["val_loss"])),
            ExploredAxis.Of("composite F1", grid.Policies.Select(p => p.Evaluation.Composite.Estimate ?? double.NaN)),
        ]);
    }

    /// <summary>Composite F1 on held-out fights by γ and α, at the default threshold and at tuned thresholds.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="gammas">The values of γ: the rows.</param>
    /// <param name="alphas">The values of α: the columns.</param>
    /// <param name="comparison">One seed of a variant for each γ and α, the variants of a γ side by side.</param>
    /// <exception cref="ArgumentException">The comparison has another number of variants.</exception>
    public static ChartGrid Sensitivity(
        string title, IReadOnlyList<double> gammas, IReadOnlyList<double> alphas, LossComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(gammas);
        ArgumentNullException.ThrowIfNull(alphas);
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison.Scores.Count != gammas.Count * alphas.Count)
        {
            throw new ArgumentException(
                $"Found {comparison.Scores.Count} variants; expected one for each of {gammas.Count} γ and {alphas.Count} α.",
                nameof(comparison));
        }

        return new ChartGrid(title, rows: 1, columns: 2).HeatMaps(
            [("threshold 0.5", Matrix(scores => scores.AtDefaultThreshold)),
            ("a threshold for each action", Matrix(scores => scores.AtTunedThresholds))],
            Names("γ", gammas), Names("α", alphas), new() { Range = (0, 1), ColorBar = "" });

        double[,] Matrix(Func<HeldOutScores, double> score)
        {
            double[,] values = new double[gammas.Count, alphas.Count];
            foreach (var (i, seeds) in comparison.Scores.Index())
            {
                values[i / alphas.Count, i % alphas.Count] = score(seeds[0]);
            }

            return values;
        }

        static string[] Names(string letter, IReadOnlyList<double> values) =>
            [.. values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{letter} {value}"))];
    }
}
