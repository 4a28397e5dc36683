namespace Research.Figures;

/// <summary>Which keys are held together.</summary>
public static class CooccurrenceFigure
{
    /// <summary>
    /// A heat map: of the frames in which the row's action is down, the share in which the column's is down too. An action
    /// that is never down has no such share: its row reads N/A.
    /// </summary>
    /// <param name="session">The session's name.</param>
    /// <param name="actions">The actions, in order.</param>
    /// <param name="frames">[action, action]: the frames in which both are down; on the diagonal those of one action.</param>
    /// <exception cref="ArgumentException">The matrix is not as large as the list of actions.</exception>
    public static Figure Draw(string session, IReadOnlyList<string> actions, int[,] frames)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.GetLength(0) != actions.Count || frames.GetLength(1) != actions.Count)
        {
            throw new ArgumentException(
                $"The co-occurrence of {actions.Count} actions is a square of that size; found {frames.GetLength(0)} × "
                + $"{frames.GetLength(1)}.",
                nameof(frames));
        }

        var shares = new double[actions.Count, actions.Count];
        for (var row = 0; row < actions.Count; row++)
        {
            for (var column = 0; column < actions.Count; column++)
            {
                shares[row, column] = (double)frames[row, column] / frames[row, row];
            }
        }

        return new Figure($"Keys held together in '{session}' session")
        {
            Width = 860,
            XAxis = { Title = "Also down" },
            YAxis = { Title = "Of the frames with this action down" },
        }.Add.Trace(new Heatmap(shares)
        {
            Columns = actions,
            Rows = [.. actions.Select((action, index) => $"{action} (n={frames[index, index]})")],
            Format = "0%",
            Missing = "N/A",
            Scale = ColorScale.YellowGreenBlue,
            Range = (0, 1),
            ColorBar = "Share of frames",
            Gap = 1,
        });
    }
}
