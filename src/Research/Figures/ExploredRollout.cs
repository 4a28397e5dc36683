namespace Research.Figures;

/// <summary>What one model pressed, or was about to press, on each frame.</summary>
/// <param name="Name">The model, or the way it ran: <c>teacher forcing</c>, <c>free running</c>.</param>
/// <param name="Probabilities"><c>[N, A]</c>: the probability of each action on each frame, 0 to 1.</param>
public sealed record ExploredRollout(string Name, float[,] Probabilities);
