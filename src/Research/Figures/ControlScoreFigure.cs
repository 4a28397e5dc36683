using Research.Control;

namespace Research.Figures;

/// <summary>How the combined score of several trainings went.</summary>
public static class ControlScoreFigure
{
    /// <summary>A line a training; a dashed line where a curriculum's next stage begins.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="trainings">Logs, each with a name.</param>
    public static Figure Draw(string title, params (string Name, ControlLog Log)[] trainings)
    {
        ArgumentNullException.ThrowIfNull(trainings);
        var figure = new Figure(title) { Height = 440, Legend = Legend.Top, XAxis = { Title = "Epoch", Grid = true }, YAxis = { Title = "Combined score on validation recordings" } };
        for (int i = 0; i < trainings.Length; i++)
        {
            var (name, log) = trainings[i];
            figure.Add.Line(log.Epochs.Select(e => e.Epoch).ToArray(), log.Curve("val_score"), name, Palette.Categorical[i], markers: log.Epochs.Count <= 25);
            foreach (var (_, after) in log.Epochs.Zip(log.Epochs.Skip(1)).Where(pair => pair.First.Stage != pair.Second.Stage))
            {
                figure.Add.VerticalLine(after.Epoch - 0.5);
            }
        }

        return figure;
    }
}
