using System.ComponentModel.DataAnnotations;
using Research.Losses;
using Research.Nn;
using Research.Nn.Quantization;
using Research.Training;

namespace Research.Experiments.LatentActions;

/// <summary>
/// All that a latent action model is trained by. The defaults are the Ms. Pac-Man report's, for its final model.
/// </summary>
public sealed record LatentActionOptions
{
    /// <summary>The report's options, in the profiles below it with fewer channels and epochs.</summary>
    public static LatentActionOptions OfProfile => new()
    {
        Channels = Profile.Pick<int[]>(smoke: [4, 8, 8, 16], quick: [16, 32, 64, 128], report: [64, 128, 256, 512, 512]),
        Epochs = Profile.Pick(smoke: 1, quick: 3, report: 36),
        BatchSize = Profile.Pick(smoke: 8, quick: 8, report: 32),
    };

    /// <summary>How vectors are quantized.</summary>
    public QuantizerOptions Quantizer { get; init; } = new();

    /// <summary>Channels after each halving of the frames.</summary>
    [Range(1, ConfigRanges.MostUnits)]
    public IReadOnlyList<int> Channels { get; init; } = [64, 128, 256, 512, 512];

    /// <summary>Whether the current frame modulates the decoder.</summary>
    public bool Film { get; init; }

    /// <summary>
    /// Probability that a number before the encoder's projection is dropped in training: noise that codes are spent on.
    /// </summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.1;

    /// <summary>
    /// Last epochs in which batch normalization goes by its running statistics, and nothing is dropped, as after training: so
    /// that the codebook meets the vectors that it will be used on, without the noise of small batches.
    /// </summary>
    [Range(0, ConfigRanges.Most)]
    public int FrozenStatsEpochs { get; init; }

    /// <summary>What a drawn frame is judged by.</summary>
    public ReconstructionLoss Loss { get; init; } = new();

    /// <summary>Epochs to train.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Epochs { get; init; } = 200;

    /// <summary>Pairs in a batch.</summary>
    [Range(1, ConfigRanges.Most)]
    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's learning rate.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>What convolutions are computed with; the report's is float32.</summary>
    public Precision Precision { get; init; }

    /// <summary>Seed of weights and batch orders.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;
}
