using System.Text.Json;
using System.Text.Json.Serialization;

namespace Research.Notebooks;

/// <summary>What came of one notebook.</summary>
/// <param name="Name">File name without ending.</param>
/// <param name="Title">Its first heading.</param>
/// <param name="Status">How it ended.</param>
/// <param name="CellsRun">Code cells that ran.</param>
/// <param name="CellsTotal">Code cells that there are.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Parameters">Values given from outside.</param>
/// <param name="Figures">Pictures, relative to the results folder.</param>
/// <param name="Error">Why it ended early, or null.</param>
public sealed record NotebookSummary(
    string Name, string Title, CellStatus Status, int CellsRun, int CellsTotal, double Seconds,
    IReadOnlyDictionary<string, string> Parameters, IReadOnlyList<string> Figures, string? Error);

/// <summary>
/// What came of a reproduction: the content of <c>summary.json</c>, which is written last, so that its presence means a complete
/// run.
/// </summary>
/// <param name="Profile">How much of each experiment was run.</param>
/// <param name="Started">UTC.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Revision">The kit's git revision, with <c>+changes</c> where the tree was not clean; null outside a
/// checkout.</param>
/// <param name="Machine">Operating system, cores, runtime.</param>
/// <param name="Notebooks">In the order of their names.</param>
/// <param name="PeakMemoryMegabytes">The most memory that the process had; browsers and video writers beside it do not count. 0
/// in files of before it was kept.</param>
/// <param name="Versions">What computed: libtorch, opencv, processor; null in files of before it was kept.</param>
public sealed record ReproductionSummary(
    ProfileKind Profile, DateTime Started, double Seconds, string? Revision, string Machine,
        IReadOnlyList<NotebookSummary> Notebooks,
    int PeakMemoryMegabytes = 0, IReadOnlyDictionary<string, string>? Versions = null)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Whether every notebook ran to its end.</summary>
    [JsonIgnore]
    public bool Succeeded => Notebooks.All(n => n.Status == CellStatus.Succeeded);

    /// <summary>Reads a <c>summary.json</c>; null where there is none.</summary>
    /// <exception cref="InvalidDataException">The file is no such summary.</exception>
    public static ReproductionSummary? Load(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<ReproductionSummary>(File.ReadAllText(path),
                Json) is { Notebooks: not null } summary
                ? summary
                : throw new JsonException("there are no notebooks");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"{path}: found no summary of a reproduction ({e.Message}); expected one that ./research reproduce wrote. "
                + "Delete the file to go on without it.", e);
        }
    }

    /// <summary>Writes <c>summary.json</c>.</summary>
    public void Save(string path) => AtomicFile.Write(path, JsonSerializer.Serialize(this, Json) + "\n");
}
