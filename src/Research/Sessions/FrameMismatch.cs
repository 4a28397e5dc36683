namespace Research.Sessions;

/// <summary>What to do where a video and its frame log have different numbers of frames.</summary>
public enum FrameMismatch
{
    /// <summary>It is an error: frame i of the video may not be line i of the log.</summary>
    Refuse,

    /// <summary>The first frames of both are taken, as many as the shorter one has.</summary>
    Trim,
}
