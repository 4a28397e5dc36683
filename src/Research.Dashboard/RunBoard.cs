using Research.Training;

namespace Research.Dashboard;

/// <summary>
/// All runs below a folder, looked at anew for each answer; only those whose files have changed are read again.
/// </summary>
internal sealed class RunBoard(string root)
{
    /// <summary>Several pages, and several questions of one, share a look.</summary>
    private static readonly TimeSpan LookLasts = TimeSpan.FromMilliseconds(300);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, long> _gone = []; // the version that runs are missing from, by id
    // a page of the server before this one has an older version
    private readonly long _begun = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
    private Dictionary<string, Look> _looks = [];
    private long _lookedAt, _version;

    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>What changed of the list since a version of it.</summary>
    /// <param name="since">The version that the page has; 0: none.</param>
    public RunChanges Changes(long since)
    {
        lock (_turn)
        {
            var looks = Looks().Values;
            long version = _begun + _version;
            return since < _begun || since > version
                ? new RunChanges(Root, version, IsAll: true, [.. looks.Select(look => look.Row)], [])
                : new RunChanges(Root, version, IsAll: false,
                    [.. looks.Where(look => _begun + look.Version > since).Select(look => look.Row)],
                        [.. _gone.Where(gone => _begun + gone.Value > since).Select(gone => gone.Key)]);
        }
    }

    /// <summary>
    /// A run by its folder's path below the root. Runs that are not in the list are not found, wherever the path leads.
    /// </summary>
    public RunRecord? Find(string id) => Looks().GetValueOrDefault(id)?.Run;

    private Dictionary<string, Look> Looks()
    {
        lock (_turn)
        {
            if (_lookedAt == 0 || TimeProvider.System.GetElapsedTime(_lookedAt) > LookLasts)
            {
                var looks = new Dictionary<string, Look>();
                long next = _version + 1;
                foreach (string folder in RunRecord.Folders(Root))
                {
                    string id = Path.GetRelativePath(Root, folder);
                    if (At(folder, id, _looks.GetValueOrDefault(id), next) is { } look)
                    {
                        looks[id] = look;
                        _gone.Remove(id);
                    }
                }

                foreach (string id in _looks.Keys.Where(id => !looks.ContainsKey(id)))
                {
                    _gone[id] = next;
                }

                _version = looks.Values.Any(look => look.Version == next) || _gone.ContainsValue(next) ? next : _version;
                (_looks, _lookedAt) = (looks, TimeProvider.System.GetTimestamp());
            }

            return _looks;
        }
    }

    private static Look? At(string folder, string id, Look? before, long next)
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

        return RunRecord.Read(folder) is not { } run ? null
            : before is not null && before.Files == files && before.Run.State == run.State ? before
            : new Look(files, run, RunRow.Of(id, run), next);
    }

    /// <summary>
    /// Names, sizes and times of a run's records; null where one is a link, which may lead out of the results, or the folder is
    /// gone.
    /// </summary>
    private static string? Files(string folder)
    {
        try
        {
            var records = new DirectoryInfo(folder).EnumerateFiles()
                .Where(f => f.Extension is ".json" or ".jsonl" or ".txt")
                .OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
            return records.Exists(f => f.LinkTarget is not null) ? null
                : string.Join('\n', records.Select(f => $"{f.Name} {f.Length} {f.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed record Look(string Files, RunRecord Run, RunRow Row, long Version);
}
