using Research.Alignment;

namespace Research.Capture;

/// <summary>Which line of a frame log belongs to which frame of a video, found by their times alone.</summary>
internal sealed class FrameMatch
{
    /// <summary>How much of a difference in time is taken to be drift of the two clocks, at each frame.</summary>
    private const double DriftGain = 0.1;

    private FrameMatch(IReadOnlyList<(int Frame, int Line)> pairs, int frames, int lines)
    {
        Pairs = pairs;
        FramesWithoutLine = FrameRange.RunsOf(Enumerable.Range(0, frames).Except(pairs.Select(p => p.Frame)));
        LinesWithoutFrame = FrameRange.RunsOf(Enumerable.Range(0, lines).Except(pairs.Select(p => p.Line)));
    }

    /// <summary>Frames and lines of the same time, both counted from 0 and both rising.</summary>
    public IReadOnlyList<(int Frame, int Line)> Pairs { get; }

    /// <summary>Frames of the video for which the log has no line.</summary>
    public IReadOnlyList<FrameRange> FramesWithoutLine { get; }

    /// <summary>Lines of the log for which the video has no frame.</summary>
    public IReadOnlyList<FrameRange> LinesWithoutFrame { get; }

    /// <summary>Matches frame and line where their times differ by less than half the time between two frames.</summary>
    /// <param name="shown">When each frame is shown, in seconds from any origin, rising.</param>
    /// <param name="logged">When each line says that its frame was taken, rising. The first frame is taken to be the first
    /// line's.</param>
    public static FrameMatch Of(IReadOnlyList<double> shown, IReadOnlyList<double> logged)
    {
        var pairs = new List<(int Frame, int Line)>();
        double tolerance = FrameClock.UsualInterval(shown.Count > 1 ? shown : logged) / 2;
        double offset = shown.Count > 0 && logged.Count > 0 ? logged[0] - shown[0] : 0;
        for (int frame = 0, line = 0; frame < shown.Count && line < logged.Count;)
        {
            double late = logged[line] - shown[frame] - offset;
            if (Math.Abs(late) <= tolerance)
            {
                pairs.Add((frame++, line++));
                offset += DriftGain * late;
            }
            else if (late < 0)
            {
                line++;
            }
            else
            {
                frame++;
            }
        }

        return new FrameMatch(pairs, shown.Count, logged.Count);
    }
}
