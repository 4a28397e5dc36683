namespace Research.Figures;

/// <summary>How long keys are held.</summary>
public static class RunLengthFigure
{
    private const int FewEnoughToShowEach = 400;

    /// <summary>
    /// A box per action with a point per press, on a logarithmic axis: a dash lasts a few frames, a held trigger thousands.
    /// </summary>
    /// <param name="session">The session's name.</param>
    /// <param name="presses">Each action and the length in frames of each of its presses; an action may have none.</param>
    /// <exception cref="ArgumentException">A press lasts less than one frame.</exception>
    public static Figure Draw(string session, IReadOnlyList<(string Action, IReadOnlyList<int> Frames)> presses)
    {
        ArgumentNullException.ThrowIfNull(presses);
        var rows = presses.Select(press => $"{press.Action} (n={press.Frames.Count})").ToArray();
        var longest = presses.SelectMany(press => press.Frames).DefaultIfEmpty(10).Max();
        var figure = new Figure($"Length of key presses in '{session}' session")
        {
            XAxis =
            {
                Title = "Frames held (logarithmic)",
                Log = true,
                Range = (0.8, Math.Max(longest, 10) * 1.25),
                Ticks = OneTwoFive(Math.Max(longest, 10)),
                Grid = true,
            },
            YAxis = { Title = "Action class (n = presses)", Categories = rows, Reversed = true },
        };
        var colors = Palette.Viridis(presses.Count);
        for (var index = 0; index < presses.Count; index++)
        {
            var (action, frames) = presses[index];
            if (frames.Any(length => length < 1))
            {
                throw new ArgumentException($"A press of {action} lasts {frames.Min()} frames; the shortest is 1.", nameof(presses));
            }

            if (frames.Count > 0)
            {
                figure.Add.Trace(new Box(rows[index], frames.ToArray())
                {
                    Color = colors[index],
                    AllPoints = frames.Count <= FewEnoughToShowEach,
                });
            }
        }

        return figure;
    }

    private static (double, string)[] OneTwoFive(int longest) =>
    [
        .. from power in Enumerable.Range(0, 1 + (int)Math.Log10(longest))
           from digit in (int[])[1, 2, 5]
           let tick = digit * Math.Pow(10, power)
           where tick <= longest * 1.25
           select (tick, $"{tick}"),
    ];
}
