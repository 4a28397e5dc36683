namespace Research.Figures;

/// <summary>Whether a quantile holds what it says.</summary>
public static class CalibrationFigure
{
    /// <summary>A line each: the share of true values below the quantile that was told for a level, against the level. On the dashed line they are the same.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="levels">The levels.</param>
    /// <param name="observed">Names and shares, one for each level.</param>
    public static Figure Draw(string title, IReadOnlyList<double> levels, params (string Name, IReadOnlyList<double> Shares)[] observed)
    {
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(observed);
        var figure = new Figure(title)
        {
            Width = 720,
            Height = 520,
            XAxis = { Title = "Told: probability that the time is shorter", Range = (0, 1), Grid = true },
            YAxis = { Title = "Observed share", Range = (0, 1) },
        };
        figure.Add.Line(new[] { 0.0, 1 }, new[] { 0.0, 1 }, color: Palette.Grey, dash: Dash.Dash);
        for (int i = 0; i < observed.Length; i++)
        {
            figure.Add.Line(levels.ToArray(), observed[i].Shares.ToArray(), observed[i].Name, Palette.Categorical[i % Palette.Categorical.Count], markers: true);
        }

        return figure;
    }
}
