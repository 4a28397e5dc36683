using Research.Decoding;

namespace Research.Figures;

/// <summary>What a decoder that tells length and times apart says against itself.</summary>
public static class LengthDisagreementFigure
{
    /// <summary>Left: the told length beside the number of told times inside of the window. Right: when the last told action comes, and the window's end.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="told">Lengths by the length head, [N].</param>
    /// <param name="byTimes">Lengths by the times, [N].</param>
    /// <param name="windows">What was drawn, [N].</param>
    public static Figure Draw(string title, IReadOnlyList<float> told, IReadOnlyList<int> byTimes, IReadOnlyList<InputAction[]> windows)
    {
        ArgumentNullException.ThrowIfNull(told);
        ArgumentNullException.ThrowIfNull(byTimes);
        ArgumentNullException.ThrowIfNull(windows);
        double most = 1 + Math.Max(told.DefaultIfEmpty(0).Max(), byTimes.DefaultIfEmpty(0).Max());
        var figure = new Figure(title, 1, 2) { Height = 420, Legend = Legend.None };
        figure[0, 0].Title = "Length, told in two ways";
        (figure[0, 0].XAxis.Title, figure[0, 0].YAxis.Title) = ("By the length head (actions)", "By the times (actions)");
        figure[0, 0].Add.Points(Series.Of(told.Select(length => (double)length)), Series.Of(byTimes.Select(length => (double)length)), color: Palette.Blue, size: 5, opacity: 0.35);
        figure[0, 0].Add.Line(new[] { 0, most }, new[] { 0, most }, color: Palette.Grey, dash: Dash.Dash);
        double[] last = [.. windows.Where(w => w.Length > 0).Select(w => 1000 * w[^1].Time)];
        double end = Math.Max(700, 50 * Math.Ceiling(last.DefaultIfEmpty(0).Max() / 50));
        figure[0, 1].Title = "The last action drawn";
        (figure[0, 1].XAxis.Title, figure[0, 1].YAxis.Title) = ("Time in window (ms; dashed: its end)", "Windows");
        figure[0, 1].XAxis.Range = (0, end);
        figure[0, 1].Add.Histogram(last, (0, end, 25), color: Palette.Blue);
        figure[0, 1].Add.VerticalLine(1000 * InputSession.TickSeconds, Palette.Vermilion);
        return figure;
    }
}
