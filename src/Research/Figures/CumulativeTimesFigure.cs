using Research.Decoding;

namespace Research.Figures;

/// <summary>When the actions of single windows are told to come, beside when they came.</summary>
public static class CumulativeTimesFigure
{
    private const int Columns = 3;

    /// <summary>A panel a window: the number of each action against its time; the grey line is the window's end.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="windows">Rows of the windows, such as six.</param>
    /// <param name="truth">What was done.</param>
    /// <param name="told">Names, and what was told of every window.</param>
    public static Figure Draw(string title, IReadOnlyList<int> windows, IReadOnlyList<InputAction[]> truth, params (string Name, IReadOnlyList<InputAction[]> Windows)[] told)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(told);
        int rows = (windows.Count + Columns - 1) / Columns;
        var figure = new Figure(title, rows, Columns) { Height = 120 + 260 * rows, Legend = Legend.Top };
        for (int i = 0; i < windows.Count; i++)
        {
            var panel = figure[i / Columns, i % Columns];
            panel.Title = $"window {windows[i]}";
            panel.XAxis.Title = i / Columns == rows - 1 ? "Action" : null;
            panel.YAxis.Title = i % Columns == 0 ? "Time in window (ms)" : null;
            panel.YAxis.Range = (0, 1.08 * told.Select(t => t.Windows[windows[i]]).Append(truth[windows[i]]).SelectMany(w => w).Select(a => 1000 * a.Time).Append(600).Max());
            Line(panel, truth[windows[i]], i == 0 ? "truth" : null, Palette.Grey, Dash.Solid);
            for (int t = 0; t < told.Length; t++)
            {
                Line(panel, told[t].Windows[windows[i]], i == 0 ? told[t].Name : null, Palette.Categorical[t], Dash.Dot);
            }

            panel.Add.HorizontalLine(1000 * InputSession.TickSeconds);
        }

        return figure;
    }

    private static void Line(Panel panel, InputAction[] window, string? name, string color, Dash dash) => panel.Add.Trace(new Scatter(
        Series.Of(Enumerable.Range(0, window.Length + 1).Select(k => (double)k)), Series.Of(window.Select(a => 1000 * a.Time).Prepend(0)))
    {
        Lines = true,
        Markers = true,
        MarkerSize = 5,
        Name = name,
        Color = color,
        Dash = dash,
    });
}
