using Microsoft.Data.Analysis;
using Research.Alignment;
using Research.Tables;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Numbers that the Cuphead report prints, for comparison with ours.</summary>
public static partial class CupheadPublished
{
    /// <summary>Frames of the training session (appendix B).</summary>
    public const int TrainFrames = 14_791;

    /// <summary>Frames of the training session in which each action is held (appendix B).</summary>
    public static IReadOnlyDictionary<string, int> TrainFramesHeld { get; } = new Dictionary<string, int>
    {
        ["UP"] = 3980,
        ["DOWN"] = 60,
        ["LEFT"] = 869,
        ["RIGHT"] = 875,
        ["JUMP"] = 434,
        ["SHOOT"] = 8254,
        ["DASH"] = 105,
    };

    /// <summary>Percentage of all frames in which an action is held, with two digits as printed.</summary>
    public static double TrainPercent(string action) => Math.Round(100.0 * TrainFramesHeld[action] / TrainFrames, 2);

    /// <summary>The actions of the composite F1 (section 4.2).</summary>
    public static IReadOnlyList<string> CompositeActions { get; } = ["JUMP", "SHOOT", "DASH"];

    /// <summary>
    /// Whether a game's actions are the report's. The report's numbers do not stand beside those of another game, even of an
    /// action that has the same name.
    /// </summary>
    /// <param name="actions">Names of all actions of the game.</param>
    public static bool IsOf(IEnumerable<string> actions) => actions.SequenceEqual(ActionSet.Cuphead.Names);

    /// <summary>A table without the report's columns where the game is another.</summary>
    /// <param name="table">A table; the names of the report's columns begin with <c>Report</c>.</param>
    /// <param name="actions">Names of all actions of the game.</param>
    internal static DataFrame BesideReportOf(DataFrame table, IEnumerable<string> actions) => IsOf(actions)
        ? table
        : table.Select(table.Columns.Select(column => column.Name)
            .Where(name => !name.StartsWith("Report", StringComparison.Ordinal)));
}
