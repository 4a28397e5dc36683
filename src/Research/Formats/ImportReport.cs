using System.Text.Json;
using System.Text.Json.Serialization;

namespace Research.Formats;

/// <summary>What an import or export made of its source: <c>import-report.json</c>.</summary>
/// <param name="Source">The file or folder.</param>
/// <param name="Format">Name of its format, such as <c>OWAMcap</c>.</param>
public sealed record ImportReport(string Source, string Format)
{
    /// <summary>Name of the report's file; of a second one in the same folder, <c>import-report-2.json</c>, and so on.</summary>
    public const string FileName = "import-report.json";

    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    private readonly List<ImportNote> _lost = [], _mapped = [], _guessed = [];
    private readonly List<ImportedFiles> _sessions = [];
    private readonly List<ImportedArrayFile> _arrayFiles = [];

    /// <summary>Version of the format, as the source says; null where it says none.</summary>
    public string? Version { get; set; }

    /// <summary>The file that the report was written to; null before.</summary>
    [JsonIgnore]
    public string? File { get; private set; }

    /// <summary>The sessions.</summary>
    public IReadOnlyList<ImportedFiles> Sessions => _sessions;

    /// <summary>The files of an import of arrays.</summary>
    public IReadOnlyList<ImportedArrayFile> ArrayFiles => _arrayFiles;

    /// <summary>What the result does not have.</summary>
    public IReadOnlyList<ImportNote> Lost => _lost;

    /// <summary>What the result has in another form, by a rule.</summary>
    public IReadOnlyList<ImportNote> Mapped => _mapped;

    /// <summary>What the source does not say and the result has.</summary>
    public IReadOnlyList<ImportNote> Guessed => _guessed;

    /// <summary>Notes a loss, unless the count is 0.</summary>
    public void Lose(string what, long count, string why) => Add(_lost, what, count, why);

    /// <summary>Notes a mapping, unless the count is 0.</summary>
    public void Map(string what, long count, string why) => Add(_mapped, what, count, why);

    /// <summary>Notes a guess, unless the count is 0.</summary>
    public void Guess(string what, long count, string why) => Add(_guessed, what, count, why);

    /// <summary>Notes a session.</summary>
    public void Add(ImportedFiles session) => _sessions.Add(session);

    /// <summary>Notes a file of an import of arrays.</summary>
    public void Add(ImportedArrayFile file) => _arrayFiles.Add(file);

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>Writes the report to a folder, beside those of earlier imports.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string folder)
    {
        string file = Path.Combine(folder, FileName);
        for (int number = 2; System.IO.File.Exists(file); number++)
        {
            file = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(FileName)}-{number}.json");
        }

        AtomicFile.Write(file, ToJson());
        File = file;
    }

    private static void Add(List<ImportNote> notes, string what, long count, string why)
    {
        if (count == 0)
        {
            return;
        }

        int same = notes.FindIndex(note => note.What == what && note.Why == why);
        if (same < 0)
        {
            notes.Add(new ImportNote(what, count, why));
        }
        else
        {
            notes[same] = notes[same] with { Count = notes[same].Count + count };
        }
    }
}
