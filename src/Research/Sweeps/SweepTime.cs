namespace Research.Sweeps;

/// <summary>
/// What the runs of a sweep have taken so far, failed attempts too. What a killed process took is not known and left out.
/// </summary>
/// <param name="Clock">Time in which at least one run was computed, on whichever machine: pauses between calls are left
/// out.</param>
/// <param name="Runs">All runs together.</param>
public sealed record SweepTime(TimeSpan Clock, TimeSpan Runs)
{
    /// <summary>Adds up the attempts of runs.</summary>
    /// <param name="statuses">How the runs stand.</param>
    /// <param name="now">Until when a run counts that is going on.</param>
    public static SweepTime Of(IEnumerable<SweepTaskStatus> statuses, DateTimeOffset now)
    {
        var attempts = statuses
            .SelectMany(s => (s.Record?.Attempts ?? [])
            .Select(a => (a.Started, Ended: a.Ended
            ?? (s.State == TaskState.Running && a == s.Record!.Attempts[^1] ? now : null))))
            .Where(a => a.Ended is not null).Select(a => (a.Started, Ended: a.Ended!.Value)).OrderBy(a => a.Started).ToList();
        var (clock, until) = (TimeSpan.Zero, DateTimeOffset.MinValue);
        foreach (var (started, ended) in attempts)
        {
            if (ended > until)
            {
                clock += ended - (started > until ? started : until);
                until = ended;
            }
        }

        return new SweepTime(clock, attempts.Aggregate(TimeSpan.Zero, (sum, a) => sum + (a.Ended - a.Started)));
    }
}
