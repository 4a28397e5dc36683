using Research.Alignment;

namespace Research.Capture;

/// <summary>
/// When the frames of a recording are due: frame k at start + k / fps, counted from k and never from the frame before, so that no
/// lateness and no rounding adds up. Which frames are due is a function of the clock alone.
/// </summary>
/// <remarks>
/// A recorder captures a picture, reads the clock, and writes that picture for every frame that has become due; so after a stall
/// of any length the video is as long as the time that went by. Source: Cuphead report, appendix C.1; SPEC.md §F.
/// </remarks>
public readonly record struct FrameSchedule
{
    /// <summary>The fastest rate.</summary>
    public const int HighestRate = 1000;

    /// <summary>A schedule whose first frame is due at once.</summary>
    /// <param name="start">UTC seconds of frame 0.</param>
    /// <param name="framesPerSecond">From 1 to <see cref="HighestRate"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is not finite, or there is no such rate.</exception>
    public FrameSchedule(double start, int framesPerSecond)
    {
        if (!double.IsFinite(start))
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, "A schedule starts at a finite time.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(framesPerSecond, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(framesPerSecond, HighestRate);
        (Start, FramesPerSecond) = (start, framesPerSecond);
    }

    /// <summary>UTC seconds of frame 0.</summary>
    public double Start { get; }

    /// <summary>Frames a second.</summary>
    public int FramesPerSecond { get; }

    /// <summary>
    /// UTC seconds of a frame: the double nearest to start + the double nearest to k / fps. For a start in this century that is
    /// within 0.3 µs of the exact time, for every k.
    /// </summary>
    public double TimeOf(int frame) => Start + (double)frame / FramesPerSecond;

    /// <summary>The frames to write now: those that are not written and whose time has come.</summary>
    /// <param name="written">How many frames are written.</param>
    /// <param name="now">The clock, in UTC seconds; a reading before the last one makes nothing due.</param>
    public FrameRange Due(int written, double now)
    {
        int last = (int)Math.Clamp(Math.Floor((now - Start) * FramesPerSecond), -1, int.MaxValue - 2);
        while (TimeOf(last + 1) <= now) // the product above may round to the other side of a frame's time
        {
            last++;
        }

        while (last >= 0 && TimeOf(last) > now)
        {
            last--;
        }

        return new FrameRange(written, Math.Max(0, last + 1 - written));
    }
}
