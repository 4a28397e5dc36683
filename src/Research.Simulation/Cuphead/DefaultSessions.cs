namespace Research.Simulation.Cuphead;

/// <summary>The sessions that stand in where a researcher has none of her own: <c>Train</c> with several fights and <c>Test</c> with one.</summary>
public static class DefaultSessions
{
    /// <summary>Changes with the rules of the simulation, so that an old cache is not taken for a new one.</summary>
    private const int Version = 1;

    /// <summary>The folder of the sessions; written on first use to <c>datasets/.cache</c>, whole or not at all.</summary>
    /// <param name="fights">Fights in <c>Train</c>; the report's has 15.</param>
    /// <param name="seed">Seed of fights and player.</param>
    public static string Folder(int fights = 15, int seed = 1)
    {
        string cache = Path.Combine(Repository.Datasets, ".cache");
        string folder = Path.Combine(cache, $"cuphead-logs-v{Version}-{fights}-fights-seed-{seed}");
        if (Directory.Exists(folder))
        {
            return folder;
        }

        string unfinished = Path.Combine(cache, $".unfinished-{Guid.NewGuid():N}");
        Directory.CreateDirectory(unfinished);
        ScriptedSession.Write(unfinished, "Train", fights, 2 * seed);
        ScriptedSession.Write(unfinished, "Test", 1, 2 * seed + 1);
        try
        {
            Directory.Move(unfinished, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(unfinished, recursive: true); // another process was faster, with the same bytes
        }

        return folder;
    }
}
