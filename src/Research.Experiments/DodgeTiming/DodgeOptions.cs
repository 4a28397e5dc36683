using System.ComponentModel.DataAnnotations;
using Research.Nn;
using Research.Training;

namespace Research.Experiments.DodgeTiming;

/// <summary>How the network is trained; the document's choices, but for the size of the frames.</summary>
public sealed record DodgeOptions
{
    /// <summary>The document's options, in the profiles below it with fewer epochs and pixels.</summary>
    public static DodgeOptions OfProfile => new()
    {
        Epochs = Profile.Pick(smoke: 2, quick: 20, report: 20),
        BatchSize = Profile.Pick(smoke: 8, quick: 16, report: 32),
        DownsampleFactor = Profile.Pick(smoke: 4, quick: 4, report: 1),
    };

    /// <summary>Passes over the windows.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Epochs { get; init; } = 20;

    /// <summary>Windows in a batch; as in the document, a last one that is not full is left out.</summary>
    [Range(1, ConfigRanges.Most)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's learning rate.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// Every square of so many pixels becomes their mean before the network sees it; 1: the frames as they are.
    /// </summary>
    [Range(1, 1000)]
    public int DownsampleFactor { get; init; } = 1;

    /// <summary>What convolutions are computed with; the document's is float32.</summary>
    public Precision Precision { get; init; }

    /// <summary>Seed of weights, dropout and the order of windows.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;
}
