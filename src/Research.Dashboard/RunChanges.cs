namespace Research.Dashboard;

/// <summary>What a page that has a version of the list needs to have the next one.</summary>
/// <param name="Results">The folder of the runs.</param>
/// <param name="Version">Of the list.</param>
/// <param name="IsAll">Whether these are all runs, and whatever else the page has is gone.</param>
/// <param name="Runs">Runs that are new or have changed.</param>
/// <param name="Gone">Ids of the runs that are no longer there.</param>
internal sealed record RunChanges(string Results, long Version, bool IsAll, IReadOnlyList<RunRow> Runs,
    IReadOnlyList<string> Gone);
