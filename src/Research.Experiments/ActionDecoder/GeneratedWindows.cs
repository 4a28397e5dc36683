using Research.Sessions.Inputs;
using Research.Training;

namespace Research.Experiments.ActionDecoder;

/// <summary>Predictions of windows: all that is needed to score them.</summary>
/// <param name="Name">Name of the decoder or baseline.</param>
/// <param name="Likeliest">The likeliest action at each step: actions of each window.</param>
/// <param name="Drawn">Drawn windows: actions of each.</param>
/// <param name="Likelihoods">Likelihoods of the true actions; null of a baseline without probabilities.</param>
public sealed record GeneratedWindows(
    string Name, IReadOnlyList<InputAction[]> Likeliest, IReadOnlyList<InputAction[]> Drawn,
        IReadOnlyList<ActionLikelihood[]>? Likelihoods)
{
    /// <summary>The predictions of a model.</summary>
    /// <param name="name">Its name.</param>
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
