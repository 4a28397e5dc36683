namespace Research.Sessions;

/// <summary>A frame of a video as its container describes it.</summary>
/// <param name="Seconds">When it is shown, in seconds after the first frame.</param>
/// <param name="IsKey">Whether decoding can begin with it.</param>
internal readonly record struct ShownFrame(double Seconds, bool IsKey);
