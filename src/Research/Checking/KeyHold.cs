using Research.Alignment;

namespace Research.Checking;

/// <summary>A key that went down, and when it came up again.</summary>
/// <param name="Key">Index into the log's key names.</param>
/// <param name="Press">The press; repeats by the system are no presses.</param>
/// <param name="Release">The release; null where none followed.</param>
internal readonly record struct KeyHold(int Key, KeyEvent Press, KeyEvent? Release)
{
    /// <summary>Seconds that it was held, at most to the last frame.</summary>
    public double SecondsTo(double end) => (Release?.Time ?? end) - Press.Time;

    /// <summary>All holds of a log in the order of the presses, with what belongs to none.</summary>
    /// <param name="log">The log, sorted.</param>
    public static KeyHolds Of(EventLog log)
    {
        var open = new KeyEvent?[log.KeyNames.Count];
        double[] last = new double[log.KeyNames.Count];
        var holds = new List<KeyHold>();
        var loose = new List<KeyEvent>();
        var again = new List<(KeyEvent Press, KeyEvent Again)>();
        foreach (var e in log.Events)
        {
            if (e.Transition == KeyTransition.Down)
            {
                if (open[e.Key] is not { } press)
                {
                    open[e.Key] = e;
                }
                else if (e.Time - last[e.Key] > KeyHolds.LongestRepeat)
                {
                    again.Add((press, e));
                }

                last[e.Key] = e.Time;
            }
            else if (open[e.Key] is { } press)
            {
                holds.Add(new KeyHold(e.Key, press, e));
                open[e.Key] = null;
            }
            else
            {
                loose.Add(e);
            }
        }

        holds.AddRange(open.OfType<KeyEvent>().Select(press => new KeyHold(press.Key, press, null)));
        return new KeyHolds([.. holds.OrderBy(hold => hold.Press.Time)], loose, again);
    }
}
