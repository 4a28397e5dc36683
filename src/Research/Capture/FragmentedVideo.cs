using System.Buffers.Binary;

namespace Research.Capture;

/// <summary>
/// The fragments of an mp4 that was recorded: boxes <c>moof</c>, which index the frames of half a second, each before the
/// <c>mdat</c> that holds them. Source: ISO/IEC 14496-12, sections 4.2 and 8.8.
/// </summary>
internal static class FragmentedVideo
{
    private const int HeaderBytes = 8;

    /// <summary>Ends of the fragments that are complete.</summary>
    /// <returns>Beginning with what stands before the first fragment: how many frames end there, and how many bytes; empty where
    /// the video is no fragmented one, or has a second track, whose samples of sound would count as frames.
    /// </returns>
    public static IReadOnlyList<(int Frames, long Bytes)> Scan(FileStream video)
    {
        var ends = new List<(int Frames, long Bytes)>();
        int announced = 0;
        video.Position = 0;
        while (TryReadHeader(video, video.Length, out string type, out long end))
        {
            if (type == "moov")
            {
                if (CountBoxes(video, end, "trak") > 1)
                {
                    return [];
                }

                ends.Add((0, end));
            }
            else if (type == "moof")
            {
                announced = CountFrames(video, end);
            }
            else if (type == "mdat" && announced > 0)
            {
                ends.Add((ends[^1].Frames + announced, end));
                announced = 0;
            }

            video.Position = end;
        }

        return ends.Count > 1 ? ends : [];
    }

    /// <summary>Boxes of a type up to an end, not those within other boxes.</summary>
    private static int CountBoxes(FileStream video, long end, string wanted)
    {
        int count = 0;
        for (; TryReadHeader(video, end, out string type, out long boxEnd); video.Position = boxEnd)
        {
            count += type == wanted ? 1 : 0;
        }

        return count;
    }

    /// <returns>False: no complete box lies before <paramref name="limit"/>.</returns>
    private static bool TryReadHeader(FileStream video, long limit, out string type, out long end)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        long start = video.Position;
        (type, end) = ("", start);
        if (limit - start < HeaderBytes)
        {
            return false;
        }

        video.ReadExactly(header);
        long size = BinaryPrimitives.ReadUInt32BigEndian(header);
        type = System.Text.Encoding.ASCII.GetString(header[4..]);
        int headerBytes = HeaderBytes;
        if (size == 1 && limit - start >= 2 * HeaderBytes)
        {
            video.ReadExactly(header);
            size = BinaryPrimitives.ReadInt64BigEndian(header);
            headerBytes = 2 * HeaderBytes;
        }

        end = start + size;
        return size >= headerBytes && end <= limit;
    }

    /// <summary>
    /// Frames that a <c>moof</c> announces: <c>traf</c>, <c>trun</c>, and in it 4 bytes of flags and the number.
    /// </summary>
    private static int CountFrames(FileStream video, long end)
    {
        int frames = 0;
        Span<byte> counted = stackalloc byte[8];
        while (TryReadHeader(video, end, out string type, out long boxEnd))
        {
            if (type == "traf")
            {
                frames += CountFrames(video, boxEnd);
            }
            else if (type == "trun")
            {
                video.ReadExactly(counted);
                frames += BinaryPrimitives.ReadInt32BigEndian(counted[4..]);
            }

            video.Position = boxEnd;
        }

        return frames;
    }
}
