namespace Research.Metrics;

/// <summary>
/// How far one sample would have to be carried to lie as another one: the first Wasserstein distance on a line.
/// </summary>
public static class EarthMoversDistance
{
    /// <summary>The area between the two samples' distribution functions, in the values' unit.</summary>
    /// <param name="first">Values in any order, at least one.</param>
    /// <param name="second">Values in any order, at least one; not necessarily as many.</param>
    /// <returns>0 for equal distributions; null where a sample is empty.</returns>
    public static double? Between(IEnumerable<double> first, IEnumerable<double> second)
    {
        double[] a = [.. first.Order()], b = [.. second.Order()];
        if (a.Length == 0 || b.Length == 0)
        {
            return null;
        }

        double distance = 0, at = Math.Min(a[0], b[0]);
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            double next = j == b.Length || (i < a.Length && a[i] <= b[j]) ? a[i] : b[j];
            distance += Math.Abs((double)i / a.Length - (double)j / b.Length) * (next - at);
            at = next;
            while (i < a.Length && a[i] == at)
            {
                i++;
            }

            while (j < b.Length && b[j] == at)
            {
                j++;
            }
        }

        return distance;
    }
}
