using Research.Figures;
using Research.Sessions.Inputs;
using Color = ScottPlot.Color;
using LinePattern = ScottPlot.LinePattern;

namespace Research.Experiments.ActionDecoder;

/// <summary>Figures of action decoders.</summary>
public static class DecodingPlots
{
    /// <summary>
    /// The predicted length beside the number of predicted times inside of the window, and when the last action comes.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="lengths">The predicted lengths.</param>
    /// <param name="drawn">The drawn windows, [N].</param>
    public static ChartGrid Lengths(string title, PredictedLengths lengths, DecodingEvaluation drawn)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentNullException.ThrowIfNull(drawn);
        double[] last = [.. drawn.Predictions.Drawn.Where(w => w.Length > 0).Select(w => 1000.0 * w[^1].Time)];
        double most = 1 + Math.Max(lengths.ByHead.DefaultIfEmpty(0).Max(), lengths.ByTimes.DefaultIfEmpty(0).Max()),
            end = Math.Max(700, 50 * Math.Ceiling(last.DefaultIfEmpty(0).Max() / 50));
        var grid = new ChartGrid(title, 1, 2);
        grid[0, 0].Title("Two predicted lengths");
        Diagonal(grid[0, 0], 0, most);
        grid[0, 0].Add.Markers(lengths.ByHead.Select(l => (double)l).ToArray(), lengths.ByTimes.Select(l => (double)l).ToArray(),
            size: 6, color: new Color(Palette.Blue).WithAlpha(0.35));
        grid[0, 0].XLabel("By the length head (actions)");
        grid[0, 0].YLabel("By the times (actions)");
        grid[0, 1].Title("The last action drawn");
        grid[0, 1].Histogram([new("", last.Length > 0 ? last : [0])],
            new() { Bins = (0, end, 25), X = "Time in window (ms; dashed: its end)", Y = "Windows" });
        grid[0, 1].Add.VerticalLine(1000 * InputSession.TickSeconds, 2, new(Palette.Vermilion), LinePattern.Dashed);
        return grid;
    }

    /// <summary>The training and validation loss of autoregressive decoders by epoch.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="decoders">The decoders.</param>
    public static Chart Training(string title, params IEnumerable<TrainedActionDecoder> decoders) =>
        new Chart(title).TrainingCurves([.. decoders.Select(decoder => new TrainingCurve(
            decoder.Name, decoder.Training.Curve("train_loss"), decoder.Training.Curve("val_loss")))],
            new() { Y = "−log likelihood of a window (nats)" });

    /// <summary>
    /// A panel a window, six with four actions or more spread over all: the drawn time of each action; the grey line is the
    /// window's end.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="decoders">Scores of the decoders on the same windows.</param>
    public static ChartGrid CumulativeTimes(string title, IReadOnlyList<DecodingEvaluation> decoders)
    {
        ArgumentNullException.ThrowIfNull(decoders);
        var truth = decoders[0].Truth;
        int[] lively = [.. truth.Index().Where(window => window.Item.Length >= 4).Select(window => window.Index)];
        int[] windows = [.. Enumerable.Range(0, Math.Min(6, lively.Length))
            .Select(i => lively[(2 * i + 1) * lively.Length / 12]).Distinct()];
        static Curve Times(string name, InputAction[] window, int index) =>
            new(name, [.. window.Select(a => 1000.0 * a.Time).Prepend(0)])
            {
                X = [.. Enumerable.Range(0, window.Length + 1).Select(k => (double)k)],
                Dashed = index >= 0,
                Color = index < 0 ? Palette.Grey : Palette.Categorical[index],
            };
        return new ChartGrid(title, (windows.Length + 2) / 3, 3) { Height = 60 + 260 * ((windows.Length + 2) / 3) }
            .Each(windows, (plot, window, at) =>
        {
            plot.Title($"window {window}");
            plot.Curves([Times("truth", truth[window], -1),
                .. decoders.Select((d, i) => Times(d.Predictions.Name, d.Predictions.Drawn[window], i))],
                new()
                {
                    Reference = 1000 * InputSession.TickSeconds,
                    X = "Action",
                    Y = at.Column == 0 ? "Time (ms)" : "",
                    Legend = at == (0, Math.Min(2, windows.Length - 1)),
                });
        });
    }

    /// <summary>A panel a decoder: the number of actions in a drawn window as bars, the true one as a line.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="decoders">Scores of the decoders on the same windows.</param>
    public static ChartGrid ActionCounts(string title, IReadOnlyList<DecodingEvaluation> decoders) =>
        Distributions(title, decoders, windows => [.. windows.Select(window => (double)window.Length)], "Actions",
            (-0.5, 20.5, 1));

    /// <summary>A panel a decoder: the times between actions of drawn windows as bars, the true ones as a line.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="decoders">Scores of the decoders on the same windows.</param>
    public static ChartGrid Gaps(string title, IReadOnlyList<DecodingEvaluation> decoders) =>
        Distributions(title, decoders, windows => [.. DecodingEvaluation.Gaps(windows)],
            "Milliseconds (the last bar: all above)", (0, 400, 10));

    private static ChartGrid Distributions(
        string title, IReadOnlyList<DecodingEvaluation> decoders, Func<IReadOnlyList<InputAction[]>, double[]> values,
        string axis, (double, double, double) bins)
    {
        ArgumentNullException.ThrowIfNull(decoders);
        double[] truth = values(decoders[0].Truth);
        var samples = decoders.Select(d => (d.Predictions.Name, Values: values(d.Predictions.Drawn))).ToList();
        int columns = Math.Clamp(samples.Count, 1, 3), rows = (samples.Count + columns - 1) / columns;
        return new ChartGrid(title, rows, columns) { Height = 60 + 250 * rows }.Each(samples, (plot, sample, at) =>
        {
            plot.Title(sample.Name);
            plot.Histogram([new("predicted", sample.Values), new("truth", truth, IsReference: true)], new()
            {
                Bins = bins,
                Shares = true,
                X = at.Row == rows - 1 ? axis : "",
                Y = at.Column == 0 ? "Share" : " ",
                Legend = at == (0, columns - 1),
            });
        });
    }

    /// <summary>A panel an evaluation: of the slots with the row's event, the share that was predicted as the column's.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="evaluations">The evaluations, such as four.</param>
    public static ChartGrid EventConfusion(string title, IReadOnlyList<DecodingEvaluation> evaluations)
    {
        ArgumentNullException.ThrowIfNull(evaluations);
        string[] names = [.. Enum.GetNames<InputEvent>().Select(n => n.ToLowerInvariant()), "none"];
        double[,] Shares(int[,] counts)
        {
            double[,] shares = new double[names.Length, names.Length];
            for (int cell = 0; cell < shares.Length; cell++)
            {
                int row = cell / names.Length;
                shares[row, cell % names.Length] = (double)counts[row, cell % names.Length] / Enumerable.Range(0, names.Length)
                    .Sum(column => counts[row, column]);
            }

            return shares;
        }

        int columns = Math.Clamp(evaluations.Count, 1, 2), rows = (evaluations.Count + columns - 1) / columns;
        return new ChartGrid(title, rows, columns) { Height = 60 + 300 * rows }.HeatMaps(
            [.. evaluations.Select(e => (e.Predictions.Name, Shares(e.EventConfusion)))], names, names,
                new() { Format = "0%", Range = (0, 1), ColorBar = "", X = "Predicted", Y = "True" });
    }

    /// <summary>
    /// A panel for the truth and for each decoder: the pointer's drawn paths over the screen in the six windows with the longest
    /// true paths, clicks as large points.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="test">The windows.</param>
    /// <param name="evaluations">Scores of the decoders on them.</param>
    public static ChartGrid PointerPaths(string title, InputWindows test, IReadOnlyList<DecodingEvaluation> evaluations)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(evaluations);
        var truth = evaluations[0].Truth;
        double Path(int row) => truth[row].Zip(truth[row].Skip(1),
            (a, b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y))).Sum();
        int[] windows = [.. Enumerable.Range(0, truth.Count).OrderByDescending(Path).Take(6)];
        (float X, float Y)[] pointers = [.. windows.Select(test.Pointer)];
        (string Name, IReadOnlyList<InputAction[]> Windows)[] decoders =
            [("truth", truth), .. evaluations.Select(e => (e.Predictions.Name, e.Predictions.Drawn))];
        int columns = Math.Clamp(decoders.Length, 1, 3), rows = (decoders.Length + columns - 1) / columns;
        return new ChartGrid(title, rows, columns) { Height = 60 + 270 * rows }.Each(decoders, (plot, decoder, at) =>
        {
            plot.Title(decoder.Name);
            for (int w = 0; w < windows.Length; w++)
            {
                var actions = decoder.Windows[windows[w]];
                var color = Plots.ColorAt(w, windows.Length);
                var path = plot.Add.Scatter(actions.Select(a => (double)a.X).Prepend(pointers[w].X).ToArray(),
                    actions.Select(a => (double)a.Y).Prepend(pointers[w].Y).ToArray(), color);
                (path.LineWidth, path.MarkerSize) = (2, 4);
                var clicks = actions.Where(a => a.Event == InputEvent.Click).ToArray();
                plot.Add.Markers(clicks.Select(a => (double)a.X).ToArray(), clicks.Select(a => (double)a.Y).ToArray(), size: 12,
                    color: color.WithAlpha(0.6));
            }

            plot.Axes.SetLimits(0, 1, 1, 0); // the screen's height runs down
            plot.XLabel(at.Row == rows - 1 ? "Share of the screen's width" : "");
            plot.YLabel(at.Column == 0 ? "Share of its height" : "");
        });
    }

    /// <summary>For each level the fraction of true times to the next action that lie below the predicted quantile.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="evaluations">Scores of decoders that give probabilities.</param>
    public static Chart Calibration(string title, params IEnumerable<DecodingEvaluation> evaluations)
    {
        double[] levels = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
        return new Chart(title) { Width = 760, Height = 560 }.Calibration(
            [.. evaluations.Select(e => new Curve(e.Predictions.Name, e.Calibration(levels)!) { X = levels })],
            new() { X = "Predicted: probability that the time is shorter" });
    }

    private static void Diagonal(ScottPlot.Plot plot, double low, double high)
    {
        var line = plot.Add.Line(low, low, high, high);
        (line.Color, line.LinePattern, line.LineWidth) = (new(Palette.Grey), LinePattern.Dashed, 1);
    }
}
