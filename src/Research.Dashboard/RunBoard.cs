using Research.Training;

namespace Research.Dashboard;

/// <summary>All runs below a folder, looked at anew for each answer; only those whose files have changed are read again.</summary>
internal sealed class RunBoard(string root)
{
    /// <summary>Several pages, and several questions of one, share a look.</summary>
    private static readonly TimeSpan LookLasts = TimeSpan.FromMilliseconds(300);

    private readonly Lock _turn = new();
    private Dictionary<string, Look> _looks = [];
    private long _lookedAt;

    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>A line of the list for each run.</summary>
    public IReadOnlyList<RunRow> Rows() => [.. Looks().Values.Select(look => look.Row)];

    /// <summary>A run by its folder's path below the root. Runs that are not in the list are not found, wherever the path leads.</summary>
    public RunRecord? Find(string id) => Looks().GetValueOrDefault(id)?.Run;

    private Dictionary<string, Look> Looks()
    {
        lock (_turn)
        {
            if (_lookedAt == 0 || TimeProvider.System.GetElapsedTime(_lookedAt) > LookLasts)
            {
                var looks = new Dictionary<string, Look>();
                foreach (string folder in RunRecord.Folders(Root))
                {
                    string id = Path.GetRelativePath(Root, folder);
                    if (At(folder, id, _looks.GetValueOrDefault(id)) is { } look)
                    {
                        looks[id] = look;
                    }
                }

                (_looks, _lookedAt) = (looks, TimeProvider.System.GetTimestamp());
            }

            return _looks;
        }
    }

    private static Look? At(string folder, string id, Look? before)
    {
        if (Files(folder) is not { } files)
        {
            return null;
        }

        // Whether a process is at an unfinished run shows in no file's time.
        if (before is not null && before.Files == files && before.Run.State is not (RunState.Running or RunState.Stopped))
        {
            return before;
        }

        return RunRecord.Read(folder) is { } run ? new Look(files, run, RunRow.Of(id, run)) : null;
    }

    /// <summary>Names, sizes and times of a run's records; null where one is a link, which may lead out of the results, or the folder is gone.</summary>
    private static string? Files(string folder)
    {
        try
        {
            var records = new DirectoryInfo(folder).EnumerateFiles()
                .Where(f => f.Extension is ".json" or ".jsonl" or ".txt")
                .OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
            return records.Exists(f => f.LinkTarget is not null) ? null : string.Join('\n', records.Select(f => $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Look(string Files, RunRecord Run, RunRow Row);
}
