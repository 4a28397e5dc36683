using Research.Alignment;

namespace Research.Capture;

/// <summary>Frames of a video that all show the same picture.</summary>
/// <param name="Frames">The frames.</param>
/// <param name="Start">Seconds after the first frame.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Presses">Presses of keys in that time; only those in fights, where the session has fights.</param>
public sealed record StillPicture(FrameRange Frames, double Start, double Seconds, int Presses)
{
    /// <summary>Presses that a game answers: one key may do nothing, three presses in two seconds do something.</summary>
    internal const int AnsweredPresses = 3;
}
