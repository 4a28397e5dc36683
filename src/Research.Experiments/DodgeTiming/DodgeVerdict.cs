using System.Globalization;

namespace Research.Experiments.DodgeTiming;

/// <summary>What the document would conclude from an accuracy.</summary>
public static class DodgeVerdict
{
    /// <summary>Above it the signal is said to be there.</summary>
    public const double Exists = 0.65;

    /// <summary>Above it there is said to be a weak one.</summary>
    public const double Weak = 0.55;

    /// <summary>The verdict by the document's two thresholds.</summary>
    /// <param name="accuracy">Share of the windows that were told right, in [0, 1].</param>
    public static string Of(double accuracy)
    {
        string verdict = accuracy > Exists ? "there is a visual signal: a network can tell frames before a dodge from others"
            : accuracy > Weak ? "there is a weak visual signal: more data may strengthen it"
            : "there is no clear visual signal: pictures alone do not foretell a dodge, state might";
        return string.Create(CultureInfo.InvariantCulture, $"{100 * accuracy:0.0} % accuracy, so {verdict}.");
    }
}
