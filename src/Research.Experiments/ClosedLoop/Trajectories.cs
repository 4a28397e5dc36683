namespace Research.Experiments.ClosedLoop;

/// <summary>What a rollout of N lanes for T steps earned. Every array is [T, N], row by row: index t · N + lane.</summary>
/// <param name="steps">Steps, T, at least 1.</param>
/// <param name="lanes">Lanes, N, at least 1.</param>
public sealed class Trajectories(int steps, int lanes)
{
    /// <summary>Steps, T.</summary>
    public int Steps { get; } = steps;

    /// <summary>Lanes, N.</summary>
    public int Lanes { get; } = lanes;

    /// <summary>Reward of the step.</summary>
    public float[] Rewards { get; } = new float[steps * lanes];

    /// <summary>The critic's value of the observation before the step.</summary>
    public float[] Values { get; } = new float[steps * lanes];

    /// <summary>Whether the episode came to an end of the game with the step.</summary>
    public bool[] Terminations { get; } = new bool[steps * lanes];

    /// <summary>Whether a limit cut the episode with the step.</summary>
    public bool[] Truncations { get; } = new bool[steps * lanes];

    /// <summary>
    /// The critic's value of the episode's final observation, read only where <see cref="Truncations"/> is true.
    /// </summary>
    public float[] FinalValues { get; } = new float[steps * lanes];

    /// <summary>The critic's value of the observation after the last step, [N].</summary>
    public float[] LastValues { get; } = new float[lanes];
}
