namespace Research.Sessions;

/// <summary>What is asked of a source of frames must be there, and must fit.</summary>
internal static class FrameRangeCheck
{
    /// <summary>Requires frames and room for them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frames do not all exist.</exception>
    /// <exception cref="ArgumentException">There is too little room.</exception>
    internal static void Require(string file, IFrameSource source, int first, int count, int room)
    {
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count),
                $"{file}: found a window of {count} frames; expected at least 1.");
        }

        if (first < 0 || first > source.Count - count)
        {
            throw new ArgumentOutOfRangeException(nameof(first),
                $"{file} has frames 0 to {source.Count - 1}; the window asks for {first} to {(long)first + count - 1}.");
        }

        long bytes = (long)count * source.Height * source.Width * source.Channels;
        if (room < bytes)
        {
            throw new ArgumentException($"{count} frames have {bytes} bytes; there is room for {room}.");
        }
    }
}
