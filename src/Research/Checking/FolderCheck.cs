using System.Diagnostics;
using Research.Sessions;

namespace Research.Checking;

/// <summary>Examines the sessions of a folder, and the folder itself.</summary>
public static class FolderCheck
{
    private const string Events = "_events.jsonl", Frames = "_frames.jsonl";

    /// <summary>Checks a folder and, where its sessions lie in folders of it, those.</summary>
    /// <param name="folder">A folder with sessions, or with folders of sessions.</param>
    /// <param name="options">What is looked at; by default all.</param>
    /// <param name="progress">Reports the frames that are decoded.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <returns>What was found; nothing is written.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static CheckReport Run(
        string folder, CheckOptions? options = null, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new CheckOptions();
        ConfigRanges.Require(options);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException(
                $"{folder}: found no such folder; expected one with NAME{Events} and NAME{Frames}.");
        }

        var watch = Stopwatch.StartNew();
        var findings = new FindingList(folder, "");
        var sessions = new List<CheckedSession>();
        var checks = new List<CheckedFiles>();
        int kept = 0;
        foreach (string place in Folders(folder))
        {
            var game = ReadGame(place, findings);
            foreach (string name in Names(place))
            {
                cancellation.ThrowIfCancellationRequested();
                var started = watch.Elapsed;
                var session = new CheckedSession(place, name, game);
                Check(session, options, progress, cancellation);
                sessions.Add(session);
                int seen = session.Pictures?.Count ?? 0;
                checks.Add(new CheckedFiles(place, name, session.Clock?.Count ?? 0, Math.Round(session.Seconds, 3))
                {
                    LabelLag = session.LabelLag,
                    FramesSeen = seen,
                    CheckSeconds = Math.Round((watch.Elapsed - started).TotalSeconds, 3),
                });
                kept += seen;
                if (kept > CheckOptions.AllFrames)
                {
                    kept -= seen;
                    session.Pictures = null;
                    session.Findings.Add("not-checked", new FindingPlace(session.Files.Video),
                        "more pictures than fit into memory, so these are not compared with those of other sessions",
                        $"{CheckOptions.AllFrames} frames in all");
                }
            }
        }

        if (sessions.Count == 0)
        {
            findings.Add("no-session", new FindingPlace(folder), "no session", $"NAME{Events} and NAME{Frames}");
        }

        FolderChecks.Run(findings, sessions);
        return new CheckReport(folder, checks, [.. sessions.SelectMany(session => session.Findings.All), .. findings.All])
        {
            Seconds = Math.Round(watch.Elapsed.TotalSeconds, 3),
        };
    }

    private static void Check(
        CheckedSession session, CheckOptions options, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        FileChecks.Run(session);
        ClockChecks.Run(session);
        VideoChecks.Run(session);
        SegmentChecks.Run(session);
        KeyChecks.Run(session);
        HoldChecks.Run(session);
        ActionChecks.Run(session);
        if (session.Video is { Shown.Length: > 0 } video && options.Pictures)
        {
            session.Pictures = CheckedPictures.Read(session, options.MostFrames, progress, cancellation);
            AddNotSeen(session, video, options);
            PictureChecks.Run(session);
            ShiftChecks.Run(session);
        }
    }

    private static void AddNotSeen(CheckedSession session, VideoFacts video, CheckOptions options)
    {
        if (video.Shown.Length > options.MostFrames)
        {
            session.Findings.Add("not-checked", new FindingPlace(video.File),
                $"{video.Shown.Length} frames, of which {session.Pictures!.Count} were looked at",
                "--all-frames, to look at all");
        }
    }

    private static GameDefinition? ReadGame(string folder, FindingList findings)
    {
        try
        {
            return GameDefinition.Of(folder);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            findings.Add("actions-unreadable", new FindingPlace(Path.Combine(folder, GameDefinition.FileName)),
                e.Message, "actions and their keys");
            return null;
        }
    }

    /// <summary>The folder where it has sessions, and those of its folders that have some.</summary>
    private static IEnumerable<string> Folders(string folder) => Directory.EnumerateDirectories(folder)
        .Where(below => Path.GetFileName(below)[0] != '.').Order(StringComparer.Ordinal).Prepend(folder)
        .Where(place => Names(place).Any());

    private static IEnumerable<string> Names(string folder) => ((string[])[Events, Frames])
        .SelectMany(ending => Directory.EnumerateFiles(folder, "*" + ending)
            .Select(file => Path.GetFileName(file)[..^ending.Length]))
        .Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal);
}
