namespace Research.Sessions;

/// <summary>
/// What is drawn for an epoch: a function of a seed and the epoch's number alone, so that an epoch can be repeated.
/// </summary>
internal static class EpochShuffle
{
    /// <summary>The generator of an epoch.</summary>
    internal static Random Generator(int seed, int epoch) => new(unchecked(seed * 1_000_003 + epoch));

    /// <summary>0 to <paramref name="count"/> − 1, in order or by Fisher and Yates's shuffle.</summary>
    /// <param name="count">How many.</param>
    /// <param name="shuffleSeed">Seed of the order; null: in order.</param>
    /// <param name="epoch">Number of the epoch: each has an order of its own.</param>
    internal static int[] Of(int count, int? shuffleSeed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        if (shuffleSeed is { } seed)
        {
            Generator(seed, epoch).Shuffle(order);
        }

        return order;
    }

    /// <summary>What a batch takes of an order; the last may be smaller.</summary>
    /// <param name="order">The order.</param>
    /// <param name="number">Number of the batch.</param>
    /// <param name="size">Of a batch.</param>
    internal static ReadOnlySpan<int> Batch(int[] order, int number, int size) =>
        order.AsSpan(number * size, Math.Min(size, order.Length - number * size));
}
