using Research.Control;

namespace Research.Figures;

/// <summary>Where a policy looks and points, against where the player did.</summary>
public static class LookCursorFigure
{
    /// <summary>Four panels of points: yaw and pitch on frames with a look, the cursor's x and y on frames with a screen; on the dashed line all is right.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="truth">What was done.</param>
    /// <param name="predictions">What the policy says of the same frames.</param>
    public static Figure Draw(string title, ControlTruth truth, ControlPredictions predictions)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predictions);
        var figure = new Figure(title, rows: 1, columns: 4) { Height = 340 };
        int[] looking = [.. Enumerable.Range(0, truth.Count).Where(row => truth.IsLooking(row))];
        int[] screen = [.. Enumerable.Range(0, truth.Count).Where(row => truth.IsScreenOpen[row])];
        Panel(figure[0, 0], "look_yaw", (-1, 1), looking, truth.Look, predictions.Look, 0);
        Panel(figure[0, 1], "look_pitch", (-1, 1), looking, truth.Look, predictions.Look, 1);
        Panel(figure[0, 2], "cursor_x", (0, 1), screen, truth.Cursor, predictions.Cursor, 0);
        Panel(figure[0, 3], "cursor_y", (0, 1), screen, truth.Cursor, predictions.Cursor, 1);
        figure[0, 0].YAxis.Title = "Policy";
        return figure;
    }

    private static void Panel(Panel panel, string name, (double Min, double Max) range, int[] rows, float[] truth, float[] predicted, int axis)
    {
        panel.Title = name;
        panel.XAxis.Title = "Player";
        (panel.XAxis.Range, panel.YAxis.Range) = (range, range);
        panel.Add.Line(new[] { range.Min, range.Max }, new[] { range.Min, range.Max }, color: Palette.Grey, dash: Dash.Dash);
        panel.Add.Points(rows.Select(row => truth[2 * row + axis]).ToArray(), rows.Select(row => predicted[2 * row + axis]).ToArray(), color: Palette.Blue, size: 4, opacity: 0.35);
    }
}
