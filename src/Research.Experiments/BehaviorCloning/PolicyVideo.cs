using Research.Alignment;
using Research.Overlay;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A session's video with the player's keys and a policy's.</summary>
public static class PolicyVideo
{
    /// <summary>
    /// Writes the video of the session, <c>overlay-NAME.mp4</c>, and some seconds from the middle of its first fight,
    /// <c>overlay-clip.mp4</c>.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="policy">The policy's scores on it.</param>
    /// <param name="folder">Where the videos are written, such as the policy's run.</param>
    /// <param name="clipFrames">Frames of the clip at most.</param>
    /// <param name="context">Reports the frames, and stops; null: <see cref="RunContext.Default"/>.</param>
    /// <returns>The clip.</returns>
    /// <exception cref="VideoException">The session's video cannot be decoded.</exception>
    public static VideoClip Write(
        Session session, PolicyEvaluation policy, string folder, int clipFrames, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(policy);
        context ??= RunContext.Default;
        var fight = session.Logs.Fights.Ranges[0];
        var shown = new FrameRange(fight.First + fight.Count / 3, Math.Min(fight.Count / 2, clipFrames));
        var clip = new VideoClip(Path.Combine(folder, "overlay-clip.mp4"));
        OverlayVideo.Write(session, policy.Predicted, Path.Combine(folder, $"overlay-{session.Name}.mp4"), context.Progress,
            context.Cancellation);
        OverlayVideo.Write(session, policy.Predicted, clip.File, shown, context.Progress, context.Cancellation);
        return clip;
    }
}
