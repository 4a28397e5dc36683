namespace Research.Sessions;

/// <summary>Frames of one size by number: decoded before (<see cref="FrameStore"/>) or when they are asked for
/// (<see cref="VideoFrames"/>). Several threads may read at once.</summary>
public interface IFrameSource
{
    /// <summary>Frames (N).</summary>
    int Count { get; }

    /// <summary>Rows of a frame (H).</summary>
    int Height { get; }

    /// <summary>Columns of a frame (W).</summary>
    int Width { get; }

    /// <summary>Channels of a frame (C): 1 gray, 3 red, green, blue.</summary>
    int Channels { get; }

    /// <summary>Reads consecutive frames.</summary>
    /// <param name="first">Number of the first frame, from 0.</param>
    /// <param name="count">Frames to read (K), at least 1.</param>
    /// <param name="destination">At least K · H · W · C bytes: [K, H, W] or [K, H, W, C].</param>
    /// <exception cref="ArgumentOutOfRangeException">The frames do not all exist.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is too short.</exception>
    /// <exception cref="VideoException">A frame cannot be decoded.</exception>
    void Read(int first, int count, Span<byte> destination);
}
