namespace Research.Metrics;

/// <summary>How much two labels of the same things tell of each other.</summary>
/// <param name="Bits">Mutual information of the two histograms, in bits.</param>
/// <param name="Shuffled">The mean over shuffles of one of them: what chance alone comes to with so few things. It is never
/// 0.</param>
/// <param name="ShuffledHigh">Of these shuffles 95 % lie below it.</param>
/// <param name="Entropy">Entropy of the second label in bits: the most there is to tell.</param>
public sealed record MutualInformation(double Bits, double Shuffled, double ShuffledHigh, double Entropy)
{
    /// <summary>What is told beyond chance, as a share of what there is to tell.</summary>
    public double Share => Entropy == 0 ? 0 : (Bits - Shuffled) / Entropy;

    /// <summary>Counts, and counts again with one of the labels shuffled.</summary>
    /// <param name="first">A label of each thing.</param>
    /// <param name="second">Another label of each.</param>
    /// <param name="shuffles">How many shuffles.</param>
    /// <param name="seed">Seed of the shuffles.</param>
    /// <param name="groups">Things that follow each other and are alike, such as the pairs of an episode, have the same number
    /// here: only whole groups change places, so that what a label tells by telling groups apart counts as chance. Null: each
    /// thing by itself.
    /// </param>
    /// <exception cref="ArgumentException">The lists are empty, or of different lengths.</exception>
    public static MutualInformation Of(
        IReadOnlyList<int> first, IReadOnlyList<int> second, int shuffles = 100, int seed = 1, IReadOnlyList<int>? groups = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count == 0 || first.Count != second.Count)
        {
            throw new ArgumentException(
                $"Found {first.Count} first and {second.Count} second labels; expected as many of both, and at least one.",
                nameof(second));
        }

        var (a, b) = (Ranks(first), Ranks(second));
        var random = new Random(seed);
        double[] chance = new double[shuffles];
        int[][] parts = [.. Enumerable.Range(0, b.Length).GroupBy(i => groups?[i] ?? i)
            .Select(g => g.Select(i => b[i]).ToArray())];
        for (int i = 0; i < shuffles; i++)
        {
            random.Shuffle(parts);
            chance[i] = BitsOf(a, [.. parts.SelectMany(part => part)]);
        }

        Array.Sort(chance);
        return new MutualInformation(BitsOf(a, b), chance.DefaultIfEmpty(0).Average(),
            chance.ElementAtOrDefault((int)(0.95 * shuffles)), EntropyOf(b));
    }

    private static int[] Ranks(IReadOnlyList<int> labels)
    {
        var ranks = labels.Distinct().Order().Select((label, rank) => (label, rank)).ToDictionary(p => p.label, p => p.rank);
        return [.. labels.Select(label => ranks[label])];
    }

    private static double BitsOf(int[] a, int[] b)
    {
        int columns = b.Max() + 1;
        return EntropyOf(a) + EntropyOf(b) - EntropyOf([.. a.Select((label, i) => label * columns + b[i])]);
    }

    private static double EntropyOf(int[] labels)
    {
        int[] counts = new int[labels.Max() + 1];
        foreach (int label in labels)
        {
            counts[label]++;
        }

        double total = labels.Length;
        return -counts.Where(c => c > 0).Sum(c => c / total * Math.Log2(c / total));
    }
}
