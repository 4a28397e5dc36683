using Research.Experiments.BehaviorCloning;

namespace Research.Experiments.ClosedLoop;

/// <summary>A round of DAgger.</summary>
/// <param name="Number">From 1; 0 is the clone.</param>
/// <param name="Beta">The expert's share of the seconds that were played.</param>
/// <param name="Frames">Frames with labels that the policy has learnt from.</param>
/// <param name="Policy">The policy after the round.</param>
public sealed record DaggerRound(int Number, double Beta, int Frames, FrameStackPolicy Policy);
