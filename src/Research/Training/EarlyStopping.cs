namespace Research.Training;

/// <summary>Which epoch's weights are kept, and when there is no use in going on.</summary>
/// <param name="Metric">A value of the epoch, such as <c>val_loss</c>.</param>
/// <param name="Patience">Epochs without a new best after which the training stops; null: it never does, and only the best
/// weights are kept.</param>
/// <param name="Maximize">True where more is better.</param>
public sealed record EarlyStopping(string Metric = "val_loss", int? Patience = null, bool Maximize = false)
{
    internal bool IsBetter(double value, double? best) => !double.IsNaN(value)
        && (best is null || (Maximize ? value > best : value < best));
}
