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
    /// One run: a line for the training loss and one for the validation loss. Several: a colour a run, solid for training and dashed
    /// for validation. A ring marks the epoch with the lowest validation loss, whose weights are kept.
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

        bool single = runs.Count == 1;
        int epochs = runs.Max(run => Math.Max(run.Training.Count, run.Validation.Count));
        var figure = new Figure(title)
        {
            XAxis = { Title = "Epoch", Grid = true, TickStep = epochs <= 20 ? 1 : null, Range = (0.6, epochs + 0.4) },
            YAxis = { Title = single || runs.All(run => run.Validation.Count == 0) ? loss : $"{loss} (dashed: validation)", Log = logarithmic },
        };
        IReadOnlyList<string> colors = runs.Count <= Palette.Categorical.Count ? Palette.Categorical : Palette.Viridis(runs.Count);
        bool markers = epochs == 1 || (single && epochs <= FewEnoughForMarkers); // a single point has no line
        for (int index = 0; index < runs.Count; index++)
        {
            var run = runs[index];
            figure.Add.Line(Epochs(run.Training), run.Training.ToArray(), single ? "training" : run.Run, colors[index], markers: markers);
            AddValidation(figure, run, single ? "validation" : null, single ? Palette.Vermilion : colors[index], markers);
        }

        return figure;
    }

    private static void AddValidation(Figure figure, LossCurve run, string? name, string color, bool markers)
    {
        if (run.Validation.Count == 0)
        {
            return;
        }

        figure.Add.Line(Epochs(run.Validation), run.Validation.ToArray(), name, color, name is null ? Dash.Dash : Dash.Solid, markers);
        double best = run.Validation.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min();
        if (double.IsFinite(best))
        {
            int epoch = 1 + run.Validation.ToList().IndexOf(best);
            figure.Add.Points(new[] { epoch }, new[] { best }, color: color, size: 15, opacity: 0.45);
        }
    }

    private static int[] Epochs(IReadOnlyList<double> losses) => [.. Enumerable.Range(1, losses.Count)];
}
