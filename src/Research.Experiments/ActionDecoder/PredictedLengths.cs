using System.Globalization;

namespace Research.Experiments.ActionDecoder;

/// <summary>The two lengths of each window that a parallel decoder predicts, which need not agree.</summary>
/// <param name="ByHead">By the length head, [N].</param>
/// <param name="ByTimes">The number of predicted times inside of the window, [N].</param>
public sealed record PredictedLengths(IReadOnlyList<float> ByHead, IReadOnlyList<int> ByTimes)
{
    /// <summary>Distance of the two lengths of each window, the head's rounded, [N].</summary>
    public IReadOnlyList<double> Differences =>
        [.. ByHead.Zip(ByTimes, (head, times) => Math.Abs(Math.Round(head) - times))];

    /// <summary>How often they differ, and by how much.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"differ by {Differences.Average():0.0} actions on average, and in {Differences.Average(d => d >= 1 ? 100.0 : 0):0} % of "
        + $"the windows by one or more");
}
