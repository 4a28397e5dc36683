namespace Research.Checking;

/// <summary>What sessions of one folder have in common and what not.</summary>
internal static class FolderChecks
{
    /// <summary>Checks the sessions together.</summary>
    public static void Run(FindingList findings, IReadOnlyList<CheckedSession> sessions)
    {
        _ = (findings, sessions);
    }
}
