using Research.Simulation.Environments;

namespace Research.Experiments.ClosedLoop;

/// <summary>How probabilities become keys.</summary>
/// <param name="Threshold">A key is held where its probability is above this.</param>
/// <param name="IsSampled">Whether each key is drawn by its probability instead.</param>
public sealed record KeyChoice(double Threshold = 0.5, bool IsSampled = false)
{
    /// <summary>Keys by a threshold of 0.5: the likelier of held and not held.</summary>
    public static KeyChoice Likelier { get; } = new();

    /// <summary>Keys drawn by their probabilities.</summary>
    public static KeyChoice Sampled { get; } = new(IsSampled: true);

    /// <summary>A threshold for each action, in the order of the policy's; null: <see cref="Threshold"/>.</summary>
    public IReadOnlyList<double>? Thresholds { get; init; }

    /// <summary>Sees that there is a threshold for each action, if there are any.</summary>
    /// <param name="actions">Number of the policy's actions.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    internal void RequireFits(int actions)
    {
        if (Thresholds is { } each && each.Count != actions)
        {
            throw new ArgumentException($"Found {each.Count} thresholds; expected {actions}, one for each action.");
        }
    }

    internal uint Of(ReadOnlySpan<float> probabilities, ref SeededStream chance)
    {
        uint keys = 0;
        for (int key = 0; key < probabilities.Length; key++)
        {
            double above = IsSampled ? chance.NextDouble() : Thresholds?[key] ?? Threshold;
            keys |= probabilities[key] > above ? 1u << key : 0;
        }

        return keys;
    }
}
