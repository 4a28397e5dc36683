using Research.Sessions.Inputs;
using Research.Training;

namespace Research.Experiments.ActionDecoder;

/// <summary>What was told of windows: all that is needed to score it.</summary>
/// <param name="Name">Who told it.</param>
/// <param name="Likeliest">What is likeliest at each step: actions of each window.</param>
/// <param name="Drawn">What was drawn: actions of each window.</param>
/// <param name="Judgements">How the true actions look; null of who gives no probabilities.</param>
public sealed record GeneratedWindows(
    string Name, IReadOnlyList<InputAction[]> Likeliest, IReadOnlyList<InputAction[]> Drawn,
        IReadOnlyList<ActionLikelihood[]>? Judgements)
{
    /// <summary>What a model tells.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="model">The model.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="seed">Seed of the draws.</param>
    /// <param name="context">Its progress counts windows; null: <see cref="RunContext.Default"/>.</param>
    public static GeneratedWindows Of(
        string name, TrainedActionDecoder model, InputWindows windows, int seed = 1, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        context ??= RunContext.Default;
        var both = model.GenerateBoth(windows, seed, context.Progress, context.Cancellation);
        return new GeneratedWindows(name, [.. both.Select(b => b.Likeliest)], [.. both.Select(b => b.Drawn)],
            model.LogLikelihood(windows, context.Cancellation));
    }
}
