namespace Research.Training;

/// <summary>
/// A complete run of another build, which would have been taken were it of this one: it is put where
/// <see cref="RunDirectory.EarlierOf"/> says.
/// </summary>
internal static class KeptRun
{
    /// <summary>Whether a process was killed while it kept the run of a folder.</summary>
    public static bool IsBegun(string folder) => File.Exists(Path.Combine(Unfinished(folder), RunDirectory.SummaryFile));

    /// <summary>
    /// Moves all that is in a folder but its lock; what was kept before is replaced. A killed process is gone on from: the
    /// summary is moved first, the configuration last.
    /// </summary>
    public static void Keep(string folder)
    {
        if (File.Exists(Path.Combine(folder, RunDirectory.SummaryFile)))
        {
            Discard(folder); // half of an earlier one
        }

        string unfinished = Unfinished(folder);
        Directory.CreateDirectory(unfinished);
        foreach (string file in Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Where(f => f != ".lock")
            .OrderBy(f => f == RunDirectory.SummaryFile ? 0 : f == RunDirectory.ConfigFile ? 2 : 1)
            .ThenBy(f => f, StringComparer.Ordinal).ToList())
        {
            if (file == RunDirectory.ConfigFile)
            {
                foreach (string inside in Directory.EnumerateDirectories(folder).ToList())
                {
                    Directory.Move(inside, Path.Combine(unfinished, Path.GetFileName(inside)));
                }
            }

            File.Move(Path.Combine(folder, file), Path.Combine(unfinished, file));
        }

        Finish(folder);
    }

    /// <summary>Gives a run that was moved to its configuration the name under which it is kept.</summary>
    public static void Finish(string folder)
    {
        string kept = RunDirectory.EarlierOf(folder), unfinished = Unfinished(folder);
        if (File.Exists(Path.Combine(unfinished, RunDirectory.ConfigFile)))
        {
            if (Directory.Exists(kept))
            {
                Directory.Delete(kept, recursive: true);
            }

            Directory.Move(unfinished, kept);
        }
    }

    /// <summary>Removes what a killed process has moved, if there is something.</summary>
    public static void Discard(string folder)
    {
        if (Directory.Exists(Unfinished(folder)))
        {
            Directory.Delete(Unfinished(folder), recursive: true);
        }
    }

    private static string Unfinished(string folder) => RunDirectory.EarlierOf(folder) + ".unfinished";
}
