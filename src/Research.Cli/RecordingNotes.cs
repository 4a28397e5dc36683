using Research.Formats;

namespace Research.Cli;

/// <summary>The printed result of an import or export: its sessions, and what was lost, mapped or guessed.</summary>
internal static class RecordingNotes
{
    /// <summary>Writes the report's lines.</summary>
    public static void Write(ImportReport report)
    {
        Console.WriteLine($"{report.Source}: {report.Format}{(report.Version is { } version ? $" {version}" : "")}");
        foreach (var session in report.Sessions)
        {
            Console.WriteLine($"  {session.Name}: {session.Frames:N0} frames, {session.Seconds:0.0} s, {session.KeyEvents:N0} "
                + $"key events, "
                + $"{session.MouseEvents:N0} mouse events, {(session.HasVideo ? "with" : "without")} video");
        }

        foreach (var file in report.ArrayFiles)
        {
            Console.WriteLine($"  {file.Name}: {file.Content}");
        }

        Write("lost", report.Lost);
        Write("mapped", report.Mapped);
        Write("guessed", report.Guessed);
        Console.WriteLine($"All of it is in {report.File}.");
    }

    private static void Write(string kind, IReadOnlyList<ImportNote> notes)
    {
        foreach (var note in notes)
        {
            Console.WriteLine($"  {kind}: {note.What} ({note.Count:N0}). {note.Why}");
        }
    }
}
