namespace Research.Alignment;

/// <summary>How often one action is held in a session.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="Frames">Frames of the session in which it is held.</param>
/// <param name="Percent">The same, of all frames.</param>
/// <param name="FightFrames">Frames of fights in which it is held.</param>
/// <param name="WindowSupport">Windows whose target frame has it: the support of a score.</param>
public sealed record ActionBalance(string Action, int Frames, double Percent, int FightFrames, int WindowSupport);

/// <summary>
/// Class balance of a session, over all its frames and over the frames in fights (Cuphead report, figure 1 and appendix B).
/// </summary>
/// <param name="Frames">All frames.</param>
/// <param name="Fights">Fights.</param>
/// <param name="FightFrames">Frames in a fight.</param>
/// <param name="Windows">Sliding windows over the fight frames.</param>
/// <param name="Actions">One row an action, in the order of the label columns.</param>
public sealed record ClassBalance(int Frames, int Fights, int FightFrames, int Windows, IReadOnlyList<ActionBalance> Actions)
{
    /// <summary>Counts.</summary>
    public static ClassBalance Of(ActionTimeline timeline, FightIntervals fights, Sessions.SlidingWindows windows)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(fights);
        ArgumentNullException.ThrowIfNull(windows);
        int[] all = timeline.Labels.CountTrue();
        int[] inFights = timeline.CountHeld(fights.Frames);
        int[] atTargets = timeline.CountHeld(windows.TargetFrames);
        return new ClassBalance(timeline.FrameCount, fights.Ranges.Count, fights.FrameCount, windows.Count,
            [.. timeline.Actions.Names.Select((name, a) =>
                new ActionBalance(name, all[a], 100.0 * all[a] / timeline.FrameCount, inFights[a], atTargets[a]))]);
    }
}
