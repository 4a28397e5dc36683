using System.Buffers.Binary;
using Research.Sessions;

namespace Research.Capture;

/// <summary>How much of a video is complete, and where it can be cut without being encoded anew.</summary>
/// <param name="Frames">Frames that are complete.</param>
/// <param name="Bytes">Bytes of them; 0 where the video is no fragmented one.</param>
/// <param name="IsTorn">Whether something follows that is no complete fragment.</param>
/// <param name="Cut">The last place to cut that has no more frames before it than the log has lines; (0, 0) where there is
/// none.</param>
internal sealed record VideoEnding(int Frames, long Bytes, bool IsTorn, (int Frames, long Bytes) Cut)
{
    /// <summary>Looks at the fragments of a video that the recorder wrote; of another, counts the frames.</summary>
    /// <param name="video">The file.</param>
    /// <param name="logged">Lines of the frame log.</param>
    public static VideoEnding Of(string video, int logged)
    {
        using (var stream = new FileStream(video, FileMode.Open, FileAccess.Read))
        {
            var ends = FragmentedVideo.Scan(stream);
            if (ends.Count > 0)
            {
                var (frames, bytes) = ends[^1];
                bool isTorn = stream.Length > bytes && !EndsWithIndex(stream, bytes);
                return new VideoEnding(frames, bytes, isTorn, ends.Last(end => end.Frames <= logged));
            }
        }

        return new VideoEnding(VideoReader.CountFrames(video), 0, false, default);
    }

    /// <summary>Whether the index that ends a complete video, <c>mfra</c>, follows its last fragment, and nothing else.</summary>
    private static bool EndsWithIndex(FileStream video, long end)
    {
        Span<byte> header = stackalloc byte[8];
        video.Position = end;
        return video.Length - end > header.Length && video.Read(header) == header.Length
            && header[4..].SequenceEqual("mfra"u8) && BinaryPrimitives.ReadUInt32BigEndian(header) == video.Length - end;
    }
}
