using OpenCvSharp;
using Research.Alignment;
using Research.Sessions;

namespace Research.Capture;

/// <summary>Every frame of a video, decoded once.</summary>
/// <param name="Runs">Maximal runs of frames that show the same picture; together all frames that could be decoded.</param>
/// <param name="Fault">The first frame that could not be decoded, in words; null where all could.</param>
internal sealed record PictureScan(IReadOnlyList<FrameRange> Runs, string? Fault)
{
    /// <summary>
    /// Grey levels, 0 to 255, that an encoder changes of a picture that stands still, after the mean over a block.
    /// </summary>
    private const double Noise = 3;

    private static readonly Size Small = new(160, 90);

    /// <summary>Decodes the video.</summary>
    /// <param name="video">The file.</param>
    /// <param name="shown">Seconds of each frame, as <see cref="VideoTimes"/> reads them.</param>
    /// <param name="progress">Reports every frame.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <exception cref="VideoException">The video cannot be opened.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PictureScan Of(string video, double[] shown, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        using var reader = VideoReader.Open(video);
        using Mat frame = new(), reduced = new(), grey = new(), first = new();
        var runs = new List<FrameRange>();
        int? skipped = null; // the first frame that FFmpeg left out: the one after it came in its place
        double halfFrame = FrameClock.UsualInterval(shown) / 2;
        string? fault = null;
        try
        {
            while (reader.TryRead(frame))
            {
                cancellation.ThrowIfCancellationRequested();
                int index = reader.NextFrame - 1;
                if (skipped is null && index < shown.Length && reader.Milliseconds / 1000 > shown[index] + halfFrame)
                {
                    skipped = index;
                }

                Cv2.Resize(frame, reduced, Small, interpolation: InterpolationFlags.Area);
                Cv2.CvtColor(reduced, grey, ColorConversionCodes.BGR2GRAY);
                if (runs.Count > 0 && Cv2.Norm(grey, first, NormTypes.INF) <= Noise)
                {
                    runs[^1] = runs[^1] with { Count = runs[^1].Count + 1 };
                }
                else
                {
                    runs.Add(new FrameRange(index, 1));
                    grey.CopyTo(first); // a picture that fades is compared with where it began
                }

                progress?.Report(new WorkProgress("frames", index + 1, shown.Length));
            }
        }
        catch (VideoException e)
        {
            fault = skipped is null ? e.Message : null;
        }

        if (fault is null && reader.NextFrame < shown.Length)
        {
            fault = new VideoException(video, skipped ?? reader.NextFrame,
                $"a frame that cannot be decoded, and {reader.NextFrame} that can",
                $"{shown.Length} frames, as the container says").Message;
        }

        return new PictureScan(runs, fault);
    }
}
