using Research.Alignment;
using Research.Capture;

namespace Research.Checking;

/// <summary>Pictures that stand still, that are black, or that come twice.</summary>
internal static class PictureChecks
{
    /// <summary>
    /// Grey levels, 0 to 255, that an encoder changes of a picture that stands still, after the mean over a block.
    /// </summary>
    private const int Noise = 2;

    /// <summary>
    /// Seconds. A game answers a key in a tenth of a second, and a loading screen in which nothing moves takes longer; keys that
    /// are pressed for two seconds without any answer are not seen.
    /// </summary>
    private const double ShortestStill = 2;

    /// <summary>
    /// The brightest block of a picture that shows nothing: black is 0, or 16 in videos of limited range that are read as full.
    /// </summary>
    private const int Black = 18;

    /// <summary>
    /// Frames that repeat the one before, at equal distances: that many distances, and that share of them equal. A game that
    /// stands still now and then does so at no fixed distance.
    /// </summary>
    private const int LeastRepeats = 20;

    private const double EqualDistances = 0.9;

    /// <summary>Checks the pictures that were read.</summary>
    public static void Run(CheckedSession session)
    {
        if (session is not { Pictures: { Count: > 1 } pictures, Clock: { } clock })
        {
            return;
        }

        var repeats = new List<int>();
        foreach (var range in pictures.Ranges.Where(range => range.Count > 1))
        {
            foreach (var run in Runs(pictures, range, clock.Count))
            {
                CheckStill(session, run);
                if (run.Count == 2 && run.First > range.First)
                {
                    repeats.Add(run.First + 1);
                }
            }
        }

        CheckRepeats(session, repeats);
    }

    /// <summary>Whether two pictures are the same but for the encoder's noise.</summary>
    public static bool IsSame(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            if (Math.Abs(a[i] - b[i]) > Noise)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Maximal runs of one picture; a picture that fades is compared with where it began.</summary>
    private static IEnumerable<FrameRange> Runs(CheckedPictures pictures, FrameRange range, int most)
    {
        int first = range.First, end = Math.Min(range.End, most);
        for (int frame = first + 1; frame < end; frame++)
        {
            if (!IsSame(pictures[first], pictures[frame]))
            {
                yield return new FrameRange(first, frame - first);
                first = frame;
            }
        }

        if (first < end)
        {
            yield return new FrameRange(first, end - first);
        }
    }

    private static void CheckStill(CheckedSession session, FrameRange run)
    {
        var times = session.Clock!.Times;
        double start = times[run.First], seconds = times[run.End - 1] - start + session.Clock.Interval;
        if (seconds < ShortestStill)
        {
            return;
        }

        int presses = session.Log is null ? 0 : session.Holds.All.Count(hold => hold.Press.Time > start
            && hold.Press.Time < start + seconds && IsMeant(session, hold));
        bool isBlack = session.Pictures![run.First].IndexOfAnyInRange((byte)(Black + 1), byte.MaxValue) < 0;
        bool isAll = isBlack && run.Count == session.Clock.Count;
        if (presses < StillPicture.AnsweredPresses && !isAll)
        {
            return;
        }

        session.Findings.Add(isBlack ? "black-picture" : "frozen-picture", session.VideoPlace(run.First),
            ($"a {(isBlack ? "black" : "still")} picture for {seconds:0.0} s, frames {run.First} to {run.End - 1}, with {presses} "
                + "presses",
                "a picture that follows the game"), CheckedPictures.Thumbnail(session.Video!, run.First));
    }

    /// <summary>Whether a press is of an action and in a segment; where nothing is marked, everything is one.</summary>
    private static bool IsMeant(CheckedSession session, KeyHold hold) =>
        session.Game?.Actions.OfKey(session.Log!.KeyNames[hold.Key]) is not < 0
        && (session.Segments is not { Ranges.Count: > 0 } segments || segments.Ranges.Any(range => range.Count > 0
            && hold.Press.Time >= session.Clock!.Times[range.First] && hold.Press.Time <= session.Clock.Times[range.End - 1]));

    private static void CheckRepeats(CheckedSession session, List<int> repeats)
    {
        int[] distances = [.. repeats.Zip(repeats.Skip(1), (a, b) => b - a)];
        if (distances.Length < LeastRepeats)
        {
            return;
        }

        var usual = distances.GroupBy(distance => distance).MaxBy(group => group.Count())!;
        if (usual.Count() >= EqualDistances * distances.Length)
        {
            session.Findings.Add("duplicated-frames", session.VideoPlace(repeats[0]),
                $"one frame in {usual.Key} shows the picture of the one before, {repeats.Count} in all",
                "a new picture in each frame");
        }
    }
}
