using System.Globalization;
using System.Text.Json;

namespace Research.Training;

/// <summary>
/// What a run's folder holds at this moment, for whoever only looks: tables, comparisons, pages. The run may be written, deleted
/// or damaged meanwhile: what cannot be read is left out, and <see cref="Problem"/> says why.
/// </summary>
public sealed record RunRecord
{
    private static readonly EnumerationOptions Unhidden = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint };

    private RunRecord(string folder, string name) => (Folder, Name) = (folder, name);

    /// <summary>The run's folder, a full path.</summary>
    public string Folder { get; }

    /// <summary>The run's name, without the hash; the folder's where <c>config.json</c> cannot be read.</summary>
    public string Name { get; private init; }

    /// <summary>Folder of the experiment, such as <c>cuphead/focal-grid</c>; may be empty.</summary>
    public string Experiment { get; private init; } = "";

    /// <summary>How the run stands.</summary>
    public RunState State { get; private init; }

    /// <summary>When it was started; null where it does not say.</summary>
    public DateTimeOffset? Started { get; private init; }

    /// <summary>When one of its files was last written.</summary>
    public DateTimeOffset Changed { get; private init; }

    /// <summary>All that defines the run, by name: <c>options.learning_rate</c> → <c>0.001</c>.</summary>
    public IReadOnlyDictionary<string, string> Config { get; private init; } = new Dictionary<string, string>();

    /// <summary>What it ran on: kit, revision, libtorch, machine.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; private init; } = new Dictionary<string, string>();

    /// <summary>The epochs that are on disk; a last line that is half written is left out.</summary>
    public IReadOnlyList<EpochLog> Epochs { get; private init; } = [];

    /// <summary>How many epochs are on disk.</summary>
    public int EpochCount { get; private init; }

    /// <summary>
    /// The numbers that the run came to, by name: those of <c>summary.json</c> (<c>seconds</c>, <c>val_loss</c>), and those of each
    /// <c>evaluation-NAME.json</c> (<c>Test.composite_f1</c>). Empty until it is whole.
    /// </summary>
    public IReadOnlyDictionary<string, double> Scores { get; private init; } = new Dictionary<string, double>();

    /// <summary>Which file cannot be read, and why, or the error that the run ended by; null where there is none.</summary>
    public string? Problem { get; private init; }

    /// <summary>The seed, where the configuration has one.</summary>
    public int? Seed => Config.TryGetValue("options.seed", out string? text) && int.TryParse(text, CultureInfo.InvariantCulture, out int seed) ? seed : null;

    /// <summary>Reads a run's folder. Never throws for what is in it.</summary>
    /// <returns>The run; null where the folder is none, or no longer there.</returns>
    public static RunRecord? Read(string folder) => Read(folder, epochs: true);

    /// <inheritdoc cref="Read(string)"/>
    /// <param name="folder">The folder.</param>
    /// <param name="epochs">Whether to read the epochs' values too; otherwise they are only counted, which takes half the time.</param>
    public static RunRecord? Read(string folder, bool epochs) => new Reading(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).Run(epochs);

    /// <summary>All runs below a folder, by path.</summary>
    public static IReadOnlyList<RunRecord> All(string root) => All(root, epochs: true);

    /// <inheritdoc cref="All(string)"/>
    /// <param name="root">The folder.</param>
    /// <param name="epochs">Whether to read the epochs' values too; otherwise they are only counted.</param>
    public static IReadOnlyList<RunRecord> All(string root, bool epochs) => [.. Folders(root).Select(folder => Read(folder, epochs)).OfType<RunRecord>()];

    /// <summary>The folders of the runs below a folder, by path: those with a <c>config.json</c>. Links are not followed.</summary>
    public static IReadOnlyList<string> Folders(string root)
    {
        var found = new List<string>();
        Search(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)), found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    private static void Search(string folder, List<string> found)
    {
        if (File.Exists(Path.Combine(folder, "config.json")))
        {
            found.Add(folder); // no run is inside another
            return;
        }

        try
        {
            foreach (string inside in Directory.EnumerateDirectories(folder, "*", Unhidden))
            {
                Search(inside, found);
            }
        }
        catch (IOException)
        {
            // deleted meanwhile: it has no runs
        }
    }

    /// <summary>One look at a folder, whose files may be gone or half there.</summary>
    private sealed class Reading(string folder)
    {
        private readonly List<string> _problems = [];
        private DateTime _changed = DateTime.UnixEpoch;

        public RunRecord? Run(bool withEpochs)
        {
            if (Text("config.json") is not { } config)
            {
                return _problems.Count == 0 ? null : new RunRecord(folder, Path.GetFileName(folder)) { State = RunState.Damaged, Problem = _problems[0] };
            }

            var described = Parsed("config.json", config) is { } json ? JsonText.Flat(json, JsonText.Text) : [];
            string? summary = Text("summary.json");
            string? error = summary is null ? Text("error.txt") : null;
            bool isHeld = summary is null && FileLock.IsHeld(Path.Combine(folder, ".lock"));
            string[] lines = [.. (Text("metrics.jsonl") ?? "").Split('\n').SkipLast(1)];
            var epochs = withEpochs ? Epochs(lines) : [];
            var scores = summary is null ? [] : Scores(summary);
            return new RunRecord(folder, described.GetValueOrDefault("run", Path.GetFileName(folder)))
            {
                Experiment = described.GetValueOrDefault("experiment", ""),
                Started = DateTimeOffset.TryParse(described.GetValueOrDefault("started"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var started) ? started : null,
                Config = Below("config.", described),
                Environment = described.Where(p => p.Key is "kit" or "revision" or "libtorch" or "machine").ToDictionary(),
                Epochs = epochs,
                EpochCount = withEpochs ? epochs.Count : lines.Length,
                Scores = scores,
                State = _problems.Count > 0 ? RunState.Damaged : summary is not null ? RunState.Whole : isHeld ? RunState.Running : error is not null ? RunState.Failed : RunState.Stopped,
                Problem = _problems.Count > 0 ? string.Join("\n", _problems) : isHeld ? null : error?.Trim(),
                Changed = new DateTimeOffset(_changed, TimeSpan.Zero),
            };
        }

        private List<EpochLog> Epochs(string[] lines)
        {
            var epochs = new List<EpochLog>(lines.Length);
            for (int i = 0; i < lines.Length; i++)
            {
                try
                {
                    epochs.Add(RunLog.Parse(Path.Combine(folder, "metrics.jsonl"), i + 1, lines[i]));
                }
                catch (InvalidDataException e)
                {
                    _problems.Add(e.Message);
                    break;
                }
            }

            return epochs;
        }

        private Dictionary<string, double> Scores(string summary)
        {
            var scores = new Dictionary<string, double>();
            foreach (var (name, number) in Numbers("summary.json", summary))
            {
                scores[name.StartsWith("values.", StringComparison.Ordinal) ? name["values.".Length..] : name] = number;
            }

            foreach (string file in Evaluations())
            {
                string session = Path.GetFileNameWithoutExtension(file)["evaluation-".Length..];
                foreach (var (name, number) in Numbers(file, Text(file)))
                {
                    if (!name.StartsWith("trivial.", StringComparison.Ordinal)) // those of policies that know nothing
                    {
                        scores[$"{session}.{name}"] = number;
                    }
                }
            }

            return scores;
        }

        private Dictionary<string, double> Numbers(string file, string? text) =>
            Parsed(file, text) is { } json ? JsonText.Flat<double?>(json, Number).ToDictionary(p => p.Key, p => p.Value!.Value) : [];

        private List<string> Evaluations()
        {
            try
            {
                return [.. Directory.EnumerateFiles(folder, "evaluation-*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
            }
            catch (IOException)
            {
                return [];
            }
        }

        private string? Text(string file)
        {
            string path = Path.Combine(folder, file);
            try
            {
                if (!File.Exists(path))
                {
                    return null;
                }

                var written = File.GetLastWriteTimeUtc(path);
                _changed = written > _changed ? written : _changed;
                using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
                return reader.ReadToEnd();
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _problems.Add($"{path}: {e.Message}");
                return null;
            }
        }

        private static double? Number(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String when value.GetString() is "NaN" or "Infinity" or "-Infinity" => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
            _ => null,
        };

        private JsonElement? Parsed(string file, string? text)
        {
            try
            {
                if (text is null)
                {
                    return null;
                }

                using var document = JsonDocument.Parse(text);
                return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : throw new JsonException($"a {document.RootElement.ValueKind}");
            }
            catch (JsonException e)
            {
                _problems.Add($"{Path.Combine(folder, file)}: found no JSON object ({e.Message}).");
                return null;
            }
        }

        private static Dictionary<string, string> Below(string prefix, Dictionary<string, string> all) =>
            all.Where(p => p.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(p => p.Key[prefix.Length..], p => p.Value);
    }
}
