namespace Research.Checking;

/// <summary>What the sessions of a folder should have in common: actions, size, shape and rate of frames.</summary>
internal static class FolderChecks
{
    /// <summary>Shapes that differ by less are one, rounded to the even sizes that encoders ask for.</summary>
    private const double ShapeDifference = 0.02;

    /// <summary>A tenth more or less is another setting of the recorder; <see cref="ClockChecks"/> has the same limit.</summary>
    private const double RateDifference = 0.1;

    /// <summary>Compares every session with the first that has the same to compare.</summary>
    public static void Run(FindingList findings, IReadOnlyList<CheckedSession> sessions)
    {
        CheckActions(findings, [.. sessions.Where(session => session.Game is not null)]);
        CheckFrames(findings, [.. sessions.Where(session => session.Video is not null)]);
        CheckRates(findings, [.. sessions.Where(session => session.Clock is { Count: > 2 })]);
        SameLogs.Check(findings, [.. sessions.Where(session => session.Log is { Events.Count: > 0 })]);
        SameFrames.Check(findings, [.. sessions.Where(session => session.Pictures is not null)]);
    }

    private static void CheckActions(FindingList findings, CheckedSession[] sessions)
    {
        foreach (var session in sessions.Skip(1).DistinctBy(session => session.Files.Folder)
            .Where(session => !session.Game!.Actions.IsSame(sessions[0].Game!.Actions)))
        {
            findings.Add("actions-differ",
                new FindingPlace(Path.Combine(session.Files.Folder, Sessions.GameDefinition.FileName)),
                $"the actions {session.Game!.Actions} of {session.Files.Folder}",
                $"those of {sessions[0].Files.Folder}, {sessions[0].Game!.Actions}");
        }
    }

    private static void CheckFrames(FindingList findings, CheckedSession[] sessions)
    {
        foreach (var session in sessions.Skip(1))
        {
            var (video, first) = (session.Video!, sessions[0].Video!);
            if ((video.Width, video.Height) == (first.Width, first.Height))
            {
                continue;
            }

            double shape = (double)video.Width / video.Height / first.Width * first.Height;
            findings.Add(Math.Abs(shape - 1) > ShapeDifference ? "frame-shape-differs" : "frame-size-differs",
                new FindingPlace(video.File), $"frames of {video.Width}x{video.Height}",
                $"{first.Width}x{first.Height}, as in {Path.GetFileName(first.File)}");
        }
    }

    private static void CheckRates(FindingList findings, CheckedSession[] sessions)
    {
        foreach (var session in sessions.Skip(1))
        {
            var (clock, first) = (session.Clock!, sessions[0].Clock!);
            if (Math.Abs(clock.Interval / first.Interval - 1) > RateDifference)
            {
                findings.Add("frame-rate-differs", new FindingPlace(session.Files.Frames),
                    $"a frame every {clock.Interval:0.####} s", $"one every {first.Interval:0.####} s, as in {sessions[0].Name}");
            }
        }
    }
}
