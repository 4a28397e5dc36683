using System.Globalization;
using System.Runtime.InteropServices;
using OpenCvSharp;
using Research.Alignment;
using Research.Figures;
using Research.Metrics;
using Research.Sessions;
using Research.Tables;

namespace Research.Experiments.BehaviorCloning;

/// <summary>The Cuphead report's figures, drawn from scores, timelines and frames of a session.</summary>
public static class PolicyPlots
{
    private static readonly string[] Columns = ["Precision", "Recall", "F1"];

    /// <summary>
    /// Precision, recall and F1 of every action, a panel a model; N/A for actions that do not occur (figures 4, 6 and 10).
    /// </summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="models">Names, which may have a second line, and scores on the same frames; at least one.</param>
    public static ChartGrid Scores(string title, params IReadOnlyList<(string Name, ClassificationReport Report)> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        int columns = Math.Clamp(models.Count, 1, 4), rows = Math.Max(1, (models.Count + columns - 1) / columns);
        string[] actions = [.. models.Take(1).SelectMany(model => model.Report.Actions)
            .Select(a => $"{a.Action} (n={a.Support})")];
        return new ChartGrid(title, rows,
            columns)
        { Height = 70 + (rows == 1 ? 400 : 320 * rows), Width = models.Count == 1 ? 800 : Theme.Width }.HeatMaps(
            [.. models.Select(model => (model.Name, Matrix(model.Report.Actions, [a => a.Precision, a => a.Recall, a => a.F1])))],
                actions, Columns,
            new() { Range = (0, 1), ColorBar = "", Y = models.Count > 4 ? "" : "Action (n = support)" });
    }

    /// <summary>The same, from the best composite F1 to the worst.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="models">Names and scores on the same frames.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite.</param>
    public static ChartGrid ScoresByComposite(
        string title, IReadOnlyList<(string Name, ClassificationReport Report)> models, IReadOnlyList<string> compositeActions) =>
        Scores(title, [.. ByComposite(models, compositeActions).Select(model =>
            ($"{model.Name}\nComposite F1: {model.Composite?.ToString("0.00", CultureInfo.InvariantCulture) ?? "N/A"}",
                model.Report))]);

    /// <summary>F1 of every action and the composite, a row a model, the best composite on top (figure 7).</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="models">Names and scores on the same frames; at least one.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite.</param>
    public static Chart Comparison(
        string title, IReadOnlyList<(string Name, ClassificationReport Report)> models, IReadOnlyList<string> compositeActions)
    {
        var sorted = ByComposite(models, compositeActions);
        var actions = sorted.Take(1).SelectMany(model => model.Report.Actions).ToArray();
        return new Chart(title) { Height = 160 + 44 * models.Count }.HeatMap(
            Matrix(sorted,
                [.. actions.Select((_, i) => (Func<(string Name, ClassificationReport Report, double? Composite), double?>)(m =>
                m.Report.Actions[i].F1)), m => m.Composite]),
            [.. sorted.Select(model => model.Name)], [.. actions.Select(a => $"{a.Action}\n(n={a.Support})"), "Composite\nF1"],
            new()
            {
                Range = (0, 1),
                ColorBar = "F1",
                Colors = new ScottPlot.Colormaps.Viridis(),
                X = "Action (n = support)",
                Y = "Model",
            });
    }

    /// <summary>Scores of policies, a row each, metrics from the kindest to the strictest.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="scores">The policies, from the top; at least one.</param>
    /// <param name="actions">The actions whose frame F1 and, but for the first, onset F1 are shown.</param>
    public static Chart Baselines(string title, IReadOnlyList<PolicyScores> scores, IReadOnlyList<string> actions)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(actions);
        (string Name, Func<PolicyScores, double?> Of)[] metrics =
        [
            ("Binary\naccuracy", s => s.BinaryAccuracy), ("Exact\nmatch", s => s.ExactMatch),
                ("Composite\nF1", s => s.CompositeF1),
            .. actions.Select(a => ($"{a}\nF1", (Func<PolicyScores, double?>)(s => s.FrameF1[a]))),
            .. actions.Skip(1).Select(a => ($"{a}\nonset ±1", (Func<PolicyScores, double?>)(s => s.OnsetF1Within1[a]))),
            .. actions.Skip(1).Select(a => ($"{a}\nonset ±0", (Func<PolicyScores, double?>)(s => s.OnsetF1[a]))),
        ];
        return new Chart(title) { Height = 150 + 44 * scores.Count }.HeatMap(
            Matrix(scores, [.. metrics.Select(m => m.Of)]), [.. scores.Select(s => s.Policy)], [.. metrics.Select(m => m.Name)],
            new() { Range = (0, 1), ColorBar = "Score" });
    }

    /// <summary>Of the frames in which the row's action is down, the fraction in which the column's is down too.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="actions">The actions.</param>
    /// <param name="frames">[action, action]: frames in which both are down.</param>
    public static Chart Cooccurrence(string title, IReadOnlyList<string> actions, int[,] frames)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(frames);
        int[] indices = [.. Enumerable.Range(0, actions.Count)];
        double[,] shares = Matrix(indices,
            [.. indices.Select(column => (Func<int, double?>)(row => (double)frames[row, column] / frames[row, row]))]);
        return new Chart(title) { Width = 860 }
            .HeatMap(shares, [.. indices.Select(i => $"{actions[i]} (n={frames[i, i]})")], actions,
            new()
            {
                Format = "0%",
                Range = (0, 1),
                ColorBar = "Fraction of frames",
                X = "Also down",
                Y = "Of the frames with this action down",
            });
    }

    /// <summary>The player's keys and the models' on the same frames (figures 3, 8 and 9).</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="human">What was pressed.</param>
    /// <param name="frames">The frames to show; the axis counts them from 0.</param>
    /// <param name="models">The models, the best first.</param>
    public static Chart Timeline(
        string title, ActionTimeline human, IReadOnlyList<int> frames,
            params IReadOnlyList<(string Name, ActionTimeline Predicted)> models)
    {
        ArgumentNullException.ThrowIfNull(human);
        return new Chart(title).KeyTimeline(human.Actions.Names,
            [new("Human", Held(human, frames)),
            .. models.Select(model => new HeldKeys(model.Name, Held(model.Predicted, frames)))]);
    }

    /// <summary>The player's keys and those of scored policies, on the frames that the first policy predicts.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="fights">The fights that were predicted.</param>
    /// <param name="policies">The policies' scores, the best first; at least one.</param>
    public static Chart Timeline(string title, FightDataset fights, params IReadOnlyList<PolicyEvaluation> policies)
    {
        ArgumentNullException.ThrowIfNull(fights);
        ArgumentNullException.ThrowIfNull(policies);
        return Timeline(title, fights.Timeline, policies[0].Probabilities.Frames,
            [.. policies.Select(policy => (policy.Name, policy.Predicted))]);
    }

    /// <summary>Chosen frames of a session's video, three in a row.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="session">A session with a video.</param>
    /// <param name="frames">Number and label of each frame, by rising number.</param>
    /// <exception cref="VideoException">The video cannot be decoded, or ends before the last of them.</exception>
    public static Chart Frames(string title, Session session, IReadOnlyList<(int Frame, string Label)> frames)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(frames);
        var pictures = new List<Picture>();
        using var video = VideoReader.Open(session.VideoFile);
        foreach (var (index, frame) in video.ReadAll())
        {
            if (index == frames[pictures.Count].Frame)
            {
                pictures.Add(Shrink(frame, frames[pictures.Count].Label));
                if (pictures.Count == frames.Count)
                {
                    return new Chart(title).ImageGrid(pictures, columns: 3);
                }
            }
        }

        throw new VideoException(session.VideoFile, frames[pictures.Count].Frame, "no such frame", "one to draw");
    }

    /// <summary>The frames around the first press of an action in a fight that has enough frames around it.</summary>
    /// <param name="session">A session with a video.</param>
    /// <param name="action">The action.</param>
    /// <param name="before">Frames before the one whose label has the key first.</param>
    /// <param name="after">Frames after it.</param>
    /// <returns>A chart that says so where there is no such press.</returns>
    public static Chart Moment(Session session, string action, int before = 6, int after = 2)
    {
        ArgumentNullException.ThrowIfNull(session);
        var press = session.Logs.Timeline.Presses(session.Logs.Timeline.Actions.IndexOf(action))
            .FirstOrDefault(p => session.Logs.Fights.Ranges.Any(fight => fight.First <= p.First - before && p.First
            + after < fight.End));
        if (press.Count == 0)
        {
            return Nothing(
                $"No press of {action} in a fight of '{session.Name}' has {before} frames before it and {after} after");
        }

        return Frames($"Before and after {action} goes down, frame {press.First} of '{session.Name}'", session,
            [.. Enumerable.Range(-before, before + 1 + after)
            .Select(offset => (press.First + offset, offset == 0 ? $"0: {action} in the label" : $"{offset:+0;−0}"))]);
    }

    /// <summary>A chart of its title alone, where there is nothing to draw.</summary>
    internal static Chart Nothing(string title)
    {
        var chart = new Chart(title) { Height = 90 };
        chart.HideAxesAndGrid();
        chart.Axes.Title.IsVisible = true;
        return chart;
    }

    /// <summary>Which actions are down: [frames, actions].</summary>
    private static bool[,] Held(ActionTimeline timeline, IReadOnlyList<int> frames)
    {
        bool[,] held = new bool[frames.Count, timeline.Actions.Count];
        for (int row = 0; row < frames.Count; row++)
        {
            for (int action = 0; action < timeline.Actions.Count; action++)
            {
                held[row, action] = timeline[frames[row], action];
            }
        }

        return held;
    }

    private static Picture Shrink(Mat frame, string label)
    {
        const int Width = 300; // nine frames must not weigh a notebook down
        using var small = new Mat();
        Cv2.Resize(frame, small, new Size(Width, Width * frame.Height / frame.Width), interpolation: InterpolationFlags.Area);
        Cv2.CvtColor(small, small, ColorConversionCodes.BGR2RGB);
        small.GetArray(out Vec3b[] pixels);
        return Picture.OfBytes(label, MemoryMarshal.AsBytes(pixels.AsSpan()), small.Height, small.Width);
    }

    private static IReadOnlyList<(string Name, ClassificationReport Report, double? Composite)> ByComposite(
        IReadOnlyList<(string Name, ClassificationReport Report)> models, IReadOnlyList<string> compositeActions) =>
        [.. models.Select(m => (m.Name, m.Report, Composite: m.Report.CompositeF1([.. compositeActions])))
            .OrderByDescending(m => m.Composite ?? double.NegativeInfinity)];

    private static double[,] Matrix<T>(IReadOnlyList<T> rows, IReadOnlyList<Func<T, double?>> columns)
    {
        double[,] values = new double[rows.Count, columns.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < columns.Count; column++)
            {
                values[row, column] = columns[column](rows[row]) ?? double.NaN;
            }
        }

        return values;
    }
}
