using Research.Alignment;

namespace Research.Figures;

/// <summary>What the player pressed and what models would have pressed, frame by frame (figures 3, 8 and 9 of the Cuphead report).</summary>
public static class ActionTimelineFigure
{
    private const int MostModels = 3;

    private static readonly string[] Colors = [Palette.Blue, Palette.Vermilion, Palette.Purple];

    /// <summary>A panel an action: green bars for the player, on them a lane of ticks for each model. A model that presses nothing is not in the legend.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="human">What was pressed.</param>
    /// <param name="frames">The frames to show, such as those that windows lead to; the axis counts them from 0.</param>
    /// <param name="models">One to three models, the best first.</param>
    /// <exception cref="ArgumentException">There is no frame, no model, more than three, or one whose predictions do not fit.</exception>
    public static Figure Draw(
        string title, ActionTimeline human, IReadOnlyList<int> frames, params IReadOnlyList<(string Name, ActionTimeline Predicted)> models)
    {
        ArgumentNullException.ThrowIfNull(human);
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(models);
        Require(human, frames, models);
        var figure = new Figure(title, rows: human.Actions.Count) { Width = 1200, Height = 150 + 100 * human.Actions.Count, SharedX = true, Legend = Legend.Top };
        for (int action = 0; action < human.Actions.Count; action++)
        {
            var panel = figure[action, 0];
            panel.XAxis.Range = (-0.03 * frames.Count, 1.03 * frames.Count);
            panel.XAxis.Grid = true;
            (panel.YAxis.Range, panel.YAxis.Grid, panel.YAxis.Ticks) = ((0, 1), false, [(0.5, human.Actions.Names[action])]);
            Add(panel, human, action, frames, (0.04, 0.96), "Human", Palette.Green, opacity: 0.35);
            for (int model = 0; model < models.Count; model++)
            {
                double centre = 1 - (model + 1.0) / (models.Count + 1), half = models.Count == 1 ? 0.09 : 0.06;
                Add(panel, models[model].Predicted, action, frames, (centre - half, centre + half), models[model].Name, Colors[model], opacity: 1);
            }
        }

        figure[human.Actions.Count - 1, 0].XAxis.Title = "Frame";
        return figure;
    }

    /// <summary>A trace without stretches draws the panel's frame but must not take the legend's entry, which it would leave without a colour.</summary>
    private static void Add(
        Panel panel, ActionTimeline held, int action, IReadOnlyList<int> frames, (double Bottom, double Top) lane, string name, string color, double opacity)
    {
        var positions = FrameRange.RunsOf(Enumerable.Range(0, frames.Count).Where(position => held[frames[position], action]));
        panel.Add.Intervals(
            positions.Select(run => (run.First - 0.5, run.End - 0.5)), lane.Bottom, lane.Top, positions.Count > 0 ? name : null, color, opacity);
    }

    private static void Require(ActionTimeline human, IReadOnlyList<int> frames, IReadOnlyList<(string Name, ActionTimeline Predicted)> models)
    {
        if (models.Count is 0 or > MostModels)
        {
            throw new ArgumentException($"A timeline shows 1 to {MostModels} models, not {models.Count}.", nameof(models));
        }

        if (frames.Count == 0)
        {
            throw new ArgumentException("There is no frame to show.", nameof(frames));
        }

        foreach (var (name, predicted) in models)
        {
            if (predicted.FrameCount != human.FrameCount || predicted.Actions.Count != human.Actions.Count)
            {
                throw new ArgumentException($"'{name}' predicts {predicted.FrameCount} frames × {predicted.Actions.Count} actions; the session has "
                    + $"{human.FrameCount} × {human.Actions.Count}.", nameof(models));
            }
        }
    }
}
