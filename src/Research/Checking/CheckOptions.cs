namespace Research.Checking;

/// <summary>What a check looks at.</summary>
public sealed record CheckOptions
{
    /// <summary>Whether pictures are decoded; without them a recorded hour takes a second.</summary>
    public bool Pictures { get; init; } = true;

    /// <summary>
    /// Frames of a video that are decoded at most, in stretches spread over it; half an hour of the report's rate by default.
    /// </summary>
    public int MostFrames { get; init; } = 18_000;
}
