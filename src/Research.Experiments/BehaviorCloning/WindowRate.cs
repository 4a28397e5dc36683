using System.Globalization;

namespace Research.Experiments.BehaviorCloning;

/// <summary>The rate of frames at which windows of seconds have been laid.</summary>
/// <param name="Interval">Seconds from one frame to the next.</param>
internal sealed record WindowRate(double Interval)
{
    /// <summary>
    /// Rates that differ by less are the same, as a fraction: the usual time between two frames is a median of measured times.
    /// </summary>
    private const double Tolerance = 0.05;

    /// <summary>The rate of a session; null where windows are given in frames.</summary>
    /// <param name="options">Says how windows are given.</param>
    /// <param name="fights">The session that is learnt from.</param>
    /// <exception cref="InvalidDataException">Windows are given in seconds, and the frames have no times.</exception>
    public static WindowRate? Of(PolicyOptions options, FightDataset fights) => options.WindowSeconds is null ? null
        : new(fights.FrameInterval ?? throw WithoutTimes(fights.Name));

    /// <summary>Sees that another session has this rate.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="interval">Its seconds from one frame to the next; null: not known.</param>
    /// <exception cref="InvalidDataException">It has another one.</exception>
    public void Require(string name, double? interval)
    {
        double found = interval ?? throw WithoutTimes(name);
        if (Math.Abs(found / Interval - 1) > Tolerance)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{name}: found {1 / found:0.##} frames a second; expected {1 / Interval:0.##}, as in the training session, for "
                + $"window_seconds became frames at that rate. Give window_length instead, or sessions of one rate."));
        }
    }

    private static InvalidDataException WithoutTimes(string name) =>
        new($"{name}: found frames without times; expected a recorded session, for window_seconds is given.");
}
