using Research.Sessions;

namespace Research.TestSupport;

/// <summary>The report author's real logs, where this checkout has them beside it.</summary>
internal static class RecordedSessions
{
    public static SessionLogs Open(string name)
    {
        string folder = Path.Combine(Repository.Root, "..", "shared", "data", "cuphead");
        Skip.IfNot(Directory.Exists(folder), $"The report's recorded logs are not here ({folder}).");
        return SessionLogs.Open(folder, name);
    }
}
