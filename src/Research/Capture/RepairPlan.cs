using System.Globalization;
using Research.Alignment;
using Research.Sessions;

namespace Research.Capture;

/// <summary>
/// Which frames of a video and which lines of its log are kept, so that both are as many and belong to each other.
/// </summary>
internal sealed class RepairPlan
{
    private const int MostPlaces = 5;

    private readonly string _log;
    private readonly string _video;
    private readonly VideoEnding _ending;
    private readonly IReadOnlyList<double> _times;
    private readonly IReadOnlyList<FrameRange> _frames;

    private RepairPlan(
        string log, string video, VideoEnding ending, IReadOnlyList<double> times,
        (IReadOnlyList<FrameRange> Frames, IReadOnlyList<FrameRange> Lines) kept)
    {
        (_log, _video, _ending, _times, _frames) = (log, video, ending, times, kept.Frames);
        Lines = kept.Lines;
    }

    /// <summary>Lines that are kept, from 0.</summary>
    public IReadOnlyList<FrameRange> Lines { get; }

    /// <summary>Decides, and changes nothing.</summary>
    /// <param name="log">The frame log.</param>
    /// <param name="video">The video.</param>
    /// <param name="ending">How much of it is complete: at least a frame.</param>
    /// <param name="times">Of the lines: at least one.</param>
    /// <param name="way">How to decide.</param>
    /// <exception cref="InvalidDataException">The times do not tell which lines have no frame, or nothing would be
    /// left.</exception>
    public static RepairPlan Of(string log, string video, VideoEnding ending, IReadOnlyList<double> times, RepairWay way)
    {
        int both = Math.Min(ending.Frames, times.Count);
        IReadOnlyList<FrameRange> frames = [new FrameRange(0, both)], lines = frames;
        if (ending.Frames != times.Count && way != RepairWay.CutEnd)
        {
            (frames, lines) = ByTime(log, video, ending, times);
        }

        if (ending.Bytes > 0 && ending.Frames > times.Count)
        {
            // A recorder's video is cut between two fragments, which leaves every byte of the rest as it is.
            int kept = Math.Min(ending.Cut.Frames, frames[0].First == 0 ? frames[0].Count : 0);
            if (kept < ending.Cut.Frames || kept == 0)
            {
                throw new InvalidDataException(
                    $"{log}: found {SessionRepair.Counted(times.Count, "line")} and in {Path.GetFileName(video)} "
                    + $"{ending.Frames} frames; "
                    + "expected lines for the first half second of it at least: nothing of the session can be saved.");
            }

            frames = lines = [new FrameRange(0, kept)];
        }

        return new RepairPlan(log, video, ending, times, (frames, lines));
    }

    /// <summary>What is left out, and where.</summary>
    /// <param name="second">Frames a second.</param>
    public IEnumerable<string> Losses(double second)
    {
        if (Dropped(_frames, _ending.Frames) is [_, ..] frames)
        {
            yield return $"{Path.GetFileName(_video)}: {SessionRepair.Counted(frames.Sum(run => run.Count), "frame")} without a "
                + "line in the frame log: "
                + Places("frame", frames.Select(run => (run.First, run.End - 1)));
        }

        if (Dropped(Lines, _times.Count) is [_, ..] lines)
        {
            int count = lines.Sum(run => run.Count);
            string seconds = (count / second).ToString("0.##", CultureInfo.InvariantCulture);
            yield return $"{Path.GetFileName(_log)}: {SessionRepair.Counted(count, "frame")} ({seconds} s) that never reached "
                + "the video: "
                + Places("line", lines.Select(run => (run.First + 1, run.End)));
        }
    }

    /// <summary>Cuts the video, if there is anything to cut.</summary>
    public void CutVideo(KeptOriginals originals, List<string> losses, CancellationToken cancellation)
    {
        bool dropsFrames = _frames.Sum(run => run.Count) < _ending.Frames;
        if (dropsFrames && _ending.Bytes == 0)
        {
            originals.Replace(_video, VideoCut.Make(_video, _frames, cancellation));
        }
        else if (dropsFrames || _ending.IsTorn)
        {
            using var stream = new FileStream(_video, FileMode.Open, FileAccess.ReadWrite);
            if (_ending.IsTorn)
            {
                losses.Add($"{Path.GetFileName(_video)}: {stream.Length - _ending.Bytes:N0} bytes at its end");
            }

            if (dropsFrames)
            {
                originals.Keep(stream);
            }

            SessionRepair.Cut(stream, dropsFrames ? _ending.Cut.Bytes : _ending.Bytes);
        }
    }

    private static (IReadOnlyList<FrameRange> Frames, IReadOnlyList<FrameRange> Lines) ByTime(
        string log, string video, VideoEnding ending, IReadOnlyList<double> times)
    {
        double[] shown = VideoTimes.Read(video, ending.Bytes);
        if (shown.Length < ending.Frames)
        {
            throw new VideoException(video, -1, $"{shown.Length} frames with a time",
                $"{ending.Frames}, as many as it has frames");
        }

        var match = FrameMatch.Of(shown[..ending.Frames], times);
        var unknown = ending.Frames < times.Count ? match.FramesWithoutLine : match.LinesWithoutFrame;
        if (unknown.Count > 0)
        {
            string places = ending.Frames < times.Count
                ? Places("frame", unknown.Select(run => (run.First, run.End - 1)))
                : Places("line", unknown.Select(run => (run.First + 1, run.End)));
            throw new InvalidDataException(
                $"{log}: found {times.Count} lines, {ending.Frames} frames in {Path.GetFileName(video)}, and times that do not "
                + "fit each other "
                + $"({places} with no counterpart within half a frame); expected the video's own times to tell which are "
                + "missing. Nothing was changed. "
                + "If you know that only the end of one of them is missing, --cut-end cuts the other there.");
        }

        return (FrameRange.RunsOf(match.Pairs.Select(p => p.Frame)), FrameRange.RunsOf(match.Pairs.Select(p => p.Line)));
    }

    private static List<FrameRange> Dropped(IReadOnlyList<FrameRange> kept, int count) =>
        [.. FrameRange.RunsOf(Enumerable.Range(0, count).Except(kept.SelectMany(run => run.Frames)))];

    private static string Places(string noun, IEnumerable<(int First, int Last)> places)
    {
        var all = places.ToList();
        string text = string.Join(", ", all.Take(MostPlaces)
            .Select(p => p.First == p.Last ? $"{noun} {p.First}" : $"{noun}s {p.First} to {p.Last}"));
        return all.Count > MostPlaces ? $"{text} and {all.Count - MostPlaces} more places" : text;
    }
}
