using System.Globalization;

namespace Research.Figures;

/// <summary>Figure 1 of the Cuphead report: how rare most actions are.</summary>
public static class ClassBalanceFigure
{
    /// <summary>A bar per action in the given order, its share of all frames above it.</summary>
    /// <param name="session">The session's name.</param>
    /// <param name="balance">Each action and the number of frames in which it is down.</param>
    /// <param name="totalFrames">The number of frames of the session, at least 1; actions overlap, so it is not their sum.</param>
    /// <exception cref="ArgumentException">There is no action, or one is down in more frames than there are.</exception>
    public static Figure Draw(string session, IReadOnlyList<(string Action, int Frames)> balance, int totalFrames)
    {
        ArgumentNullException.ThrowIfNull(balance);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalFrames, 1);
        if (balance.Count == 0)
        {
            throw new ArgumentException($"Session '{session}' has no action to draw.", nameof(balance));
        }

        foreach (var (action, frames) in balance)
        {
            if (frames < 0 || frames > totalFrames)
            {
                throw new ArgumentException(
                    $"{action} is said to be down in {frames} frames; session '{session}' has {totalFrames}.", nameof(balance));
            }
        }

        const double RoomForPercentages = 1.06;
        var highest = Math.Max(1, balance.Max(bar => bar.Frames));
        return new Figure($"Class imbalance in '{session}' session")
        {
            XAxis = { Title = "Action class" },
            YAxis = { Title = "Number of frames active", Range = (0, highest * RoomForPercentages) },
        }.Add.Bar(
            balance.Select(bar => bar.Action).ToArray(),
            balance.Select(bar => bar.Frames).ToArray(),
            colors: Palette.Viridis(balance.Count),
            text: [.. balance.Select(bar => Percent(bar.Frames, totalFrames))]);
    }

    private static string Percent(int frames, int totalFrames) =>
        (100.0 * frames / totalFrames).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
