using Research.Alignment;

namespace Research.Formats;

/// <summary>A session as another program has recorded it.</summary>
/// <param name="Name">What its files will be called.</param>
public sealed record ImportedSession(string Name)
{
    /// <summary>When each frame was taken: UTC, in nanoseconds, never running backwards.</summary>
    public required IReadOnlyList<long> FrameTimes { get; init; }

    /// <summary>Keys, in the order of time.</summary>
    public IReadOnlyList<KeyInput> Keys { get; init; } = [];

    /// <summary>The mouse, in the order of time.</summary>
    public IReadOnlyList<MouseInput> Mouse { get; init; } = [];

    /// <summary>Markers of fights that the kit's own session has.</summary>
    public int Markers { get; init; }

    /// <summary>The video; null where there is none.</summary>
    public string? Video { get; init; }

    /// <summary>The first frame of the video that belongs to the session.</summary>
    public int VideoStart { get; init; }

    /// <summary>Frames of the video; where the session has fewer, the others are cut off.</summary>
    public int VideoFrames { get; init; }
}
