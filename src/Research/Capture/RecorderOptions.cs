using System.ComponentModel.DataAnnotations;

namespace Research.Capture;

/// <summary>How a session is recorded.</summary>
public sealed record RecorderOptions
{
    /// <summary>Frames a second, from 1 to <see cref="FrameSchedule.HighestRate"/>.</summary>
    [Range(1, 1000)]
    public int FramesPerSecond { get; init; } = 10;

    /// <summary>Whether the mouse is logged too, where the recording's keys come with it: <c>NAME_mouse.csv</c>.</summary>
    public bool LogsMouse { get; init; }

    /// <summary>The recording ends when less than this is free on the disk, in bytes.</summary>
    [Range(0.0, 1e18)]
    public long KeepFree { get; init; } = 1_000_000_000;

    /// <summary>The most memory for pictures that wait to be written, in bytes.</summary>
    [Range(1.0, 1e15)]
    public long QueueMemory { get; init; } = 64 << 20;
}
