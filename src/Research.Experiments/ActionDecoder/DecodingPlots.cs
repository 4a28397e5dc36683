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
    /// <param name="lengths">By the length head and by the times, [N] each.</param>
    /// <param name="windows">What was drawn, [N].</param>
    public static ChartGrid Lengths(
        string title, (IReadOnlyList<float> Head, IReadOnlyList<int> Times) lengths, IReadOnlyList<InputAction[]> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        double[] last = [.. windows.Where(w => w.Length > 0).Select(w => 1000.0 * w[^1].Time)];
        double most = 1 + Math.Max(lengths.Head.DefaultIfEmpty(0).Max(), lengths.Times.DefaultIfEmpty(0).Max()),
            end = Math.Max(700, 50 * Math.Ceiling(last.DefaultIfEmpty(0).Max() / 50));
        var grid = new ChartGrid(title, 1, 2);
        grid[0, 0].Title("Two predicted lengths");
        Diagonal(grid[0, 0], 0, most);
        grid[0, 0].Add.Markers(lengths.Head.Select(l => (double)l).ToArray(), lengths.Times.Select(l => (double)l).ToArray(),
            size: 6, color: new Color(Palette.Blue).WithAlpha(0.35));
        grid[0, 0].XLabel("By the length head (actions)");
        grid[0, 0].YLabel("By the times (actions)");
        grid[0, 1].Title("The last action drawn");
        grid[0, 1].Histogram([new("", last.Length > 0 ? last : [0])],
            new() { Bins = (0, end, 25), X = "Time in window (ms; dashed: its end)", Y = "Windows" });
        grid[0, 1].Add.VerticalLine(1000 * InputSession.TickSeconds, 2, new(Palette.Vermilion), LinePattern.Dashed);
        return grid;
    }

    /// <summary>A panel a window: the time of each action; the grey line is the window's end.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="windows">Rows of the windows, such as six.</param>
    /// <param name="truth">What was done.</param>
    /// <param name="predicted">Names, and what was predicted of every window.</param>
    public static ChartGrid CumulativeTimes(
        string title, IReadOnlyList<int> windows, IReadOnlyList<InputAction[]> truth,
            params (string Name, IReadOnlyList<InputAction[]> Windows)[] predicted)
    {
        ArgumentNullException.ThrowIfNull(windows);
        static Curve Times(string name, InputAction[] window, int index) =>
            new(name, [.. window.Select(a => 1000.0 * a.Time).Prepend(0)])
            {
                X = [.. Enumerable.Range(0, window.Length + 1).Select(k => (double)k)],
                Dashed = index >= 0,
                Color = index < 0 ? Palette.Grey : Palette.Categorical[index],
            };
        return new ChartGrid(title, (windows.Count + 2) / 3, 3) { Height = 60 + 260 * ((windows.Count + 2) / 3) }
            .Each(windows, (plot, window, at) =>
        {
            plot.Title($"window {window}");
            plot.Curves([Times("truth", truth[window], -1), .. predicted.Select((p, i) => Times(p.Name, p.Windows[window], i))],
                new()
                {
                    Reference = 1000 * InputSession.TickSeconds,
                    X = "Action",
                    Y = at.Column == 0 ? "Time (ms)" : "",
                    Legend = at == (0, Math.Min(2, windows.Count - 1)),
                });
        });
    }

    /// <summary>A panel a sample: its shares as bars, those of the truth as a line.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="truth">The true values.</param>
    /// <param name="samples">Names and values.</param>
    /// <param name="axis">What the values are, with their unit.</param>
    /// <param name="bins">Start of the first bin, end of the last, width.</param>
    public static ChartGrid Distributions(
        string title, IReadOnlyList<double> truth, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> samples,
            string axis, (double, double, double) bins)
    {
        ArgumentNullException.ThrowIfNull(samples);
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
    public static ChartGrid EventConfusion(string title, params DecodingEvaluation[] evaluations)
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

        int columns = Math.Clamp(evaluations.Length, 1, 2), rows = (evaluations.Length + columns - 1) / columns;
        return new ChartGrid(title, rows, columns) { Height = 60 + 300 * rows }.HeatMaps(
            [.. evaluations.Select(e => (e.Predictions.Name, Shares(e.EventConfusion)))], names, names,
                new() { Format = "0%", Range = (0, 1), ColorBar = "", X = "Predicted", Y = "True" });
    }

    /// <summary>A panel a decoder: the pointer's paths over the screen in some windows, clicks as large points.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="windows">Rows of the windows.</param>
    /// <param name="pointers">Where the pointer is at the beginning of each of them.</param>
    /// <param name="decoders">Names, the truth first, and the actions of every window.</param>
    public static ChartGrid PointerPaths(
        string title, IReadOnlyList<int> windows, IReadOnlyList<(float X, float Y)> pointers,
            params (string Name, IReadOnlyList<InputAction[]> Windows)[] decoders)
    {
        ArgumentNullException.ThrowIfNull(decoders);
        int columns = Math.Clamp(decoders.Length, 1, 3), rows = (decoders.Length + columns - 1) / columns;
        return new ChartGrid(title, rows, columns) { Height = 60 + 270 * rows }.Each(decoders, (plot, decoder, at) =>
        {
            plot.Title(decoder.Name);
            for (int w = 0; w < windows.Count; w++)
            {
                var actions = decoder.Windows[windows[w]];
                var color = Plots.ColorAt(w, windows.Count);
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

    private static void Diagonal(ScottPlot.Plot plot, double low, double high)
    {
        var line = plot.Add.Line(low, low, high, high);
        (line.Color, line.LinePattern, line.LineWidth) = (new(Palette.Grey), LinePattern.Dashed, 1);
    }
}
