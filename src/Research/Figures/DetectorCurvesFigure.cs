using Research.Training;

namespace Research.Figures;

/// <summary>Loss and accuracy of a training, epoch by epoch, side by side as in the dodge-timing document.</summary>
public static class DetectorCurvesFigure
{
    private const int FewEnoughForMarkers = 25;

    /// <summary>Two panels; the dashed line is what guessing gets right.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="training">A training with <c>train_loss</c>, <c>val_loss</c>, <c>train_accuracy</c> and <c>val_accuracy</c>.</param>
    public static Figure Draw(string title, TrainingResult training)
    {
        ArgumentNullException.ThrowIfNull(training);
        var figure = new Figure(title, 1, 2) { Height = 420, Legend = Legend.Top };
        Draw(figure[0, 0], training, "loss", "Binary cross-entropy");
        Draw(figure[0, 1], training, "accuracy", "Accuracy");
        figure[0, 1].YAxis.Range = (0, 1.02);
        figure[0, 1].Add.HorizontalLine(0.5);
        return figure;
    }

    private static void Draw(Panel panel, TrainingResult training, string curve, string title)
    {
        int[] epochs = [.. training.Epochs.Select(e => e.Epoch)];
        bool markers = epochs.Length <= FewEnoughForMarkers;
        panel.XAxis.Title = "Epoch";
        panel.YAxis.Title = title;
        panel.XAxis.Range = (0.6, epochs.Length + 0.4);
        panel.XAxis.TickStep = epochs.Length <= 10 ? 1 : epochs.Length <= FewEnoughForMarkers ? 2 : null;
        panel.Add.Line(epochs, training.Curve("train_" + curve), "training", Palette.Blue, markers: markers);
        panel.Add.Line(epochs, training.Curve("val_" + curve), "validation", Palette.Vermilion, markers: markers);
    }
}
