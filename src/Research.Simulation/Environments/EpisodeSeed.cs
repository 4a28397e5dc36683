namespace Research.Simulation.Environments;

/// <summary>
/// The seed of the episode that is played. A seed that is given settles those of all episodes after it, until the next is given.
/// </summary>
/// <param name="purpose">Of the stream that later seeds are drawn from.</param>
internal struct EpisodeSeed(ulong purpose)
{
    private SeededStream _chance;

    /// <summary>The seed; null before the first episode.</summary>
    public int? Current { get; private set; }

    /// <summary>Begins the next episode.</summary>
    /// <param name="seed">Its seed; null: drawn, or 0 for the first.</param>
    /// <param name="band">Which seeds may follow a seed; null: all.</param>
    /// <returns>The seed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative.</exception>
    public int Next(int? seed, Func<int, (int First, int Count)>? band = null)
    {
        if (seed is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(given, nameof(seed));
        }

        int next;
        if (seed is null && Current is { } last)
        {
            var (first, count) = band?.Invoke(last) ?? (0, int.MaxValue);
            next = first + _chance.Below(count);
        }
        else
        {
            next = seed ?? 0;
            _chance = SeededStream.Of((ulong)next, purpose);
        }

        Current = next;
        return next;
    }
}
