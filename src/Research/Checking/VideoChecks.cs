using Research.Alignment;
using Research.Capture;
using Research.Sessions;

namespace Research.Checking;

/// <summary>The video against the frame log: counts and times, without decoding.</summary>
internal static class VideoChecks
{
    /// <summary>
    /// Rates of cameras and screens differ by a thousandth (29.97 against 30), clocks of two machines by a ten-thousandth. A
    /// hundredth more or less is another rate.
    /// </summary>
    private const double RateDifference = 0.01;

    private static readonly string[] Endings = [".mp4", ".mkv", ".avi"];

    /// <summary>Opens the video and compares it with the frame log.</summary>
    public static void Run(CheckedSession session)
    {
        string[] videos = [.. Endings.Select(ending => Path.ChangeExtension(session.Files.Video, ending)).Where(File.Exists)];
        if (videos.Length > 1)
        {
            session.Findings.Add("two-videos", new FindingPlace(videos[1]),
                string.Join(" and ", videos.Select(Path.GetFileName)), "one video");
            return;
        }

        if (videos.Length == 0)
        {
            session.Findings.Add("not-checked", new FindingPlace(session.Files.Video),
                "no video, so pictures, their times and the labels' shift are not checked", "a video, for these checks");
            return;
        }

        if (new FileInfo(videos[0]).Length > 0 && !FileChecks.IsPointer(videos[0]) && Open(session, videos[0]) is { } facts)
        {
            session.Video = facts;
            CompareTimes(session, facts);
        }
    }

    private static VideoFacts? Open(CheckedSession session, string video)
    {
        try
        {
            using var reader = VideoReader.Open(video);
            var facts = new VideoFacts(video, reader.FrameSize.Width, reader.FrameSize.Height, []);
            return facts with { Shown = VideoTimes.Read(video) };
        }
        catch (VideoException e)
        {
            session.Findings.Add("video-unreadable", new FindingPlace(video), e.Found, e.Expected);
            return null;
        }
        catch (InvalidOperationException e)
        {
            session.Findings.Add("not-checked", new FindingPlace(video), $"the video's times are not checked: {e.Message}",
                "ffprobe, which is part of FFmpeg");
            return null;
        }
    }

    private static void CompareTimes(CheckedSession session, VideoFacts video)
    {
        if (session.Clock is not { Count: > 1 } clock)
        {
            if (session.FrameLines is { Times.Length: var lines } && lines != video.Shown.Length)
            {
                AddCounts(session, video, (video.Shown.Length, lines), "");
            }

            return;
        }

        var timing = SessionTiming.Of(clock, video.Shown);
        double rate = video.Shown.Length > 1 ? FrameClock.UsualInterval(video.Shown) / clock.Interval : 1;
        if (Math.Abs(rate - 1) > RateDifference)
        {
            session.Findings.Add("rate-mismatch", new FindingPlace(video.File),
                $"a frame every {clock.Interval * rate:0.####} s in the video",
                $"one every {clock.Interval:0.####} s, as in the log");
        }

        if (!timing.CountsAgree)
        {
            string where = timing.LinesWithoutFrame is [var line, ..] ? $"; no frame for line {line.First + 1} and others"
                : timing.FramesWithoutLine is [var frame, ..] ? $"; no line for frame {frame.First} and others" : "";
            AddCounts(session, video, (timing.VideoFrames, timing.LoggedFrames), where);
        }
        else if (timing.FirstApart is { } apart && Math.Abs(rate - 1) <= RateDifference)
        {
            AddApart(session, timing, apart);
        }
    }

    private static void AddCounts(CheckedSession session, VideoFacts video, (int Video, int Log) frames, string where) =>
        session.Findings.Add("frame-count-mismatch", new FindingPlace(video.File), $"{frames.Video} frames{where}",
            $"{frames.Log}, one for each line of {Path.GetFileName(session.Files.Frames)}");

    /// <summary>
    /// Tells a jump from a drift: in a jump the log runs away from the video between two frames by more than half of all that it
    /// does.
    /// </summary>
    private static void AddApart(CheckedSession session, SessionTiming timing, int apart)
    {
        double[] shown = session.Video!.Shown;
        var times = session.Clock!.Times;
        double[] late = [.. times.Select((t, k) => t - times[0] - (shown[k] - shown[0]))];
        int jump = Enumerable.Range(1, late.Length - 1).MaxBy(k => Math.Abs(late[k] - late[k - 1]));
        double step = late[jump] - late[jump - 1];
        bool isJump = Math.Abs(step) > timing.Tolerance / 1000 / 2 && Math.Abs(step) > 0.5 * (late.Max() - late.Min());
        session.Findings.Add(isJump ? "clock-jump" : "clock-drift", session.FramePlace(isJump ? jump : apart),
            isJump ? $"the log jumps by {step:+0.###;-0.###} s against the video"
                : $"the log is {Math.Abs(timing.FarthestError):0} ms {(timing.FarthestError > 0 ? "later" : "earlier")} than the "
                    + $"video at frame {timing.FarthestFrame}, {timing.Drift:+0;-0} ms an hour",
            $"no frame farther than {timing.Tolerance:0} ms, a frame");
    }
}
