using Research.Control;

namespace Research.Figures;

/// <summary>How the six terms of the control loss went.</summary>
public static class ControlLossFigure
{
    private static readonly (string Term, string Title)[] Terms =
        [("action", "Actions"), ("look", "Look"), ("hotbar", "Hotbar"), ("cursor", "Cursor"), ("inv", "Inventory"), ("idle", "Idle")];

    /// <summary>A panel a term, unweighted: training and validation after every epoch.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="log">The log, which alone is needed.</param>
    public static Figure Draw(string title, ControlLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var figure = new Figure(title, rows: 2, columns: 3) { Height = 620, Legend = Legend.Top };
        int[] epochs = [.. log.Epochs.Select(epoch => epoch.Epoch)];
        for (int i = 0; i < Terms.Length; i++)
        {
            var (term, name) = Terms[i];
            var panel = figure[i / 3, i % 3];
            panel.Title = name;
            panel.XAxis.Title = i >= 3 ? "Epoch" : null;
            panel.Add.Line(epochs, log.Curve("train_" + term), i == 0 ? "training" : null, Palette.Blue, markers: epochs.Length <= 25);
            panel.Add.Line(epochs, log.Curve("val_loss_" + term), i == 0 ? "validation" : null, Palette.Vermilion, markers: epochs.Length <= 25);
        }

        return figure;
    }
}
