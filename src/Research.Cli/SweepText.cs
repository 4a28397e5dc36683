using System.Globalization;
using Research.Metrics;
using Research.Sweeps;

namespace Research.Cli;

/// <summary>Words and numbers of sweeps and runs.</summary>
internal static class SweepText
{
    /// <summary><c>running</c>.</summary>
    public static string Of(Enum state) => state.ToString().ToLowerInvariant();

    /// <summary><c>3 whole, 1 running</c>: how many there are of each, the furthest first.</summary>
    public static string Count(IEnumerable<RunStatus> statuses) =>
        string.Join(", ", statuses.GroupBy(s => s.State).OrderByDescending(g => g.Key).Select(g => $"{g.Count():N0} {Of(g.Key)}"));

    /// <summary><c>1.2 min by the clock, 2.3 min of all runs together</c>.</summary>
    public static string Of(SweepTime time) => string.Create(CultureInfo.InvariantCulture, $"{time.Clock.TotalMinutes:0.0} min by the clock, {time.Runs.TotalMinutes:0.0} min of all runs together");

    /// <summary>A number in four digits.</summary>
    public static string Of(double number) => number.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary><c>0.6712 ± 0.021</c>, of one run <c>0.6712</c>, of none nothing.</summary>
    public static string Spread(IReadOnlyCollection<double> scores) => scores.Count == 0 ? "" : SeedSpread.Of(scores) switch
    {
        { StandardDeviation: { } deviation } spread => $"{Of(spread.Mean)} ± {deviation.ToString("G2", CultureInfo.InvariantCulture)}",
        var single => Of(single.Mean),
    };
}
