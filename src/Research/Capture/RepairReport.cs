namespace Research.Capture;

/// <summary>What was done to make video and logs of a session agree.</summary>
/// <param name="Frames">Frames of the video and lines of the frame log, now.</param>
/// <param name="Seconds">Their duration.</param>
/// <param name="Losses">What was left out, and where, each a sentence; empty where the session was complete.</param>
/// <param name="Originals">Where the files are kept as they were before, each <c>NAME…before-repair</c>.</param>
public sealed record RepairReport(int Frames, double Seconds, IReadOnlyList<string> Losses, IReadOnlyList<string> Originals)
{
    /// <summary>Whether there was nothing to repair.</summary>
    public bool WasWhole => Losses.Count == 0;
}
