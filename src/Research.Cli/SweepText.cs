using System.Globalization;
using Research.Sweeps;

namespace Research.Cli;

/// <summary>Words and numbers of sweeps and runs.</summary>
internal static class SweepText
{
    /// <summary><c>running</c>.</summary>
    public static string Of(Enum state) => state.ToString().ToLowerInvariant();

    /// <summary><c>3 whole, 1 running</c>: how many there are of each, the furthest first.</summary>
    public static string Count(IEnumerable<SweepTaskStatus> statuses) =>
        string.Join(", ", statuses.GroupBy(s => s.State).OrderByDescending(g => g.Key)
            .Select(g => $"{g.Count():N0} {Of(g.Key)}"));

    /// <summary><c>1.2 min by the clock, 2.3 min of all runs together</c>.</summary>
    public static string Of(SweepTime time) => string.Create(CultureInfo.InvariantCulture,
        $"{time.Clock.TotalMinutes:0.0} min by the clock, {time.Runs.TotalMinutes:0.0} min of all runs together");
}
