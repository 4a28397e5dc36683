using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Research.Training;

/// <summary>Reads folders of runs, one after the other, whose files may be gone or half there.</summary>
/// <param name="epochs">Whether to read the epochs' values too; otherwise they are only counted.</param>
/// <param name="settings">Whether to read what the runs were configured by; otherwise <see cref="RunRecord.Config"/> is
/// empty.</param>
internal sealed class RunReader(bool epochs, bool settings = true)
{
    private readonly FlatName _setting = new(""), _score = new("");
    private readonly Dictionary<string, FlatName> _sessions = [];
    private readonly List<string> _problems = [];
    private byte[] _buffer = new byte[8192];
    private string _folder = "";
    private DateTime _changed;
    private int _settings, _scores; // how many the last run had

    /// <summary>Reads a run.</summary>
    /// <param name="folder">Its folder, a full path without a separator at its end.</param>
    /// <returns>The run; null where the folder is none, or no longer there.</returns>
    public RunRecord? Read(string folder) => RunSearch.List(folder) is { IsRun: true } listing ? Read(listing) : null;

    /// <summary>Reads a run.</summary>
    /// <param name="listing">What is in its folder.</param>
    /// <returns>The run; null where the folder is no longer there.</returns>
    public RunRecord? Read(FolderListing listing)
    {
        _folder = listing.Folder;
        _problems.Clear();
        _changed = DateTime.UnixEpoch;
        if (Content("config.json") is not { } config)
        {
            return _problems.Count == 0 ? null
                : new RunRecord(_folder, Path.GetFileName(_folder)) { State = RunState.Damaged, Problem = _problems[0] };
        }

        var configured = new Dictionary<string, string>(_settings);
        var texts = new Dictionary<string, string>();
        Parse("config.json", config, json =>
        {
            foreach (var property in json.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.Object)
                {
                    texts[property.Name] = JsonText.Text(property.Value);
                }
                else if (settings && property.NameEquals("config"))
                {
                    JsonText.Visit(property.Value, _setting, (name, value) => configured[name] = JsonText.Text(value));
                }
            }
        });
        var scores = new Dictionary<string, double>(_scores);
        var summary = Content(listing, "summary.json");
        bool isWhole = summary is not null;
        if (isWhole)
        {
            Parse("summary.json", summary!.Value, json => AddSummary(json, scores));
            foreach (string file in listing.Files.Where(IsEvaluation).Order(StringComparer.Ordinal))
            {
                AddEvaluation(file, scores);
            }
        }

        string? error = !isWhole && Content(listing, "error.txt") is { } text ? Encoding.UTF8.GetString(text.Span) : null;
        bool isHeld = !isWhole && listing.Files.Contains(".lock") && FileLock.IsHeld(Path.Join(_folder, ".lock"));
        var metrics = Content(listing, "metrics.jsonl") ?? default;
        int lines = metrics.Span.Count((byte)'\n');
        var values = epochs ? Epochs(Encoding.UTF8.GetString(metrics.Span), lines) : [];
        (_settings, _scores) = (configured.Count, scores.Count);
        return new RunRecord(_folder, texts.GetValueOrDefault("run", Path.GetFileName(_folder)))
        {
            Experiment = texts.GetValueOrDefault("experiment", ""),
            Started = DateTimeOffset.TryParse(texts.GetValueOrDefault("started"), CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var started) ? started : null,
            Config = configured,
            Environment = texts.Where(p => p.Key is "kit" or "defined_in" or "revision" or "libtorch" or "machine")
                .ToDictionary(),
            Epochs = values,
            EpochCount = epochs ? values.Count : lines,
            Scores = scores,
            State = _problems.Count > 0 ? RunState.Damaged : isWhole ? RunState.Complete : isHeld ? RunState.Running
                : error is not null ? RunState.Failed : RunState.Stopped,
            Problem = _problems.Count > 0 ? string.Join("\n", _problems) : isHeld ? null : error?.Trim(),
            Changed = new DateTimeOffset(_changed, TimeSpan.Zero),
        };
    }

    private List<EpochLog> Epochs(string text, int count)
    {
        var logs = new List<EpochLog>(count);
        foreach (var (i, line) in text.Split('\n').SkipLast(1).Index())
        {
            try
            {
                logs.Add(RunLog.Parse(Path.Join(_folder, "metrics.jsonl"), i + 1, line));
            }
            catch (InvalidDataException e)
            {
                _problems.Add(e.Message);
                break;
            }
        }

        return logs;
    }

    private void AddSummary(JsonElement json, Dictionary<string, double> scores)
    {
        foreach (var property in json.EnumerateObject())
        {
            AddNumbers(property.Value, property.Value.ValueKind == JsonValueKind.Object && property.NameEquals("values") ? _score
                : _score.Inside(property), scores);
        }
    }

    private void AddEvaluation(string file, Dictionary<string, double> scores)
    {
        string session = file["evaluation-".Length..^".json".Length];
        if (!_sessions.TryGetValue(session, out var name))
        {
            _sessions[session] = name = new FlatName(session);
        }

        if (Content(file) is { } content)
        {
            Parse(file, content, json =>
            {
                foreach (var property in json.EnumerateObject())
                {
                    // those of baselines
                    if (property.Value.ValueKind != JsonValueKind.Object || !property.NameEquals("trivial"))
                    {
                        AddNumbers(property.Value, name.Inside(property), scores);
                    }
                }
            });
        }
    }

    private static void AddNumbers(JsonElement json, FlatName name, Dictionary<string, double> scores) =>
        JsonText.Visit(json, name, (full, value) =>
    {
        if (Number(value) is { } number)
        {
            scores[full] = number;
        }
    });

    private static bool IsEvaluation(string file) =>
        file.StartsWith("evaluation-", StringComparison.Ordinal) && file.EndsWith(".json", StringComparison.Ordinal)
            && file.Length >= "evaluation-.json".Length;

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when value.GetString() is "NaN" or "Infinity" or "-Infinity" =>
            double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => null,
    };

    private void Parse(string file, ReadOnlyMemory<byte> utf8, Action<JsonElement> take)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            take(document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement
                : throw new JsonException($"a {document.RootElement.ValueKind}"));
        }
        // texts that are no UTF-8, or half a surrogate pair
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            _problems.Add($"{Path.Join(_folder, file)}: found no JSON object ({e.Message}).");
        }
    }

    private ReadOnlyMemory<byte>? Content(FolderListing listing, string file) => listing.Files.Contains(file) ? Content(file)
        : null;

    /// <summary>
    /// A file's bytes, until the next call, without the mark that some editors put before UTF-8; null where it is gone.
    /// </summary>
    private ReadOnlyMemory<byte>? Content(string file)
    {
        string path = Path.Join(_folder, file);
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var written = File.GetLastWriteTimeUtc(handle);
            _changed = written > _changed ? written : _changed;
            int length = checked((int)RandomAccess.GetLength(handle)), read = 0;
            _buffer = _buffer.Length < length ? new byte[length] : _buffer;
            while (read < length && RandomAccess.Read(handle, _buffer.AsSpan(read, length - read), read) is > 0 and var more)
            {
                read += more;
            }

            var content = _buffer.AsMemory(0, read);
            return content.Span.StartsWith(Encoding.UTF8.Preamble) ? content[Encoding.UTF8.Preamble.Length..] : content;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or OverflowException)
        {
            _problems.Add($"{path}: {e.Message}");
            return null;
        }
    }
}
