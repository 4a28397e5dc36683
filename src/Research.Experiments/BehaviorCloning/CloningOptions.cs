namespace Research.Experiments.BehaviorCloning;

/// <summary>One policy on latents: its autoencoder and itself. The defaults are the report's.</summary>
public sealed record CloningOptions
{
    /// <summary>The session to learn from.</summary>
    public string Train { get; init; } = "Train";

    /// <summary>The session that is scored.</summary>
    public string Test { get; init; } = "Test";

    /// <summary>How the autoencoder is trained.</summary>
    public AutoencoderOptions Autoencoder { get; init; } = new();

    /// <summary>How the policy is trained, by focal loss.</summary>
    public PolicyOptions Policy { get; init; } = new();

    /// <summary>The report's options, in the profiles below it with fewer epochs and frames.</summary>
    public static CloningOptions OfProfile => new()
    {
        Autoencoder = AutoencoderOptions.OfProfile,
        Policy = PolicyOptions.OfProfile,
    };

    /// <summary>The same as a grid of a single policy.</summary>
    /// <exception cref="InvalidDataException">The autoencoder has no latent size.</exception>
    public FocalGridOptions AsGrid() => new()
    {
        Latents = [Autoencoder.Latent ?? throw new InvalidDataException(
            "autoencoder.latent: found null; expected a latent size, such as 512.")],
        Cells = [Policy.Cell],
        Seeds = [Policy.Seed],
        Autoencoder = Autoencoder,
        Policy = Policy,
    };
}
