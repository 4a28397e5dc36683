namespace Research.Simulation;

/// <summary>What is filled beside its place, and moved there when it is whole.</summary>
internal static class UnfinishedFolder
{
    /// <summary>Removes what was left unfinished, if anything was.</summary>
    public static void Discard(string unfinished)
    {
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }
    }
}
