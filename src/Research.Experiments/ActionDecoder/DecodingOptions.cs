using System.ComponentModel.DataAnnotations;
using Research.Training;

namespace Research.Experiments.ActionDecoder;

/// <summary>All that a decoder's training is set by, but the sessions.</summary>
public sealed record DecodingOptions : IValidatableObject
{
    /// <summary>The options of notebook 07, in the profiles below the document's with fewer numbers and epochs.</summary>
    public static DecodingOptions OfProfile => new()
    {
        HiddenSize = Profile.Pick(smoke: 32, quick: 64, report: 256),
        Epochs = Profile.Pick(smoke: 1, quick: 7, report: 40),
        BatchSize = Profile.Pick(smoke: 32, quick: 32, report: 64),
    };

    /// <summary>Which decoder.</summary>
    public DecoderKind Decoder { get; init; } = DecoderKind.Sequential;

    /// <summary>C: numbers of the context, and of every layer; a multiple of 32. The document's is 256.</summary>
    [Range(1, ConfigRanges.MostUnits)]
    public int HiddenSize { get; init; } = 256;

    /// <summary>Whether the encoder looks at the six seconds before.</summary>
    public bool UseHistory { get; init; } = true;

    /// <summary>Options of the autoregressive decoders.</summary>
    public AutoregressiveOptions Autoregressive { get; init; } = new();

    /// <summary>Most epochs to train.</summary>
    [Range(1, ConfigRanges.Most)]
    public int Epochs { get; init; } = 20;

    /// <summary>
    /// Epochs without a better validation loss before training stops; null: all epochs, the best weights all the same.
    /// </summary>
    [Range(1, ConfigRanges.Most)]
    public int? Patience { get; init; } = 4;

    /// <summary>Windows in a batch.</summary>
    [Range(1, ConfigRanges.Most)]
    public int BatchSize { get; init; } = 64;

    /// <summary>Adam's learning rate at the first step; it falls in a straight line to a tenth at the last epoch's end.</summary>
    [Range(0.0, ConfigRanges.HighestRate, MinimumIsExclusive = true)]
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Largest norm of all gradients together.</summary>
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double MaxGradNorm { get; init; } = 5;

    /// <summary>Seed of weights, dropout and batch orders.</summary>
    public int Seed { get; init; } = 42;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        HiddenSize % 32 == 0 ? [] : [new("a multiple of 32", [nameof(HiddenSize)])];

    /// <summary>Where it is trained; by default the first GPU, or the processor where there is none.</summary>
    public TorchDevice Device { get; init; } = TorchDevice.Default;
}
