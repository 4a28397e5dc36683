using Microsoft.Data.Analysis;
using Research.Tables;

namespace Research.Experiments.ControlTransformer;

/// <summary>Scores of policies on controls as a frame.</summary>
public static class ControlFrames
{
    /// <summary>A row for each set of windows: its size, and the fractions of its windows that end on a screen or idle.</summary>
    /// <param name="sets">The sets, each with a name.</param>
    public static DataFrame ToDataFrame(params IEnumerable<(string Name, ControlWindows Windows)> sets) => sets.Select(set => new
    {
        Set = set.Name,
        Recordings = set.Windows.Recordings.Count,
        Windows = set.Windows.Count,
        OnScreen = set.Windows.Truth.IsScreenOpen.Average(open => open ? 1.0 : 0),
        Idle = Enumerable.Range(0, set.Windows.Count).Average(row => set.Windows.Truth.IsIdle(row) ? 1.0 : 0),
        NewSlots = set.Windows.Truth.Hotbar.Count(slot => slot >= 0),
    }).ToDataFrame();

    /// <summary>A row for each policy, of its presses alone: action F1 with its interval, inventory F1, idle accuracy.</summary>
    /// <param name="policies">The policies.</param>
    public static DataFrame Presses(params IEnumerable<ControlEvaluation> policies) => policies.Select(policy => new
    {
        Policy = policy.Name,
        ActionF1 = policy.ActionF1Interval,
        policy.InventoryF1,
        policy.IdleAccuracy,
    }).ToDataFrame();

    /// <summary>A row for each policy with the document's scores, and the interval of its action F1 over recordings.</summary>
    /// <param name="policies">The policies.</param>
    public static DataFrame ToDataFrame(this IEnumerable<ControlEvaluation> policies) => policies.Select(policy => new
    {
        Policy = policy.Name,
        Score = policy.CombinedScore,
        ActionF1 = policy.ActionF1Interval,
        policy.LookMse,
        policy.LookDirectionAccuracy,
        policy.HotbarAccuracy,
        policy.CursorMse,
        CursorErrorPixels = policy.CursorPixelError,
        policy.InventoryF1,
        policy.IdleAccuracy,
    }).ToDataFrame();
}
