
namespace Research.Experiments.BehaviorCloning;

/// <summary>A model of the grid search as the report prints it.</summary>
/// <param name="Cell">The recurrent cell.</param>
/// <param name="Latent">Numbers in a frame's latent.</param>
/// <param name="JumpF1">F1 of JUMP.</param>
/// <param name="ShootF1">F1 of SHOOT.</param>
/// <param name="DashF1">F1 of DASH.</param>
/// <param name="CompositeF1">Mean of the three, from unrounded numbers.</param>
public sealed record ReportedGridModel(
    RecurrentCell Cell, int Latent, double JumpF1, double ShootF1, double DashF1, double CompositeF1)
{
    /// <summary>Its name in the report's figures, such as <c>GRU 512</c>.</summary>
    public string Name => $"{Cell} {Latent}";
}

/// <summary>Scores of one action as the report prints them.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="Precision">Precision.</param>
/// <param name="Recall">Recall.</param>
/// <param name="F1">F1.</param>
public sealed record ReportedActionScore(string Action, double Precision, double Recall, double F1);

public static partial class CupheadPublished
{
    /// <summary>The eight models of the grid search, in the order in which they were trained (appendix A.5.2).</summary>
    public static IReadOnlyList<ReportedGridModel> Grid { get; } =
    [
        new(RecurrentCell.LSTM, 128, 0.31, 0.99, 0.00, 0.4335),
        new(RecurrentCell.GRU, 128, 0.17, 0.99, 0.00, 0.3889),
        new(RecurrentCell.LSTM, 256, 0.65, 0.99, 0.00, 0.5453),
        new(RecurrentCell.GRU, 256, 0.00, 0.99, 0.00, 0.3306),
        new(RecurrentCell.LSTM, 512, 0.65, 0.99, 0.00, 0.5460),
        new(RecurrentCell.GRU, 512, 0.62, 0.99, 0.40, 0.6733),
        new(RecurrentCell.LSTM, 1024, 0.53, 0.99, 0.00, 0.5087),
        new(RecurrentCell.GRU, 1024, 0.17, 0.99, 0.00, 0.3879),
    ];

    /// <summary>
    /// Validation error (MSE) after the last epoch of the phase-2 autoencoder, by size of the latent (appendix A.5.2).
    /// </summary>
    public static IReadOnlyDictionary<int, double> LatentAutoencoderValidationMse { get; } = new Dictionary<int, double>
    {
        [128] = 0.0045,
        [256] = 0.0050,
        [512] = 0.0044,
        [1024] = 0.0042,
    };

    /// <summary>The best model, GRU 512, by action; DOWN does not occur in the test session (figure 10, section 4.2).</summary>
    public static IReadOnlyList<ReportedActionScore> BestModel { get; } =
    [
        new("UP", 1.00, 0.99, 0.99),
        new("LEFT", 0.92, 0.41, 0.57),
        new("RIGHT", 0.91, 0.56, 0.69),
        new("JUMP", 0.91, 0.48, 0.62),
        new("SHOOT", 1.00, 0.99, 0.99),
        new("DASH", 1.00, 0.25, 0.40),
    ];
}
