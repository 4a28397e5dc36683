using System.ComponentModel.DataAnnotations;
using Research.Nn;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Options of an autoencoder and its training. The defaults are those of the report's second autoencoder.</summary>
public sealed record AutoencoderOptions
{
    /// <summary>
    /// Numbers in a frame's latent; null: the report's first autoencoder, which has no bottleneck (18,432 numbers).
    /// </summary>
    [Range(1, ConfigRanges.MostUnits)]
    public int? Latent { get; init; } = 512;

    /// <summary>Most epochs to train.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Epochs { get; init; } = 8;

    /// <summary>Epochs without a better validation loss before training stops; null: all epochs, the last weights.</summary>
    [Range(1, ConfigRanges.Most)]
    public int? Patience { get; init; } = 3;

    /// <summary>Frames in a batch.</summary>
    [Range(1, ConfigRanges.Most)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's learning rate.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Train on every n-th frame only. At ten frames a second neighbours differ little.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Stride { get; init; } = 1;

    /// <summary>Initial weights.</summary>
    public Initialization Initialization { get; init; } = Initialization.Keras;

    /// <summary>What convolutions are computed with; the report's is float32.</summary>
    public Precision Precision { get; init; }

    /// <summary>Seed of weights and batch orders.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;

    /// <summary>
    /// The report's options, in the profiles below it with fewer epochs on fewer frames, and smaller batches for more steps.
    /// </summary>
    public static AutoencoderOptions OfProfile => new()
    {
        Epochs = Profile.Pick(smoke: 1, quick: 3, report: 8),
        Stride = Profile.Pick(smoke: 20, quick: 8, report: 1),
        BatchSize = Profile.Pick(smoke: 32, quick: 8, report: 32),
    };

    /// <summary>What the run is called: <c>autoencoder-512</c>, or <c>autoencoder-baseline</c>.</summary>
    public string Name => Latent is { } latent ? $"autoencoder-{latent}" : "autoencoder-baseline";
}
