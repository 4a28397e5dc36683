using System.Globalization;
using Research.Alignment;
using Research.Figures;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Figures of a session's labels: how often each action is held, and for how long.</summary>
public static class BalancePlots
{
    /// <summary>Frames in which each action is held, with the percentage of all frames (figure 1).</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="balance">The session's class balance.</param>
    public static Chart Frames(string title, ClassBalance balance)
    {
        ArgumentNullException.ThrowIfNull(balance);
        return new Chart(title).Bars(
            [.. balance.Actions.Select(action => action.Action)],
            [.. balance.Actions.Select(action => (double)action.Frames)],
            [.. balance.Actions.Select(action =>
                string.Create(CultureInfo.InvariantCulture, $"{action.Frames / (double)balance.Frames:P1}"))],
            new() { X = "Action", Y = "Frames with the action" });
    }

    /// <summary>Frames for which each press is held, a box for each action.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="timeline">What was held at every frame.</param>
    public static Chart PressLengths(string title, ActionTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        return new Chart(title).Boxes(
            [.. timeline.Actions.Names.Select((name, action) =>
                new Sample(name, [.. timeline.Presses(action).Select(press => (double)press.Count)]))],
            new() { Logarithmic = true, X = "Action (n = presses)", Y = "Frames held (logarithmic)" });
    }
}
