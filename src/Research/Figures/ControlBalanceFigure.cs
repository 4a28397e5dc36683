using Research.Control;

namespace Research.Figures;

/// <summary>How often each control is used.</summary>
public static class ControlBalanceFigure
{
    /// <summary>A bar a control, on a logarithmic axis: the share of the frames that its head is for, and for slots the share of frames that newly choose it.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="windows">Whose ends are counted.</param>
    public static Figure Draw(string title, ControlWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var ends = windows.Ends;
        double Share(int control)
        {
            bool onScreen = ControlLayout.Inventory.Contains(control) || ControlLayout.Cursor.Contains(control);
            var own = ends.Where(e => e.Recording.IsScreenOpen(e.Frame) == onScreen);
            return own.Select(e => e.Recording[e.Frame, control] != 0 ? 1.0 : 0).DefaultIfEmpty(0).Average();
        }

        double Changes(int slot) => windows.Truth.Hotbar.Count(s => s == slot) / (double)windows.Count;
        double[] shares = [.. ControlLayout.Names.Select((_, control) => ControlLayout.Hotbar.Contains(control) ? Changes(control - ControlLayout.Hotbar[0]) : Share(control))];
        string[] colors = [.. Enumerable.Range(0, shares.Length).Select(control => ControlLayout.Actions.Contains(control) ? Palette.Blue
            : ControlLayout.Look.Contains(control) ? Palette.Vermilion : ControlLayout.Hotbar.Contains(control) ? Palette.Green
            : ControlLayout.Cursor.Contains(control) ? Palette.Purple : Palette.Orange)];
        var figure = new Figure(title)
        {
            Height = 520,
            YAxis = { Title = "Share of the head's frames", Log = true, TickFormat = "~%", Range = (0.0005, 1.2) },
        };
        return figure.Add.Bar(Series.Of(ControlLayout.Names), shares, colors: colors);
    }
}
