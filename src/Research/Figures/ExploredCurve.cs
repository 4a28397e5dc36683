namespace Research.Figures;

/// <summary>How one measure of one run went.</summary>
/// <param name="Run">The run's name; curves of one run have one colour in all panels.</param>
/// <param name="Measure">What is measured, such as <c>val_loss</c>; each measure has a panel.</param>
/// <param name="X">Epochs or steps, in order.</param>
/// <param name="Y">The measure at each of them; NaN leaves a gap.</param>
public sealed record ExploredCurve(string Run, string Measure, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>What hovering shows beside the numbers, such as the run's settings; none by default.</summary>
    public string Note { get; init; } = "";
}
