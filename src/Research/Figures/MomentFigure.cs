using Research.Alignment;
using Research.Data;

namespace Research.Figures;

/// <summary>What was on the screen before and after a key went down.</summary>
public static class MomentFigure
{
    /// <summary>The frames around the first press of an action in a fight that has enough frames of that fight around it.</summary>
    /// <param name="session">A session with a video.</param>
    /// <param name="action">The action.</param>
    /// <param name="before">Frames before the one whose label has the key first.</param>
    /// <param name="after">Frames after it.</param>
    /// <returns>A figure with a panel a frame; one that says so where there is no such press.</returns>
    /// <exception cref="ArgumentException">There is no such action.</exception>
    /// <exception cref="VideoException">The video cannot be decoded.</exception>
    public static Figure Draw(Session session, string action, int before = 6, int after = 2)
    {
        ArgumentNullException.ThrowIfNull(session);
        int index = session.Logs.Timeline.Actions.IndexOf(action);
        var press = session.Logs.Timeline.Presses(index).FirstOrDefault(p => HasRoom(session.Logs.Fights, p.First, before, after));
        if (press.Count == 0)
        {
            return new Figure($"No press of {action} in a fight of '{session.Name}' has {before} frames before it and {after} after")
            {
                Height = 120,
                XAxis = { Hidden = true },
                YAxis = { Hidden = true },
            };
        }

        return SessionFramesFigure.Draw($"Before and after {action} goes down, frame {press.First} of '{session.Name}'", session,
            [.. Enumerable.Range(-before, before + 1 + after).Select(offset => (press.First + offset, offset == 0 ? $"0: {action} in the label" : $"{offset:+0;−0}"))]);
    }

    private static bool HasRoom(FightIntervals fights, int onset, int before, int after) =>
        fights.Ranges.Any(fight => fight.First <= onset - before && onset + after < fight.End);
}
