using System.ComponentModel.DataAnnotations;
using Research.Capture;

namespace Research.Experiments.ClosedLoop;

/// <summary>How a policy plays a window.</summary>
/// <param name="Window">A text that the title of exactly one window holds.</param>
public sealed record AgentOptions(string Window)
{
    /// <summary>Ticks a second: frames that the policy sees. From 1 to <see cref="FrameSchedule.HighestRate"/>; it should be the
    /// rate of the sessions that the policy learned from.</summary>
    [Range(1, FrameSchedule.HighestRate)]
    public int FramesPerSecond { get; init; } = 10;

    /// <summary>How probabilities become keys.</summary>
    public KeyChoice Choice { get; init; } = KeyChoice.Likelier;

    /// <summary>
    /// The key that ends it, whichever window has the focus: by default the recorder's, so that one key ends the recording and
    /// what is recorded. A game gives it no meaning, as the recorder refuses keys that have one.
    /// </summary>
    public string StopKey { get; init; } = HotKeys.Report.Toggle;

    /// <summary>Seconds after which it ends; null: it does not.</summary>
    [Range(1, ConfigRanges.Most)]
    public int? Seconds { get; init; }
}
