namespace Research.Figures;

public static partial class Explore
{
    /// <summary>
    /// What models press on each frame, below each other: a panel for each action, the human's presses as an area behind the
    /// models' probabilities.
    /// </summary>
    /// <param name="text">What is written around it; its height grows with the actions.</param>
    /// <param name="actions"><c>[A]</c>: the actions, A at least 1.</param>
    /// <param name="truth"><c>[N, A]</c>: what the human pressed, N at least 1.</param>
    /// <param name="rollouts">What models pressed instead; at least one.</param>
    /// <exception cref="ArgumentException">The shapes differ, there is nothing to draw, or a probability is not within 0 to 1.
    /// </exception>
    public static ExploredFigure Rollouts(
        ExploreText text, IReadOnlyList<string> actions, bool[,] truth, IReadOnlyList<ExploredRollout> rollouts)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(rollouts);
        int frames = truth.GetLength(0);
        Expect(
            actions.Count == truth.GetLength(1) && truth.Length > 0,
            $"presses of [N, {actions.Count}]; found [{frames}, {truth.GetLength(1)}]",
            nameof(truth));
        Expect(rollouts.Count > 0, "a rollout; found none", nameof(rollouts));
        foreach (var rollout in rollouts)
        {
            float[,] found = rollout.Probabilities;
            Expect(found.GetLength(0) == frames && found.GetLength(1) == actions.Count,
                $"[{frames}, {actions.Count}]; found [{found.GetLength(0)}, {found.GetLength(1)}] in {rollout.Name}",
                nameof(rollouts));
            Expect(
                found.Cast<float>().All(probability => probability is >= 0 and <= 1),
                $"probabilities of 0 to 1; found others in {rollout.Name}",
                nameof(rollouts));
        }

        double[] x = [.. Enumerable.Range(0, frames).Select(frame => (double)frame)];
        PanelSpec[] panels = [.. actions.Select((action, a) => new PanelSpec(
            actions.Count == 1 ? "" : action, a == actions.Count - 1 ? text.X : "", actions.Count == 1 ? action : text.Y,
            [
                new TraceSpec("human", x, [.. x.Select(frame => truth[(int)frame, a] ? 1.0 : 0)])
                {
                    Color = Palette.Grey,
                    IsArea = true,
                    Line = 0.5,
                    InLegend = a == 0,
                },
                .. rollouts.Select((rollout, i) => new TraceSpec(
                    rollout.Name, x, [.. x.Select(frame => Rounded(rollout.Probabilities[(int)frame, a]))])
                {
                    Color = Color(i),
                    Line = 1.5,
                    InLegend = a == 0,
                }),
            ]))];
        return new(text with { Height = TitleHeight + (actions.Count * 150) }, new(panels, 1, []) { LinksX = true, Top = 1.05 });
    }

    /// <summary>Points whose labels do not lie over each other; hovering names the others.</summary>
    private static HashSet<int> Apart(int[] points, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        const double LabelWidth = 0.15, LabelHeight = 0.05; // of the panel
        double width = points.Max(i => x[i]) - points.Min(i => x[i]), height = points.Max(i => y[i]) - points.Min(i => y[i]);
        var apart = new HashSet<int>();
        foreach (int point in points)
        {
            bool IsOver(int other) => Math.Abs(x[point] - x[other]) <= LabelWidth * width
                && Math.Abs(y[point] - y[other]) <= LabelHeight * height;
            if (!apart.Any(IsOver))
            {
                apart.Add(point);
            }
        }

        return apart;
    }
}
