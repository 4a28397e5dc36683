using System.Globalization;
using Research.Alignment;

namespace Research.Figures;

/// <summary>Codes of frames on their first two principal components, coloured by what the player did (Cuphead report, appendix A.3.2).</summary>
public static class LatentPcaFigure
{
    private const string Other = "IDLE/MOVE";

    /// <summary>The rare ones are drawn larger.</summary>
    private static readonly (string Action, string Color, double Size)[] Priority =
        [("JUMP", Palette.Blue, 11), ("DASH", Palette.Vermilion, 12), ("SHOOT", Palette.Orange, 7)];

    /// <summary>A point a frame. Of several actions at once the rarest names the colour: JUMP before DASH before SHOOT before all others.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="places">[N, 2]: each frame's place.</param>
    /// <param name="truth">What was pressed; it has JUMP, DASH and SHOOT.</param>
    /// <param name="frames">Frame index of each row.</param>
    /// <param name="varianceRatio">Shares of the variance along the two components, for the axes; empty to leave them out.</param>
    /// <exception cref="ArgumentException">There are not as many places as frames, or an action is missing.</exception>
    public static Figure Draw(
        string title, float[,] places, ActionTimeline truth, IReadOnlyList<int> frames, IReadOnlyList<double> varianceRatio)
    {
        ArgumentNullException.ThrowIfNull(places);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(varianceRatio);
        if (places.GetLength(0) != frames.Count || places.GetLength(1) < 2)
        {
            throw new ArgumentException(
                $"{frames.Count} frames need [{frames.Count}, 2] places; found [{places.GetLength(0)}, {places.GetLength(1)}].", nameof(places));
        }

        var figure = new Figure(title)
        {
            Height = 700,
            XAxis = { Title = AxisTitle(1, varianceRatio), Grid = true },
            YAxis = { Title = AxisTitle(2, varianceRatio) },
        };
        int[] indices = [.. Priority.Select(p => truth.Actions.IndexOf(p.Action))];
        string[] groups = [.. frames.Select(frame => Group(truth, frame, indices))];
        foreach (var (name, color, size) in Priority.Append((Other, Palette.Grey, 7)).OrderByDescending(group => groups.Count(g => g == group.Item1)))
        {
            int[] rows = [.. Enumerable.Range(0, frames.Count).Where(row => groups[row] == name)];
            if (rows.Length > 0)
            {
                figure.Add.Points(
                    rows.Select(row => places[row, 0]).ToArray(), rows.Select(row => places[row, 1]).ToArray(),
                    $"{name} (n={rows.Length})", color, size, opacity: 0.7);
            }
        }

        return figure;
    }

    private static string Group(ActionTimeline truth, int frame, int[] indices)
    {
        int first = Array.FindIndex(indices, action => truth[frame, action]);
        return first < 0 ? Other : Priority[first].Action;
    }

    private static string AxisTitle(int component, IReadOnlyList<double> ratio) => ratio.Count < component
        ? $"Principal component {component}"
        : string.Create(CultureInfo.InvariantCulture, $"Principal component {component} ({100 * ratio[component - 1]:0.0} % of the variance)");
}
