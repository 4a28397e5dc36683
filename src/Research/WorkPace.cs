namespace Research;

/// <summary>How fast long work goes, from its first report on: what an earlier run had done of it does not count.</summary>
public sealed class WorkPace
{
    private WorkProgress _first, _last;
    private TimeSpan _began, _now;

    /// <summary>How long the work has been going on.</summary>
    public TimeSpan Taken => _now - _began;

    /// <summary>Pieces a second; null until a later report than the first has more done.</summary>
    public double? Rate => _last.Done > _first.Done && Taken > TimeSpan.Zero ? (_last.Done - _first.Done) / Taken.TotalSeconds
        : null;

    /// <summary>How long the rest takes at this rate; null while there is none.</summary>
    public TimeSpan? Left => Rate is { } rate ? TimeSpan.FromSeconds(Math.Ceiling((_last.Total - _last.Done) / rate)) : null;

    /// <summary>Takes a report.</summary>
    /// <param name="progress">How far the work has come.</param>
    /// <param name="now">The time of a clock that does not jump.</param>
    /// <returns>Whether this is other work than before: it has another name, or less of it is done.</returns>
    public bool Add(WorkProgress progress, TimeSpan now)
    {
        bool isOther = progress.Name != _last.Name || progress.Done < _last.Done;
        if (isOther)
        {
            (_first, _began) = (progress, now);
        }

        (_last, _now) = (progress, now);
        return isOther;
    }
}
