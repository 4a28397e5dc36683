using Research.Sessions.Inputs;
using Research.Training;

namespace Research.Experiments.ActionDecoder;

/// <summary>Predicts the actions of a window from what is known at its start.</summary>
public interface IActionDecoder
{
    /// <summary>The loss of true windows; each action is predicted given the true ones before it (teacher forcing).</summary>
    /// <param name="context">What is known.</param>
    /// <param name="targets">What was done, [B] lists; times from the window's beginning.</param>
    /// <returns>The mean over the windows of the sum over their actions, and its terms.</returns>
    StepLoss Loss(ActionContext context, IReadOnlyList<InputAction[]> targets);

    /// <summary>Generates windows (free running): later actions build on the generated ones before.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="chance">A source of chance for each row, [B]; null: the likeliest action at each step.</param>
    /// <returns>[B] lists of at most 100 actions.</returns>
    IReadOnlyList<InputAction[]> Generate(ActionContext context, IReadOnlyList<Random>? chance = null);

    /// <summary>The likelihood of each true action, given the true ones before it.</summary>
    /// <param name="context">What is known.</param>
    /// <param name="targets">What was done.</param>
    /// <returns>The likelihood of each action, [B] lists.</returns>
    IReadOnlyList<ActionLikelihood[]> LogLikelihood(ActionContext context, IReadOnlyList<InputAction[]> targets);
}

/// <summary>The likelihood of one true action by a decoder.</summary>
/// <param name="TimeRank">Which quantile of the predicted time since the action before the true one is, [0, 1]; given that it
/// comes in this window, where the decoder knows of its end.</param>
/// <param name="PlaceNegativeLogLikelihood">Of the pointer's place, in nats; the place in shares of the screen.</param>
/// <param name="EventProbability">Probability of the true kind of event.</param>
public readonly record struct ActionLikelihood(double TimeRank, double PlaceNegativeLogLikelihood, double EventProbability);
