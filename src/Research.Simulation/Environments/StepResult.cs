namespace Research.Simulation.Environments;

/// <summary>What a step returns beside the observation.</summary>
/// <param name="Reward">The step's reward.</param>
/// <param name="Terminated">The episode has come to an end of the game: no value lies beyond it.</param>
/// <param name="Truncated">A limit outside the game has cut the episode: the value of the last observation lies beyond
/// it.</param>
/// <param name="Info">Numbers by name; overwritten by the next step.</param>
public readonly record struct StepResult(float Reward, bool Terminated, bool Truncated, StepInfo Info)
{
    /// <summary>Either of the two: a reset must follow.</summary>
    public bool IsDone => Terminated || Truncated;
}
