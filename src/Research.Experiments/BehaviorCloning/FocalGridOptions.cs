using System.ComponentModel.DataAnnotations;

namespace Research.Experiments.BehaviorCloning;

/// <summary>The grid of the report's search: every latent size with every cell. The defaults are the report's.</summary>
public sealed record FocalGridOptions
{
    /// <summary>Latent sizes; an autoencoder is trained for each.</summary>
    [Range(1, ConfigRanges.MostUnits)]
    public IReadOnlyList<int> Latents { get; init; } = [128, 256, 512, 1024];

    /// <summary>Recurrent cells.</summary>
    public IReadOnlyList<RecurrentCell> Cells { get; init; } = [RecurrentCell.LSTM, RecurrentCell.GRU];

    /// <summary>Seeds of the policies; the autoencoder of a latent size is shared by all.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [42];

    /// <summary>How autoencoders are trained, but for their size.</summary>
    public AutoencoderOptions Autoencoder { get; init; } = new();

    /// <summary>How policies are trained, but for cell and seed.</summary>
    public PolicyOptions Policy { get; init; } = new();
}
