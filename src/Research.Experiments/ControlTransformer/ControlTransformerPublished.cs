using Research.Tables;

namespace Research.Experiments.ControlTransformer;

/// <summary>Numbers printed in the control-transformer document.</summary>
public static class ControlTransformerPublished
{
    /// <summary>Size, score and aim: notebook 08.</summary>
    public static PublishedTable Aims { get; } =
        new("Control-transformer document: size, score and aim", "08-control-transformer",
    [
        new("parameters", "≈ 3,500,000", "overview", "N0"),
        new("best combined score", "0.82 (in an example)", "config format", "0.00"),
        new("idle accuracy", "> 0.95", "idle accuracy", "0.000"),
    ]);

    /// <summary><see cref="Aims"/> beside a run; the idle accuracy is that at the tuned thresholds.</summary>
    /// <param name="trained">The run.</param>
    public static Comparison Compare(TrainedControls trained)
    {
        ArgumentNullException.ThrowIfNull(trained);
        return Aims.CompareWith(("parameters", trained.Policy.Parameters),
            ("best combined score", trained.AtDefaultThreshold.CombinedScore),
            ("idle accuracy", trained.AtTunedThresholds.IdleAccuracy));
    }
}
