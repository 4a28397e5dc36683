using Research.Decoding;

namespace Research.Figures;

/// <summary>Where the pointer goes.</summary>
public static class PointerPathFigure
{
    /// <summary>A panel for each who tells, the truth first: the pointer's paths over the screen in some windows, clicks as large points.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="windows">Rows of the windows.</param>
    /// <param name="pointers">Where the pointer is at the beginning of each of them.</param>
    /// <param name="told">Names, and the actions of every window.</param>
    public static Figure Draw(
        string title, IReadOnlyList<int> windows, IReadOnlyList<(float X, float Y)> pointers, params (string Name, IReadOnlyList<InputAction[]> Windows)[] told)
    {
        ArgumentNullException.ThrowIfNull(windows);
        ArgumentNullException.ThrowIfNull(pointers);
        ArgumentNullException.ThrowIfNull(told);
        int columns = Math.Min(3, told.Length), rows = (told.Length + columns - 1) / columns;
        var figure = new Figure(title, rows, columns) { Height = 110 + 250 * rows, Legend = Legend.None };
        string[] colors = windows.Count <= Palette.Categorical.Count ? [.. Palette.Categorical] : Palette.Viridis(windows.Count);
        for (int i = 0; i < told.Length; i++)
        {
            var panel = figure[i / columns, i % columns];
            panel.Title = told[i].Name;
            panel.XAxis.Range = panel.YAxis.Range = (0, 1);
            panel.YAxis.Reversed = true;
            panel.XAxis.Title = i / columns == rows - 1 ? "Share of the screen's width" : null;
            panel.YAxis.Title = i % columns == 0 ? "Of its height" : null;
            for (int w = 0; w < windows.Count; w++)
            {
                var actions = told[i].Windows[windows[w]];
                panel.Add.Trace(new Scatter(
                    Series.Of(actions.Select(a => (double)a.X).Prepend(pointers[w].X)), Series.Of(actions.Select(a => (double)a.Y).Prepend(pointers[w].Y)))
                {
                    Lines = true,
                    Markers = true,
                    MarkerSize = 4,
                    Color = colors[w],
                });
                var clicks = actions.Where(a => a.Event == InputEvent.Click).ToList();
                panel.Add.Points(Series.Of(clicks.Select(a => (double)a.X)), Series.Of(clicks.Select(a => (double)a.Y)), color: colors[w], size: 12, opacity: 0.6);
            }
        }

        return figure;
    }
}
