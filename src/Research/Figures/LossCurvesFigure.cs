namespace Research.Figures;

/// <summary>The losses of one run.</summary>
/// <param name="Run">What the run is called; empty for the only one.</param>
/// <param name="Training">The mean training loss of each epoch, from the first.</param>
/// <param name="Validation">The validation loss after each epoch; empty where there is none.</param>
public sealed record LossCurve(string Run, IReadOnlyList<double> Training, IReadOnlyList<double> Validation);

/// <summary>How training went, epoch by epoch.</summary>
public static class LossCurvesFigure
{
    private const int FewEnoughForMarkers = 25;

    /// <summary>
    /// A solid line for the training loss and a dashed one for the validation loss of each run, in the run's colour; a ring marks the
    /// epoch with the lowest validation loss, whose weights are kept.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="runs">The runs, one or several.</param>
    /// <param name="loss">What is measured, such as <c>Mean squared error</c>.</param>
    /// <param name="logarithmic">Whether the loss is on a logarithmic axis.</param>
    /// <exception cref="ArgumentException">There is no run, or one has no epoch.</exception>
    public static Figure Draw(string title, IReadOnlyList<LossCurve> runs, string loss = "Loss", bool logarithmic = false)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0 || runs.Any(run => run.Training.Count == 0))
        {
            throw new ArgumentException("There is no run, or one without an epoch.", nameof(runs));
        }

        int epochs = runs.Max(run => Math.Max(run.Training.Count, run.Validation.Count));
        var figure = new Figure(title)
        {
            XAxis = { Title = "Epoch", Grid = true, TickStep = epochs <= 20 ? 1 : null, Range = (0.6, epochs + 0.4) },
            YAxis = { Title = loss, Log = logarithmic },
        };
        for (int index = 0; index < runs.Count; index++)
        {
            Add(figure, runs[index], Palette.Categorical[index % Palette.Categorical.Count], epochs <= FewEnoughForMarkers);
        }

        return figure;
    }

    private static void Add(Figure figure, LossCurve run, string color, bool markers)
    {
        string prefix = run.Run.Length == 0 ? "" : run.Run + ", ";
        figure.Add.Line(Epochs(run.Training), run.Training.ToArray(), prefix + "training", color, markers: markers);
        if (run.Validation.Count == 0)
        {
            return;
        }

        figure.Add.Line(Epochs(run.Validation), run.Validation.ToArray(), prefix + "validation", color, Dash.Dash, markers);
        double best = run.Validation.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        if (double.IsFinite(best))
        {
            int epoch = 1 + run.Validation.ToList().IndexOf(best);
            figure.Add.Points(new[] { epoch }, new[] { best }, color: color, size: 15, opacity: 0.45);
        }
    }

    private static int[] Epochs(IReadOnlyList<double> losses) => [.. Enumerable.Range(1, losses.Count)];
}
