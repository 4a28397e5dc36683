using Research.Alignment;

namespace Research.Checking;

/// <summary>
/// Times that went through a number of 32 bits. In UTC seconds such a number changes every 128 s; counted from the start of a
/// recording, its steps grow from a quarter of a millisecond after half an hour to a millisecond after two hours.
/// </summary>
internal static class RoundedTimes
{
    /// <summary>Rounding of UTC seconds in a double: 0.24 µs, and as much again for a difference.</summary>
    private const double DoubleRounding = 5e-7;

    /// <summary>
    /// From 64 s on, the grid of 32 bits is 7.6 µs wide, more than ten times <see cref="DoubleRounding"/>: a true time is on it
    /// once in eight times, a hundred true times never.
    /// </summary>
    private const double FirstSeconds = 64;

    private const int LeastTimes = 100;

    /// <summary>Adds a finding where the frame log's times are rounded.</summary>
    /// <returns>Whether they are.</returns>
    public static bool Check(CheckedSession session)
    {
        double[] times = session.FrameLines!.Times;
        double last = times.Max(Math.Abs);
        double step = Math.BitIncrement((float)last) - (float)last;
        bool absolute = times.Length > 1 && step >= 1 && times.All(t => t == (float)t && t % step == 0);
        if (!absolute && !IsOnGrid(times))
        {
            return false;
        }

        double span = times[^1] - times[0];
        step = absolute ? step : Math.BitIncrement((float)span) - (float)span;
        session.Findings.Add("float32-times", session.FramePlace(0), $"times in steps of {step:0.######} s, those of 32 bits",
            "times of 64 bits", absolute ? null : Severity.Warning);
        return absolute;
    }

    /// <summary>
    /// Whether all times after the first minute, counted from the start of the log or from 0, are numbers of 32 bits. Those of a
    /// rate of 2, 4, … 64 frames a second are so by themselves, and of a constant interval.
    /// </summary>
    private static bool IsOnGrid(double[] times)
    {
        double origin = Math.Abs(times[0]) < 1e6 ? 0 : times[0];
        double[] late = [.. times.Select(t => t - origin).Where(t => t >= FirstSeconds)];
        if (late.Length < LeastTimes || late.Any(t => Math.Abs(t - (float)t) > DoubleRounding))
        {
            return false;
        }

        double interval = FrameClock.UsualInterval(late);
        return late.Zip(late.Skip(1)).Any(pair => Math.Abs(pair.Second - pair.First - interval) > 2 * DoubleRounding);
    }
}
