using System.Diagnostics;
using System.Globalization;

namespace Research.Benchmarks;

/// <summary>Durations of repeated runs.</summary>
internal sealed record Timing(IReadOnlyList<double> Seconds)
{
    public double Median => Seconds.Order().ElementAt(Seconds.Count / 2);

    /// <summary>How many times the other's duration is this one's: the median over runs side by side.</summary>
    public double TimesFasterThan(Timing other) =>
        new Timing([.. other.Seconds.Zip(Seconds, (theirs, own) => theirs / own)]).Median;

    /// <summary>
    /// Runs the contenders in turn, so that a slow minute of the machine hits them alike; the first round warms up.
    /// </summary>
    public static Timing[] Alternate(int rounds, params Action[] contenders)
    {
        var seconds = contenders.Select(_ => new List<double>()).ToArray();
        for (int round = 0; round <= rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                var watch = Stopwatch.StartNew();
                contenders[i]();
                if (round > 0)
                {
                    seconds[i].Add(watch.Elapsed.TotalSeconds);
                }
            }
        }

        return [.. seconds.Select(s => new Timing(s))];
    }

    /// <summary>Median and spread of one of so many things that were timed together, without the unit.</summary>
    public string Milliseconds(int count) => string.Create(CultureInfo.InvariantCulture,
        $"{1e3 * Median / count:0.0} ({1e3 * Seconds.Min() / count:0.0} to {1e3 * Seconds.Max() / count:0.0})");

    public override string ToString() => $"{Median:0.000} s ({Seconds.Min():0.000} to {Seconds.Max():0.000})";
}
