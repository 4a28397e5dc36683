using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// When the next action comes, and whether it does: a chance that nothing more is done in the window, and else a time since the
/// action before that is log-logistic, or a mixture of a fast (median below 100 ms) and a slow one. What the window's end cuts
/// off counts as nothing more, so that length and times are one thing.
/// </summary>
/// <remarks>
/// Source: action-decoder document, solution 1 and phase 3 ("multi-scale timing"). Log-logistic: log t is logistic; unlike the
/// log-normal's, its distribution and quantiles are elementary functions (Kalbfleisch and Prentice 1980, "The Statistical
/// Analysis of Failure Time Data").
/// </remarks>
public sealed class InterEventTimeDistribution
{
    /// <summary>The least time between two actions, seconds; the document's.</summary>
    public const double Least = 0.001;

    private const double Between = 0.1, SmallestScale = -4, LargestScale = 1;
    private const float LeastFloat = 1e-6f;

    private readonly double[] _weights, _locations, _scales;

    /// <summary>The distribution that a network's numbers stand for.</summary>
    /// <param name="outputs">Numbers of a row, [<see cref="OutputCount"/>].</param>
    public InterEventTimeDistribution(ReadOnlySpan<float> outputs)
    {
        Stop = Sigmoid(outputs[0]);
        if (outputs.Length == OutputCount(1))
        {
            (_weights, _locations, _scales) = ([1], [Math.Log(Between) + outputs[1]], [Scale(outputs[2])]);
            return;
        }

        double fast = Sigmoid(outputs[5]);
        _weights = [fast, 1 - fast];
        _locations = [Math.Log(Between) - Softplus(outputs[1]), Math.Log(Between) + Softplus(outputs[3])];
        _scales = [Scale(outputs[2]), Scale(outputs[4])];
    }

    /// <summary>Chance that nothing more is done, whatever the time.</summary>
    public double Stop { get; }

    /// <summary>Numbers that a network gives for one or two components.</summary>
    public static int OutputCount(int components) => components == 1 ? 3 : 6;

    /// <summary>Chance that the next action, if there is one, has come by then.</summary>
    /// <param name="seconds">Since the action before.</param>
    public double Cdf(double seconds)
    {
        double sum = 0, time = Math.Log(Math.Max(seconds, Least));
        for (int i = 0; i < _weights.Length; i++)
        {
            sum += _weights[i] * Sigmoid((time - _locations[i]) / _scales[i]);
        }

        return sum;
    }

    /// <summary>Chance that nothing more is done in what remains of the window.</summary>
    /// <param name="remaining">Seconds.</param>
    public double End(double remaining) => Stop + (1 - Stop) * (1 - Cdf(remaining));

    /// <summary>By when the next action has come with a probability.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <returns>Seconds since the action before.</returns>
    public double Quantile(double probability)
    {
        if (_weights.Length == 1)
        {
            return Math.Exp(_locations[0] + _scales[0] * Logit(probability));
        }

        double low = Math.Log(1e-6), high = Math.Log(1e6);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            double below = _weights[0] * Sigmoid((middle - _locations[0]) / _scales[0])
                + _weights[1] * Sigmoid((middle - _locations[1]) / _scales[1]);
            (low, high) = below < probability ? (middle, high) : (low, middle);
        }

        return Math.Exp((low + high) / 2);
    }

    /// <summary>
    /// Draws: the time to the next action, or null where there is none in what remains. Takes three numbers from the source
    /// whatever comes.
    /// </summary>
    internal double? Draw(double remaining, Random chance)
    {
        double stop = chance.NextDouble(), component = chance.NextDouble(), rank = Math.Max(chance.NextDouble(), 1e-12);
        int i = _weights.Length == 1 || component < _weights[0] ? 0 : 1;
        double time = Math.Max(Least, Math.Exp(_locations[i] + _scales[i] * Logit(rank)));
        return stop < Stop || !(time <= remaining) ? null : time;
    }

    /// <summary>The likeliest: null where an end is likelier than an action, else the median of the times that remain.</summary>
    internal double? Likeliest(double remaining)
    {
        if (End(remaining) > 0.5 || remaining < Least)
        {
            return null;
        }

        return Math.Clamp(Quantile(0.5 * Cdf(remaining)), Least, remaining);
    }

    /// <summary>−log of the density that an action comes after these times, [N].</summary>
    /// <param name="outputs">[N, <see cref="OutputCount"/>].</param>
    /// <param name="seconds">Since the action before, [N].</param>
    internal static Tensor ActionLoss(Tensor outputs, Tensor seconds)
    {
        var (logWeights, locations, logScales) = Components(outputs);
        var time = seconds.clamp(min: Least).log().unsqueeze(-1);
        var z = (time - locations) / logScales.exp();
        var logDensity = z - logScales - time - 2 * nn.functional.softplus(z);
        return nn.functional.softplus(outputs.select(-1, 0)) - (logWeights + logDensity).logsumexp(-1);
    }

    /// <summary>−log of the chance that nothing more is done, [N].</summary>
    /// <param name="outputs">[N, <see cref="OutputCount"/>].</param>
    /// <param name="remaining">Seconds to the window's end, [N].</param>
    internal static Tensor EndLoss(Tensor outputs, Tensor remaining)
    {
        var (logWeights, locations, logScales) = Components(outputs);
        var z = (remaining.clamp(min: Least).log().unsqueeze(-1) - locations) / logScales.exp();
        var later = (logWeights.exp() * z.neg().sigmoid()).sum(-1);
        var stop = outputs.select(-1, 0).sigmoid();
        return (stop + (1 - stop) * later).clamp(min: LeastFloat).log().neg();
    }

    private static (Tensor LogWeights, Tensor Locations, Tensor LogScales) Components(Tensor outputs)
    {
        Tensor Column(int column) => outputs.select(-1, column);
        if (outputs.shape[^1] == OutputCount(1))
        {
            var location = outputs.narrow(-1, 1, 1) + Math.Log(Between);
            return (zeros_like(location), location, outputs.narrow(-1, 2, 1).clamp(SmallestScale, LargestScale));
        }

        var weight = Column(5);
        return (
            stack([nn.functional.softplus(weight.neg()).neg(), nn.functional.softplus(weight).neg()], -1),
            stack([Math.Log(Between) - nn.functional.softplus(Column(1)), Math.Log(Between) + nn.functional.softplus(Column(3))],
                -1),
            stack([Column(2), Column(4)], -1).clamp(SmallestScale, LargestScale));
    }

    private static double Scale(double output) => Math.Exp(Math.Clamp(output, SmallestScale, LargestScale));

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Logit(double probability) => Math.Log(probability / (1 - probability));

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
}
