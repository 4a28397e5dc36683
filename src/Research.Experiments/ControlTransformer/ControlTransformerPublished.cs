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
}
