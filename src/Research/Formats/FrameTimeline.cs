namespace Research.Formats;

/// <summary>Gives each frame of a video a time of the world, from some frames whose times are known.</summary>
internal static class FrameTimeline
{
    /// <summary>How far the position in a message may be from a frame's: containers round to a millisecond.</summary>
    private const long Tolerance = 2_000_000;

    /// <summary>Times of all frames of a video.</summary>
    /// <param name="positions">When each frame is shown, in nanoseconds of the video's clock, in order.</param>
    /// <param name="known">Positions in the video and their times, in UTC nanoseconds.</param>
    /// <returns>The times, how many frames had none, and how many positions have no frame.</returns>
    public static (long[] Times, int Interpolated, int Unmatched) Of(long[] positions,
        IReadOnlyList<(long Position, long Utc)> known)
    {
        long?[] times = new long?[positions.Length];
        int unmatched = 0;
        foreach (var (position, utc) in known)
        {
            int frame = Nearest(positions, position);
            if (Math.Abs(positions[frame] - position) <= Tolerance)
            {
                times[frame] ??= utc;
            }
            else
            {
                unmatched++;
            }
        }

        int[] anchors = [.. Enumerable.Range(0, times.Length).Where(frame => times[frame] is not null)];
        long At(int frame, int anchor) => times[anchors[anchor]]!.Value + (positions[frame] - positions[anchors[anchor]]);
        long[] all = new long[times.Length];
        for (int frame = 0, next = 0; anchors.Length > 0 && frame < all.Length; frame++)
        {
            while (next < anchors.Length && anchors[next] < frame)
            {
                next++;
            }

            all[frame] = next < anchors.Length && anchors[next] == frame ? times[frame]!.Value
                : next == 0 ? At(frame, 0)
                : next == anchors.Length ? At(frame, next - 1)
                : Between(positions, times, anchors[next - 1], anchors[next], frame);
        }

        return (all, times.Length - anchors.Length, unmatched);
    }

    /// <summary>Sees that times never run backwards.</summary>
    /// <returns>How many were moved to the time before them.</returns>
    public static int Steady(long[] times)
    {
        int moved = 0;
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] < times[i - 1])
            {
                times[i] = times[i - 1];
                moved++;
            }
        }

        return moved;
    }

    private static long Between(long[] positions, long?[] times, int before, int after, int frame)
    {
        decimal share = (decimal)(positions[frame] - positions[before]) / Math.Max(1, positions[after] - positions[before]);
        return times[before]!.Value + (long)(share * (times[after]!.Value - times[before]!.Value));
    }

    private static int Nearest(long[] positions, long position)
    {
        int after = Array.BinarySearch(positions, position);
        after = after >= 0 ? after : ~after;
        return after == 0 ? 0
            : after == positions.Length ? after - 1
            : position - positions[after - 1] <= positions[after] - position ? after - 1 : after;
    }
}
