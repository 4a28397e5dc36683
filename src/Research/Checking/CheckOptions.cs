using System.ComponentModel.DataAnnotations;

namespace Research.Checking;

/// <summary>What a check looks at.</summary>
public sealed record CheckOptions
{
    /// <summary>Whether pictures are decoded; without them a recorded hour takes a second.</summary>
    public bool Pictures { get; init; } = true;

    /// <summary>The most that <see cref="MostFrames"/> can be: their reduced pictures fill 2 GB.</summary>
    public const int AllFrames = 900_000;

    /// <summary>
    /// Frames of a video that are decoded at most, in stretches spread over it; by default half an hour at ten frames a second.
    /// </summary>
    [Range(1, AllFrames)]
    public int MostFrames { get; init; } = 18_000;
}
