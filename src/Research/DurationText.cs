namespace Research;

/// <summary>How long something takes, for a reader.</summary>
public static class DurationText
{
    /// <summary><c>7.4 s</c>, <c>45 s</c>, <c>2 min 45 s</c>, <c>3 h 10 min</c>.</summary>
    public static string Of(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 10 } => $"{duration.TotalSeconds:0.#} s",
        { TotalMinutes: < 1 } => $"{duration.Seconds} s",
        { TotalHours: < 1 } => $"{duration.Minutes} min {duration.Seconds} s",
        _ => $"{(int)duration.TotalHours} h {duration.Minutes} min",
    };

    /// <inheritdoc cref="Of(TimeSpan)"/>
    /// <param name="seconds">In seconds.</param>
    public static string Of(double seconds) => Of(TimeSpan.FromSeconds(seconds));
}
