namespace Research.Capture;

/// <summary>A recording that has ended.</summary>
/// <param name="Files">What was written.</param>
/// <param name="Frames">Frames of video and frame log.</param>
/// <param name="Seconds">Their duration.</param>
/// <param name="Events">Lines of the event log.</param>
/// <param name="Duplicates">Frames that show the picture of the frame before, because no picture was captured in their
/// time.</param>
/// <param name="Overflowed">Frames that show an older picture because disk or encoder were behind and the queue was full.</param>
/// <param name="EndReason">Why it ended.</param>
/// <param name="IsFault">Whether it ended by what nobody asked for: a full disk, a window that was closed.</param>
/// <param name="Losses">What was cut off so that video and logs agree, each a sentence; empty where nothing was lost.</param>
public sealed record RecordedSession(
    SessionFiles Files, int Frames, double Seconds, int Events, int Duplicates, int Overflowed, string EndReason, bool IsFault,
        IReadOnlyList<string> Losses)
{
    /// <summary>What else a person should know of the frames, each a sentence: changes of size, covered, hidden and black
    /// frames.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
