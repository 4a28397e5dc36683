using System.Globalization;

namespace Research.Figures;

/// <summary>What a prediction costs by how right it is, for several γ (Lin et al. 2017, figure 1).</summary>
public static class FocalLossCurveFigure
{
    private const int Points = 198;

    /// <summary>−(1 − p_t)^γ log p_t over p_t, the probability that was given to what is true; γ 0 is cross entropy.</summary>
    /// <param name="gammas">The γ, each at least 0; the report's is 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A γ is below 0.</exception>
    public static Figure Draw(params IReadOnlyList<double> gammas)
    {
        ArgumentNullException.ThrowIfNull(gammas);
        double[] probabilities = [.. Enumerable.Range(1, Points).Select(step => step / (Points + 1.0))];
        var figure = new Figure("Focal loss: what is nearly right already costs next to nothing")
        {
            XAxis = { Title = "Probability given to what is true", Range = (0, 1), Grid = true },
            YAxis = { Title = "Loss", Range = (0, 5) },
        };
        figure.Add.Rectangle(0.6, 1);
        foreach (double gamma in gammas)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(gamma, nameof(gammas));
            string name = string.Create(CultureInfo.InvariantCulture, $"γ = {gamma}{(gamma == 0 ? " (cross entropy)" : "")}");
            figure.Add.Line(probabilities, probabilities.Select(p => -Math.Pow(1 - p, gamma) * Math.Log(p)).ToArray(), name);
        }

        return figure.Add.Label(0.8, 4.7, "well classified");
    }
}
