namespace Research.Experiments.ClosedLoop;

/// <summary>How long a stage of a tick takes, in milliseconds.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Median">Half of the ticks take at most this.</param>
/// <param name="Percentile99">99 of 100 ticks take at most this.</param>
public sealed record StageLatency(string Stage, double Median, double Percentile99);
