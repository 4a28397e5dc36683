namespace Research.Checking;

/// <summary>A session that was checked.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Name">Its name.</param>
/// <param name="Frames">Lines of its frame log; 0 where it is no clock.</param>
/// <param name="Seconds">From the first to the last frame.</param>
public sealed record CheckedFiles(string Folder, string Name, int Frames, double Seconds)
{
    /// <summary>Frames of the video that were decoded.</summary>
    public int FramesSeen { get; init; }

    /// <summary>
    /// Seconds by which keys are logged later than the picture shows them, in steps of a tenth; null where that is not known.
    /// </summary>
    public double? LabelLag { get; init; }

    /// <summary>Seconds that the check took.</summary>
    public double CheckSeconds { get; init; }
}
