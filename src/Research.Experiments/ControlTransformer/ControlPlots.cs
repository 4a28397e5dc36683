using Research.Figures;
using Research.Sessions.Controls;
using Color = ScottPlot.Color;
using LinePattern = ScottPlot.LinePattern;

namespace Research.Experiments.ControlTransformer;

/// <summary>Figures of the control transformer.</summary>
public static class ControlPlots
{
    private static readonly (string Term, string Title)[] Terms =
        [("action", "Actions"), ("look", "Look"), ("hotbar", "Hotbar"), ("cursor", "Cursor"), ("inv", "Inventory"),
            ("idle", "Idle")];

    /// <summary>A row a control, a column a frame: dark where nothing is pressed.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="recording">The recording.</param>
    public static Chart Timeline(string title, ControlRecording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        double[,] values = new double[ControlLayout.Names.Count, recording.FrameCount];
        for (int cell = 0; cell < values.Length; cell++)
        {
            int control = cell / recording.FrameCount, frame = cell % recording.FrameCount;
            values[control, frame] = Math.Abs(recording[frame, control]);
        }

        var chart = new Chart(title) { Height = 640 }.HeatMap(values, ControlLayout.Names, null,
            new() { Format = "", Range = (0, 1), X = "Frame (30 a second)", Colors = new ScottPlot.Colormaps.Viridis() });
        chart.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic();
        return chart;
    }

    /// <summary>
    /// The share of the frames that a control's head is for, and for slots the share of frames that newly choose it; logarithmic.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="windows">Whose ends are counted.</param>
    public static Chart Balance(string title, ControlWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        double Share(int control)
        {
            bool onScreen = ControlLayout.Inventory.Contains(control) || ControlLayout.Cursor.Contains(control);
            return windows.Ends.Where(e => e.Recording.IsScreenOpen(e.Frame) == onScreen)
                .Select(e => e.Recording[e.Frame, control] != 0 ? 1.0 : 0).DefaultIfEmpty(0).Average();
        }

        double Changes(int slot) => windows.Truth.Hotbar.Count(s => s == slot) / (double)windows.Count;
        string ColorOf(int control) => ControlLayout.Actions.Contains(control) ? Palette.Blue
            : ControlLayout.Look.Contains(control) ? Palette.Vermilion
            : ControlLayout.Hotbar.Contains(control) ? Palette.Green : ControlLayout.Cursor.Contains(control) ? Palette.Purple
                : Palette.Orange;
        int[] controls = [.. Enumerable.Range(0, ControlLayout.Names.Count)];
        return new Chart(title) { Height = 520 }.GroupedBars(ControlLayout.Names,
            [new("", [.. controls.Select(c => ControlLayout.Hotbar.Contains(c) ? Changes(c - ControlLayout.Hotbar[0])
            : Share(c))]) { Colors = [.. controls.Select(ColorOf)] }],
            new() { Y = "Share of the head's frames", Logarithmic = true });
    }

    /// <summary>
    /// The presses of the player and of the policy with the true history and with its own, frame by frame, to explore: the
    /// controls that the player uses most.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="comparison">The policy's predictions.</param>
    /// <param name="frames">So many of the frames, from the first.</param>
    public static ExploredFigure Rollouts(string title, HistoryComparison comparison, int frames)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        const int MostControls = 6;
        var truth = comparison.FreeRun.Truth;
        int controls = ControlLayout.Actions.Count, count = Math.Min(frames, truth.Count);
        int Presses(int control) => Enumerable.Range(0, count).Count(frame => truth.Actions[(frame * controls) + control] > 0);
        int[] used = [.. Enumerable.Range(0, controls).OrderByDescending(Presses).Take(MostControls).Order()];
        T[,] Shown<T>(Func<int, T> valueAt)
        {
            var values = new T[count, used.Length];
            for (int cell = 0; cell < values.Length; cell++)
            {
                int frame = cell / used.Length, control = cell % used.Length;
                values[frame, control] = valueAt((frame * controls) + used[control]);
            }

            return values;
        }

        return Explore.Rollouts(
            new(title, "Frame", "p"), [.. used.Select(control => ControlLayout.Names[ControlLayout.Actions[control]])],
            Shown(at => truth.Actions[at] > 0),
            [
                new("teacher forcing", Shown(at => comparison.TeacherForced.Actions[at])),
                new("free running", Shown(at => comparison.FreeRun.Predictions.Actions[at])),
            ]);
    }

    /// <summary>F1 of every press, a row a policy; N/A where the control does not occur.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="policies">The policies, the first on top.</param>
    public static Chart F1(string title, params IReadOnlyList<ControlEvaluation> policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        double[,] values = new double[policies.Count, ControlLayout.Presses.Count];
        for (int row = 0; row < policies.Count; row++)
        {
            foreach (var (column, score) in policies[row].Actions.Concat(policies[row].Inventory).Index())
            {
                values[row, column] = score.F1 ?? double.NaN;
            }
        }

        return new Chart(title) { Height = 220 + 40 * policies.Count }.HeatMap(values, [.. policies.Select(p => p.Name)],
            [.. ControlLayout.Presses.Select(control => ControlLayout.Names[control])],
                new() { Range = (0, 1), ColorBar = "F1", Colors = new ScottPlot.Colormaps.Viridis() });
    }

    /// <summary>A panel a term of the loss, unweighted.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="log">The log, which alone is needed.</param>
    public static ChartGrid Losses(string title, ControlLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new ChartGrid(title, 2, 3) { Height = 580 }.Each(Terms, (plot, term, at) =>
        {
            plot.Title(term.Title);
            plot.TrainingCurves([new("", log.Curve("train_" + term.Term), log.Curve("val_loss_" + term.Term))],
                new() { X = at.Row == 1 ? "Epoch" : " ", Legend = at == (0, 2) });
        });
    }

    /// <summary>The learning rate by epoch.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="log">The log.</param>
    public static Chart LearningRate(string title, ControlLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new Chart(title) { Height = 300 }.Curves([new("", log.Curve("lr"))], new() { X = "Epoch", Y = "AdamW's rate" });
    }

    /// <summary>The combined score by epoch; a dashed line where a curriculum's next stage begins.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="trainings">Logs, each with a name.</param>
    public static Chart Scores(string title, params (string Name, ControlLog Log)[] trainings)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        var chart = new Chart(title).TrainingCurves(
            [.. trainings.Select(t => new TrainingCurve(t.Name, [], t.Log.Curve("val_score")))],
            new() { HigherIsBetter = true, Y = "Combined score on validation recordings" });
        foreach (var (_, after) in trainings.SelectMany(t => t.Log.Epochs.Zip(t.Log.Epochs.Skip(1)))
            .Where(pair => pair.First.Stage != pair.Second.Stage))
        {
            chart.Add.VerticalLine(after.Epoch - 0.5, 1, new(Palette.Grey), LinePattern.Dashed);
        }

        return chart;
    }

    /// <summary>The fraction of idle frames with a false alarm of each action, at both sets of thresholds.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="trained">The policy and its validation windows.</param>
    public static Chart IdleAlarms(string title, TrainedControls trained)
    {
        ArgumentNullException.ThrowIfNull(trained);
        var (truth, predictions) = (trained.Validation.Truth, trained.Predictions);
        ControlEvaluation[] thresholds = [trained.AtDefaultThreshold, trained.AtTunedThresholds];
        int actions = ControlLayout.Actions.Count;
        int[] idle = [.. Enumerable.Range(0, truth.Count).Where(truth.IsIdle)];
        double Share(int action, double threshold) =>
            100.0 * idle.Count(row => predictions.Actions[row * actions + action] > threshold) / Math.Max(idle.Length, 1);
        return new Chart(title).GroupedBars([.. ControlLayout.Actions.Select(control => ControlLayout.Names[control])],
            [.. thresholds.Select(t => new BarSeries(t.Name,
                [.. Enumerable.Range(0, actions).Select(a => Share(a, t.Thresholds[a]))]))],
                new() { Y = "Idle frames with a false alarm (%)" });
    }

    /// <summary>
    /// Yaw and pitch on frames with a look, the cursor's x and y on frames with a screen; on the dashed line all is right.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="truth">What was done.</param>
    /// <param name="predictions">What the policy predicts of the same frames.</param>
    public static ChartGrid LooksAndCursor(string title, ControlLabels truth, ControlPredictions predictions)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predictions);
        string[] names = ["look_yaw", "look_pitch", "cursor_x", "cursor_y"];
        return new ChartGrid(title, 1, 4) { Height = 320 }.Each(names, (plot, name, at) =>
        {
            bool isLook = at.Column < 2;
            int axis = at.Column % 2;
            var (done, predicted, low) = isLook ? (truth.Look, predictions.Look, -1) : (truth.Cursor, predictions.Cursor, 0);
            int[] rows = [.. Enumerable.Range(0, truth.Count)
                .Where(row => isLook ? truth.IsLooking(row) : truth.IsScreenOpen[row])];
            var line = plot.Add.Line(low, low, 1, 1);
            (line.Color, line.LinePattern, line.LineWidth) = (new(Palette.Grey), LinePattern.Dashed, 1);
            plot.Add.Markers(rows.Select(row => (double)done[2 * row + axis]).ToArray(),
                rows.Select(row => (double)predicted[2 * row + axis]).ToArray(), size: 4,
                color: new Color(Palette.Blue).WithAlpha(0.35));
            plot.Title(name);
            plot.XLabel("Player");
            plot.YLabel(at.Column == 0 ? "Policy" : "");
            plot.Axes.SetLimits(low, 1, low, 1);
        });
    }

    /// <summary>
    /// Each layer's attention over the frames of a window, and the weights of the mean over time; the last frame is at 0. The
    /// mean over 200 windows of play without padding in which an action is pressed.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="windows">Its windows.</param>
    public static Chart Attention(string title, ControlPolicy policy, ControlWindows windows)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(windows);
        var (truth, frames) = (windows.Truth, windows.Frames);
        int[] rows = [.. Enumerable.Range(0, windows.Count)
            .Where(row => !truth.IsScreenOpen[row] && !truth.IsIdle(row) && windows.Ends[row].Frame >= frames).Take(200)];
        double[][] weights = policy.AttentionOverTime(windows, rows);
        double[] before = [.. Enumerable.Range(0, frames).Select(frame => (double)(frames - 1 - frame))];
        var chart = new Chart(title).Curves(
            [.. weights.Select((row, i) => new Curve(i == weights.Length - 1 ? "mean over time" : $"layer {i + 1}",
                row) { X = before, Markers = false, Color = i == weights.Length - 1 ? Palette.Grey : null })],
            new() { Reference = 1.0 / frames, X = "Frames before the predicted one", Y = "Weight" });
        chart.Axes.InvertX();
        return chart;
    }
}
