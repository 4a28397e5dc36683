using System.ComponentModel.DataAnnotations;
using Research.Nn;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// Options of a policy on latents and its training, except the loss. The defaults are those of the report's grid search.
/// </summary>
public sealed record PolicyOptions
{
    /// <summary>The recurrent cell.</summary>
    public RecurrentCell Cell { get; init; } = RecurrentCell.GRU;

    /// <summary>Frames in a window: a second at the report's rate. Seconds go before it.</summary>
    [Range(1, 10_000)]
    public int WindowLength { get; init; } = 10;

    /// <summary>
    /// Seconds of a window; null: frames hold. When training begins they become frames at the rate of the training session, the
    /// nearest number, at least 1. Sessions of another rate are refused.
    /// </summary>
    [Range(0.0, 600.0, MinimumIsExclusive = true)]
    public double? WindowSeconds { get; init; }

    /// <summary>
    /// Whether the window includes the frame whose keys are predicted: not in the report's code, though in its text.
    /// </summary>
    public bool IncludeCurrentFrame { get; init; }

    /// <summary>Whether windows run from one fight into the next, as the report's do.</summary>
    public bool CrossFights { get; init; } = true;

    /// <summary>Weight of a window with a rare action in it or at its target; 1: as any other window.</summary>
    [Range(0.0, 1e6)]
    public double RareWeight { get; init; } = 6;

    /// <summary>The rare actions; null: the game's, which are JUMP and DASH for Cuphead.</summary>
    public IReadOnlyList<string>? RareActions { get; init; }

    /// <summary>
    /// What the loss of the mouse's motion is multiplied with before it is added to that of the keys, where the game's definition
    /// says that motion matters. With 1, both losses have about the same size before training: the targets of motion are
    /// standardised, and the focal loss of the keys is a sum over actions.
    /// </summary>
    [Range(0.0, 1e6)]
    public double MotionWeight { get; init; } = 1;

    /// <summary>Most epochs to train.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Epochs { get; init; } = 20;

    /// <summary>Epochs without a better validation loss before training stops; null: all epochs, the last weights.</summary>
    [Range(1, ConfigRanges.Most)]
    public int? Patience { get; init; } = 3;

    /// <summary>Windows in a batch.</summary>
    [Range(1, ConfigRanges.Most)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's learning rate.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Initial weights.</summary>
    public Initialization Initialization { get; init; } = Initialization.Keras;

    /// <summary>Precision of the products with the recurrent layers' input; the report's is float32.</summary>
    public Precision Precision { get; init; }

    /// <summary>Seed of weights, dropout and batch orders.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;

    /// <summary>The options with a window of frames, where it is given in seconds.</summary>
    /// <param name="interval">Seconds from one frame to the next.</param>
    /// <exception cref="ArgumentException">The window has more frames than a window may have.</exception>
    public PolicyOptions AtInterval(double interval)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(interval);
        var options = WindowSeconds is not { } seconds ? this
            : this with { WindowLength = (int)Math.Clamp(Math.Round(seconds / interval), 1, int.MaxValue) };
        ConfigRanges.Require(options);
        return options;
    }

    /// <summary>The report's options, in the profiles below it with fewer epochs.</summary>
    public static PolicyOptions OfProfile => new() { Epochs = Profile.Pick(smoke: 1, quick: 5, report: 20) };
}
