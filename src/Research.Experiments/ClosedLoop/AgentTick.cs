namespace Research.Experiments.ClosedLoop;

/// <summary>What an agent did at one tick. Durations are in milliseconds.</summary>
/// <param name="Tick">Its number, from 0; one that is missing was left out.</param>
/// <param name="Time">UTC seconds at which it was due.</param>
/// <param name="Wait">From then until it began.</param>
/// <param name="Capture">The picture of the window.</param>
/// <param name="Transform">From the picture to the policy's frame.</param>
/// <param name="Network">From the frame to probabilities.</param>
/// <param name="Key">From probabilities until the server had the keys.</param>
/// <param name="HadFocus">Whether the window had the focus; without it no key is held.</param>
/// <param name="Released">Keys that were released, in their order, before any was pressed.</param>
/// <param name="Pressed">Keys that were pressed, in their order.</param>
/// <param name="Probabilities">Of each action.</param>
public sealed record AgentTick(
    int Tick, double Time, double Wait, double Capture, double Transform, double Network, double Key, bool HadFocus,
    IReadOnlyList<string> Released, IReadOnlyList<string> Pressed, IReadOnlyList<float> Probabilities)
{
    /// <summary>From the start of the capture until the server had the keys, in milliseconds.</summary>
    public double FrameToKey => Capture + Transform + Network + Key;
}
