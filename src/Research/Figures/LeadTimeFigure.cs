using Research.Dodge;

namespace Research.Figures;

/// <summary>How early a dodge can be told.</summary>
public static class LeadTimeFigure
{
    /// <summary>A line a detector, with its intervals as bands; the dashed line is what guessing gets right.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="detectors">For each a name and its evaluations, the first with windows that end at the onset, every next one a frame earlier.</param>
    public static Figure Draw(string title, params (string Name, IReadOnlyList<DodgeEvaluation> ByFramesBefore)[] detectors)
    {
        ArgumentNullException.ThrowIfNull(detectors);
        var figure = new Figure(title)
        {
            Height = 440,
            Legend = Legend.Top,
            XAxis = { Title = "Frames from the window's end to the onset", Reversed = true, TickStep = 1, Grid = true },
            YAxis = { Title = "Accuracy (band: 95 % over episodes)", Range = (0.2, 1.02) },
        };
        for (int i = 0; i < detectors.Length; i++)
        {
            var (name, evaluations) = detectors[i];
            string color = Palette.Categorical[i % Palette.Categorical.Count];
            int[] before = [.. Enumerable.Range(0, evaluations.Count)];
            figure.Add.Band(before, evaluations.Select(e => e.AccuracyInterval.Low ?? double.NaN).ToArray(), evaluations.Select(e => e.AccuracyInterval.High ?? double.NaN).ToArray(), color: color, opacity: 0.15);
            figure.Add.Line(before, evaluations.Select(e => e.Accuracy).ToArray(), name, color, markers: true);
        }

        return figure.Add.HorizontalLine(0.5);
    }
}
