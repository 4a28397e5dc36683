using OpenCvSharp;
using Research.Alignment;
using Research.Sessions;

namespace Research.Checking;

/// <summary>Pictures of a video, reduced to 64×36 in grey by the mean of each block.</summary>
internal sealed class CheckedPictures
{
    /// <summary>Columns and rows of a reduced picture.</summary>
    public const int Width = 64, Height = 36;

    private readonly byte[] _pixels;
    private readonly int[] _position;

    private CheckedPictures(IReadOnlyList<FrameRange> ranges, byte[] pixels, int frames)
    {
        (Ranges, _pixels) = (ranges, pixels);
        _position = new int[frames];
        Array.Fill(_position, -1);
        int next = 0;
        foreach (int frame in ranges.SelectMany(range => range.Frames))
        {
            _position[frame] = next++;
        }

        Count = next;
    }

    /// <summary>Consecutive frames that were read, in order.</summary>
    public IReadOnlyList<FrameRange> Ranges { get; }

    /// <summary>Number of frames that were read.</summary>
    public int Count { get; }

    /// <summary>Whether a frame was read.</summary>
    public bool Has(int frame) => frame >= 0 && frame < _position.Length && _position[frame] >= 0;

    /// <summary>A reduced picture: [36, 64] in row-major order.</summary>
    public ReadOnlySpan<byte> this[int frame] => _pixels.AsSpan(_position[frame] * Width * Height, Width * Height);

    /// <summary>Decodes a video, or stretches that are spread over a long one.</summary>
    /// <param name="session">The session; a frame that cannot be decoded is a finding.</param>
    /// <param name="most">Frames to decode at most.</param>
    /// <param name="progress">Reports every frame.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static CheckedPictures Read(
        CheckedSession session, int most, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        const int stretches = 12;
        var video = session.Video!;
        int frames = video.Shown.Length, each = Math.Max(1, most / stretches);
        List<FrameRange> wanted = frames <= most ? [new FrameRange(0, frames)]
            : [.. Enumerable.Range(0, stretches)
                .Select(i => new FrameRange((int)((long)(frames - each) * i / (stretches - 1)), each))];
        byte[] pixels = new byte[(long)wanted.Sum(range => range.Count) * Width * Height];
        var ranges = new List<FrameRange>();
        int done = 0;
        using var reader = VideoReader.Open(video.File);
        using Mat frame = new(), reduced = new();
        try
        {
            foreach (var range in wanted)
            {
                if (range.First > 0)
                {
                    reader.Seek(range.First);
                }

                int count = 0;
                while (count < range.Count && reader.TryRead(frame))
                {
                    if (count == 0 && !IsAt(reader, video.Shown, range.First))
                    {
                        break; // a container in which seeking finds another frame
                    }

                    cancellation.ThrowIfCancellationRequested();
                    Reduce(frame, reduced, pixels.AsSpan(done * Width * Height, Width * Height));
                    count++;
                    done++;
                    progress?.Report(new WorkProgress(session.Name, done, wanted.Sum(r => r.Count)));
                }

                ranges.Add(range with { Count = count });
                if (count < range.Count && reader.NextFrame == range.First + count)
                {
                    AddCutOff(session, range.First + count, "a frame that cannot be decoded");
                    break;
                }
            }
        }
        catch (VideoException e)
        {
            int seen = done - ranges.Sum(range => range.Count);
            ranges.Add(new FrameRange(wanted[ranges.Count].First, seen));
            AddCutOff(session, e.Frame, e.Found);
        }

        return new CheckedPictures(ranges, pixels, frames);
    }

    /// <summary>A frame as a PNG of 160 columns; null where it cannot be decoded.</summary>
    public static byte[]? Thumbnail(VideoFacts video, int index)
    {
        try
        {
            using var reader = VideoReader.Open(video.File);
            reader.Seek(index);
            using Mat frame = new(), small = new();
            if (!reader.TryRead(frame))
            {
                return null;
            }

            Cv2.Resize(frame, small, new Size(160, Math.Max(1, 160 * frame.Height / frame.Width)), 0, 0, InterpolationFlags.Area);
            return small.ImEncode(".png");
        }
        catch (VideoException)
        {
            return null;
        }
    }

    /// <summary>Whether the frame that was read is the one that was looked for, by its time.</summary>
    private static bool IsAt(VideoReader reader, double[] shown, int frame) => frame == 0
        || Math.Abs(reader.Milliseconds / 1000 - shown[frame]) < FrameClock.UsualInterval(shown) / 2;

    private static void AddCutOff(CheckedSession session, int frame, string found) =>
        session.Findings.Add("video-cut-off", session.VideoPlace(frame), found,
            $"{session.Video!.Shown.Length} frames, as the container says");

    private static void Reduce(Mat frame, Mat reduced, Span<byte> to)
    {
        using var grey = new Mat();
        Cv2.CvtColor(frame, grey, ColorConversionCodes.BGR2GRAY);
        Cv2.Resize(grey, reduced, new Size(Width, Height), interpolation: InterpolationFlags.Area);
        reduced.GetArray(out byte[] pixels);
        pixels.CopyTo(to);
    }
}
