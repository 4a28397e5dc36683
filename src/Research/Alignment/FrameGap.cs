namespace Research.Alignment;

/// <summary>A time without frames in a frame log: where the recorder stalled, or lines were lost.</summary>
/// <param name="Frame">The first frame after it, from 0.</param>
/// <param name="Seconds">From the frame before to this one.</param>
public readonly record struct FrameGap(int Frame, double Seconds);
