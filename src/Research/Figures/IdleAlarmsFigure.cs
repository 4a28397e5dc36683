using Research.Control;

namespace Research.Figures;

/// <summary>What a policy presses where nothing is to be pressed.</summary>
public static class IdleAlarmsFigure
{
    /// <summary>For each action the share of idle frames with a false alarm, a bar for each set of thresholds.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="truth">What was pressed.</param>
    /// <param name="predictions">What the policy says of the same frames.</param>
    /// <param name="thresholds">Sets of thresholds, each with a name.</param>
    public static Figure Draw(string title, ControlTruth truth, ControlPredictions predictions, params (string Name, IReadOnlyList<double> Thresholds)[] thresholds)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(thresholds);
        int actions = ControlLayout.Actions.Count;
        int[] idle = [.. Enumerable.Range(0, truth.Count).Where(truth.IsIdle)];
        var figure = new Figure(title) { Height = 460, Legend = Legend.Top, YAxis = { Title = "Idle frames with a false alarm", TickFormat = "~%" } };
        for (int i = 0; i < thresholds.Length; i++)
        {
            var (name, own) = thresholds[i];
            double[] alarms = [.. Enumerable.Range(0, actions).Select(action => idle.Count(row => predictions.Actions[row * actions + action] > own[action]) / (double)Math.Max(idle.Length, 1))];
            figure.Add.Bar(Series.Of(ControlLayout.Actions.Select(control => ControlLayout.Names[control])), alarms, name, Palette.Categorical[i]);
        }

        return figure;
    }
}
