using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Simulation.Environments;

namespace Research.Experiments.ClosedLoop;

/// <summary>A policy's scores on recorded frames, beside its survival in play.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Group">What it is one of, such as <c>DAgger</c>.</param>
/// <param name="CompositeF1">Mean frame F1 of the game's composite actions; null where one of them does not occur.</param>
/// <param name="OnsetF1">Mean F1 over onsets that are met exactly, of the same actions; null where one has no onset.</param>
/// <param name="OnsetF1Within1">Likewise, met within one frame.</param>
/// <param name="LogLoss">Binary cross-entropy: the loss on held-out frames.</param>
/// <param name="CalibrationError">Mean expected calibration error of the same actions.</param>
/// <param name="Play">How it plays.</param>
public sealed record PolicyPoint(
    string Policy, string Group, double? CompositeF1, double? OnsetF1, double? OnsetF1Within1, double LogLoss,
    double CalibrationError, PlayScores Play)
{
    /// <summary>Scores a policy on held-out fights of the expert, and lets it play.</summary>
    /// <param name="policy">Its name, what it is one of, and itself.</param>
    /// <param name="heldOut">The held-out fights.</param>
    /// <param name="play">Lets a policy play the fights that are to be reported.</param>
    public static PolicyPoint Of(
        (string Name, string Group, ActionPolicy Policy) policy, FightDataset heldOut,
        Func<ActionPolicy, IReadOnlyList<PlayedFight>> play)
    {
        ArgumentNullException.ThrowIfNull(play);
        ArgumentNullException.ThrowIfNull(policy.Policy);
        ArgumentNullException.ThrowIfNull(heldOut);
        var evaluation = policy.Policy.Evaluate(policy.Name, heldOut);
        string[] composite = [.. heldOut.Game.CompositeActions];
        return new(policy.Name, policy.Group, evaluation.Composite.Estimate,
            evaluation.MeanOnsetF1(composite, toleranceFrames: 0), evaluation.MeanOnsetF1(composite, toleranceFrames: 1),
            LossOf(evaluation.Probabilities, heldOut),
            composite.Average(action => evaluation.Calibration(heldOut, action).ExpectedError),
            PlayScores.Of(policy.Name, play(policy.Policy)));
    }

    private static double LossOf(ActionProbabilities probabilities, FightDataset heldOut)
    {
        const double Least = 1e-7;
        var labels = probabilities.LabelsIn(heldOut.Timeline);
        double sum = 0;
        for (int row = 0; row < labels.Count; row++)
        {
            for (int action = 0; action < labels.Names.Count; action++)
            {
                double p = Math.Clamp(probabilities[row, action], Least, 1 - Least);
                sum -= Math.Log(labels[row, action] ? p : 1 - p);
            }
        }

        return sum / labels.Count / labels.Names.Count;
    }
}
