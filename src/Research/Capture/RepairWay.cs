namespace Research.Capture;

/// <summary>How a session's video and logs are made to agree.</summary>
internal enum RepairWay
{
    /// <summary>By the video's times. Originals are kept.</summary>
    ByTime,

    /// <summary>By cutting the end of the longer one. Originals are kept.</summary>
    CutEnd,

    /// <summary>
    /// By time, as the recorder ends files that nobody else has read. No original is kept: there may be no room for it.
    /// </summary>
    OfRecorder,
}
