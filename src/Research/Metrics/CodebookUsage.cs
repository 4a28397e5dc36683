using static TorchSharp.torch;

namespace Research.Metrics;

/// <summary>How often each code was chosen, over as many batches as are added.</summary>
/// <param name="codes">Number of codes (K).</param>
public sealed class CodebookUsage(int codes)
{
    private readonly long[] _counts = new long[codes];

    /// <summary>How often each code was chosen: [K].</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>How many codes were chosen at all, counted as often as chosen.</summary>
    public long Total => _counts.Sum();

    /// <summary>Codes that were never chosen.</summary>
    public int Dead => _counts.Count(c => c == 0);

    /// <summary>
    /// exp of the entropy of the histogram: how many equally frequent codes would be as varied, from 1 to K. NaN where nothing
    /// was chosen. It grows with the number of vectors counted: compare over the same split.
    /// </summary>
    public double Perplexity => Of(_counts);

    /// <summary>The perplexity of a histogram.</summary>
    public static double Of(IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double total = counts.Sum();
        return total == 0 ? double.NaN : Math.Exp(-counts.Where(c => c > 0).Sum(c => c / total * Math.Log(c / total)));
    }

    /// <summary>Counts a batch.</summary>
    /// <param name="indices">Int64 of any shape, each in [0, K).</param>
    /// <returns>The perplexity of this batch alone.</returns>
    public double Add(Tensor indices)
    {
        using var scope = NewDisposeScope();
        long[] counts = [.. indices.flatten().bincount(null, _counts.Length).cpu().data<long>()];
        for (int code = 0; code < _counts.Length; code++)
        {
            _counts[code] += counts[code];
        }

        return Of(counts);
    }
}
