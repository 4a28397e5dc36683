using System.Globalization;
using Research.Classical;
using Research.Figures;
using Research.Metrics;
using Research.Sessions;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Figures of the report's baseline policies: their calibration, and frames with what they predict.</summary>
public static class BaselinePlots
{
    /// <summary>Training and validation loss of each policy by epoch.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="policies">The policies, trained with binary cross-entropy.</param>
    public static Chart Training(string title, params IReadOnlyList<(string Name, ActionPolicy Policy)> policies) =>
        new Chart(title).TrainingCurves([.. policies.Select(p => new TrainingCurve(
            p.Name, p.Policy.Training.Curve("train_loss"), p.Policy.Training.Curve("val_loss")))],
            new() { Y = "Binary cross-entropy" });

    /// <summary>Reliability curves of one action, before and after two corrections of the probabilities.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="action">The action.</param>
    /// <param name="fights">The fights that were predicted.</param>
    /// <param name="policies">The policies' scores, at least one.</param>
    public static ChartGrid Reliability(
        string title, string action, FightDataset fights, params IReadOnlyList<PolicyEvaluation> policies)
    {
        ArgumentNullException.ThrowIfNull(fights);
        (string Name, CalibrationMethod? Method)[] corrections =
            [("as predicted", null), ("Platt", CalibrationMethod.Platt), ("isotonic", CalibrationMethod.Isotonic)];
        return new ChartGrid(title, rows: 1, columns: 3).Each(corrections, (plot, correction, at) => plot.Calibration(
            [.. policies.Select(p => Line(p.Name, p.Calibration(fights, action, correction.Method).Bins))],
            new() { X = $"Predicted probability, {correction.Name}", Legend = at.Column == 2 }));

        static Curve Line(string name, IReadOnlyList<CalibrationBin> bins) =>
            new(name, [.. bins.Select(bin => bin.Frequency)]) { X = [.. bins.Select(bin => bin.Probability)] };
    }

    /// <summary>
    /// Frames by time, with an action and its prediction: two of the first fight, and one from the longest press of the action
    /// whose middle was predicted, if there is one.
    /// </summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="session">The session with the video.</param>
    /// <param name="fights">Its fights.</param>
    /// <param name="action">The action.</param>
    /// <param name="policy">The policy's scores.</param>
    public static Chart Phases(string title, Session session, FightDataset fights, string action, PolicyEvaluation policy)
    {
        ArgumentNullException.ThrowIfNull(fights);
        ArgumentNullException.ThrowIfNull(policy);
        var timeline = fights.Timeline;
        int column = timeline.Actions.IndexOf(action);
        var rows = policy.Probabilities.Frames.Index().ToDictionary(row => row.Item, row => row.Index);
        var fight = fights.Fights.Ranges[0];
        var middles = timeline.Presses(column).OrderByDescending(press => press.Count)
            .Select(press => press.First + press.Count / 2).Where(rows.ContainsKey).Take(1);
        int[] frames = [.. middles.Append(fight.First + fight.Count / 8).Append(fight.First + fight.Count * 3 / 8)
            .Distinct().Order()];
        return PolicyPlots.Frames(title, session, [.. frames.Select(frame => (frame, Label(frame)))]);

        string Label(int frame)
        {
            string probability = rows.TryGetValue(frame, out int row)
                ? policy.Probabilities[row, column].ToString("P0", CultureInfo.InvariantCulture) : "no prediction";
            return $"frame {frame}: {action} {(timeline[frame, column] ? "down" : "up")}, {policy.Name} {probability}";
        }
    }
}
