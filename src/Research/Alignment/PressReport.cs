using MathNet.Numerics.Statistics;

namespace Research.Alignment;

/// <summary>The presses of one action.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="InLog">How many the key log has.</param>
/// <param name="InFrames">How many are left in frames: one between two frames is in none.</param>
/// <param name="MedianFrames">Median of their lengths, of two middle ones the mean; null where there is none.</param>
public sealed record ActionPresses(string Action, int InLog, int InFrames, double? MedianFrames);

/// <summary>How many presses there are, and how long they are held.</summary>
public static class PressReport
{
    /// <summary>One row an action, in the order of the columns.</summary>
    public static IReadOnlyList<ActionPresses> Of(ActionTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        return [.. timeline.Actions.Names.Select((name, action) =>
        {
            double[] lengths = [.. timeline.Presses(action).Select(press => (double)press.Count)];
            return new ActionPresses(name, timeline.LoggedPresses.ElementAtOrDefault(action), lengths.Length, lengths.Length == 0
                ? null : lengths.Median());
        })];
    }
}
