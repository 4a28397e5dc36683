using System.Globalization;
using Research.Alignment;
using Research.Formats.LeRobot;
using Research.Formats.Owa;

namespace Research.Formats;

/// <summary>Writes the kit's sessions in formats of other programs.</summary>
public static class RecordingExport
{
    /// <summary>The formats that are written.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["lerobot", "owamcap"];

    /// <summary>Exports all sessions of a folder.</summary>
    /// <param name="source">The folder of the sessions.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="folder">Where to; made where it is absent. A data set that is there is never replaced.</param>
    /// <param name="cancellation">Stops between two sessions, or FFmpeg. Then there is no data set, and the same call begins
    /// anew.
    /// </param>
    /// <exception cref="ArgumentException">The format is none of them.</exception>
    /// <exception cref="RecordingFormatException">There is no session, or a session cannot be exported.</exception>
    /// <exception cref="LogFormatException">A log is malformed.</exception>
    /// <exception cref="IOException">A data set is there, or a file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImportReport Run(string source, string format, string folder, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        if (!Formats.Contains(format))
        {
            throw new ArgumentException($"found the format '{format}'; expected {string.Join(" or ", Formats)}.");
        }

        var sessions = KitSession.Names(source).Select(name => KitSession.Read(source, name)).ToList();
        return format == "lerobot" ? ToLeRobot(sessions, source, folder, cancellation)
            : ToOwa(sessions, source, folder, cancellation);
    }

    private static void AddSessions(List<ImportedSession> sessions, ImportReport report)
    {
        foreach (var session in sessions)
        {
            double seconds = (session.FrameTimes[^1] - session.FrameTimes[0]) / 1e9;
            report.Add(new ImportedFiles(session.Name, session.FrameTimes.Count, seconds, session.Keys.Count,
                session.Mouse.Count, session.Video is not null));
        }
    }

    private static ImportReport ToLeRobot(
        List<ImportedSession> sessions, string source, string folder, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(folder, LeRobotInfo.File)))
        {
            throw new IOException($"{folder}: found a data set ({LeRobotInfo.File}); expected a folder without one.");
        }

        OutputFolder.Require(folder);
        var report = new ImportReport(source, "LeRobot") { Version = LeRobotInfo.Version };
        new LeRobotExport(folder, FramesPerSecond(sessions, report), report).Write(sessions, cancellation);
        AddSessions(sessions, report);
        report.Write(folder);
        return report;
    }

    private static ImportReport ToOwa(
        List<ImportedSession> sessions, string source, string folder, CancellationToken cancellation)
    {
        using var staged = StagedFolder.Claim(folder);
        var report = new ImportReport(source, "OWAMcap") { Version = "0.5" };
        foreach (var session in sessions)
        {
            cancellation.ThrowIfCancellationRequested();
            OwaExport.Write(session, staged, report);
        }

        AddSessions(sessions, report);
        report.Write(folder);
        staged.Accept();
        return report;
    }

    /// <summary>The usual rate, as a whole number: the format has no other.</summary>
    private static int FramesPerSecond(List<ImportedSession> sessions, ImportReport report)
    {
        double[] steps = [.. sessions.SelectMany(session =>
            session.FrameTimes.Skip(1).Zip(session.FrameTimes, (b, a) => (b - a) / 1e9)).Where(step => step > 0).Order()];
        double rate = steps.Length > 0 ? 1 / steps[steps.Length / 2] : 1;
        int whole = Math.Max(1, (int)Math.Round(rate));
        report.Guess("rate", Math.Abs(rate - whole) > 1e-3 * whole ? 1 : 0,
            string.Create(CultureInfo.InvariantCulture,
            $"The usual rate is {rate:0.###} frames a second; the format has whole numbers only."));
        return whole;
    }
}
