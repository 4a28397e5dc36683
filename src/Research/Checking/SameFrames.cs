using Research.Alignment;

namespace Research.Checking;

/// <summary>Stretches of moving pictures that are in two sessions.</summary>
internal static class SameFrames
{
    /// <summary>
    /// Seconds. A game's own animations come again, but they are shorter, or no keys are pressed in them; ten seconds in which a
    /// player acts are never the same twice.
    /// </summary>
    private const double Shortest = 10;

    /// <summary>Presses of actions in the stretch.</summary>
    private const int LeastPresses = 3;

    /// <summary>
    /// Grey levels of a block by which two encodings of one picture differ at most, and on average. A thing that is elsewhere, or
    /// of another kind, changes its blocks by more.
    /// </summary>
    private const int MostNoise = 24, MeanNoise = 2;

    /// <summary>Share of the frames of a stretch that differ from the one before: pictures that stand still are alike.</summary>
    private const double LeastMoving = 0.3;

    /// <summary>Frames between two that are looked for: a stretch of <see cref="Shortest"/> has two of them at least.</summary>
    private const double Apart = 4; // seconds

    /// <summary>Places of one picture that are looked at: a picture that comes all the time is no sign.</summary>
    private const int MostAlike = 32;

    private const int MostOffsets = 3;

    /// <summary>Compares every two sessions.</summary>
    public static void Check(FindingList findings, IReadOnlyList<CheckedSession> sessions)
    {
        byte[][][] coarse = [.. sessions.Select(session => Coarse(session.Pictures!))];
        for (int s = 1; s < sessions.Count; s++)
        {
            for (int other = 0; other < s; other++)
            {
                Compare(findings, (sessions[s], coarse[s]), (sessions[other], coarse[other]));
            }
        }
    }

    private static void Compare(
        FindingList findings, (CheckedSession Session, byte[][] Coarse) one, (CheckedSession Session, byte[][] Coarse) other)
    {
        var (own, others) = (one.Session.Pictures!, other.Session.Pictures!);
        int apart = Math.Max(1, (int)(Apart / (one.Session.Clock?.Interval ?? 0.1))), next = 0;
        var votes = new Dictionary<int, int>();
        foreach (int frame in Moving(own).Where(frame => frame >= next))
        {
            next = frame + apart;
            foreach (int at in others.Ranges.SelectMany(range => range.Frames)
                .Where(at => IsNear(one.Coarse[frame], other.Coarse[at]) && IsAlike(own[frame], others[at])).Take(MostAlike))
            {
                votes[at - frame] = votes.GetValueOrDefault(at - frame) + 1;
            }
        }

        foreach (var (offset, _) in votes.OrderByDescending(vote => vote.Value).Take(MostOffsets))
        {
            if (Longest(one.Session, other.Session, offset) is { } run)
            {
                findings.Add("same-frames", one.Session.VideoPlace(run.First),
                    ($"{run.Count} frames that are those of {other.Session.Name} from frame {run.First + offset} on",
                        "pictures of its own"), CheckedPictures.Thumbnail(one.Session.Video!, run.First));
                return;
            }
        }
    }

    private static IEnumerable<int> Moving(CheckedPictures pictures) => pictures.Ranges.SelectMany(range => range.Frames.Skip(1))
        .Where(frame => !PictureChecks.IsSame(pictures[frame], pictures[frame - 1]));

    /// <summary>Means of 4×2 blocks of each frame; null where it was not read.</summary>
    private static byte[][] Coarse(CheckedPictures pictures)
    {
        const int columns = 4, rows = 2, width = CheckedPictures.Width / columns, height = CheckedPictures.Height / rows;
        byte[][] coarse = new byte[pictures.Ranges.Count > 0 ? pictures.Ranges[^1].End : 0][];
        foreach (int frame in pictures.Ranges.SelectMany(range => range.Frames))
        {
            int[] sums = new int[columns * rows];
            var picture = pictures[frame];
            for (int i = 0; i < picture.Length; i++)
            {
                sums[i / CheckedPictures.Width / height * columns + i % CheckedPictures.Width / width] += picture[i];
            }

            coarse[frame] = [.. sums.Select(sum => (byte)(sum / (width * height)))];
        }

        return coarse;
    }

    private static bool IsNear(byte[] a, byte[] b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            if (Math.Abs(a[i] - b[i]) > MeanNoise)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The longest stretch of a session that another has so many frames later; null where none is long enough.</summary>
    private static FrameRange? Longest(CheckedSession session, CheckedSession other, int offset)
    {
        var (a, b) = (session.Pictures!, other.Pictures!);
        int least = (int)Math.Ceiling(Shortest / (session.Clock?.Interval ?? 0.1)), first = 0, moving = 0;
        FrameRange? longest = null;
        int frames = a.Ranges.Count > 0 ? a.Ranges[^1].End : 0;
        for (int frame = 0; frame <= frames; frame++)
        {
            if (a.Has(frame) && b.Has(frame + offset) && IsAlike(a[frame], b[frame + offset]))
            {
                moving += frame > first && !PictureChecks.IsSame(a[frame], a[frame - 1]) ? 1 : 0;
                continue;
            }

            int count = frame - first;
            if (count >= least && moving >= LeastMoving * count && count > (longest?.Count ?? 0)
                && IsPlayed(session, first, frame))
            {
                longest = new FrameRange(first, count);
            }

            (first, moving) = (frame + 1, 0);
        }

        return longest;
    }

    private static bool IsPlayed(CheckedSession session, int first, int end) => session is not { Clock: { } clock, Log: not null }
        || session.Holds.All.Count(hold => hold.Press.Time >= clock.Times[Math.Min(first, clock.Count - 1)]
            && hold.Press.Time <= clock.Times[Math.Min(end, clock.Count) - 1]) >= LeastPresses;

    private static bool IsAlike(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            int apart = Math.Abs(a[i] - b[i]);
            if (apart > MostNoise)
            {
                return false;
            }

            sum += apart;
        }

        return sum <= MeanNoise * a.Length;
    }
}
