namespace Research.Capture;

/// <summary>How far a recording is.</summary>
/// <param name="Seconds">Since its first frame.</param>
/// <param name="Frames">Frames that were due so far.</param>
/// <param name="Written">How many of them are in the video and the frame log.</param>
/// <param name="Pictures">Pictures that were captured.</param>
/// <param name="Duplicates">Frames that show the picture of the frame before, because no picture was captured in their
/// time.</param>
/// <param name="Overflowed">Frames that show an older picture because disk or encoder were behind and the queue was full.</param>
/// <param name="Events">Presses, releases and markers that were logged.</param>
/// <param name="FreeBytes">What is left on the disk.</param>
public readonly record struct RecorderStatus(
    double Seconds, int Frames, int Written, int Pictures, int Duplicates, int Overflowed, int Events, long FreeBytes);
