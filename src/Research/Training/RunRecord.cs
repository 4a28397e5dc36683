using System.Globalization;

namespace Research.Training;

/// <summary>
/// What a run's folder holds at this moment, for whoever only looks: tables, comparisons, pages. The run may be written, deleted
/// or damaged meanwhile: what cannot be read is left out, and <see cref="Problem"/> says why.
/// </summary>
public sealed record RunRecord
{
    internal RunRecord(string folder, string name) => (Folder, Name) = (folder, name);

    /// <summary>The run's folder, a full path.</summary>
    public string Folder { get; }

    /// <summary>The run's name, without the hash; the folder's where <c>config.json</c> cannot be read.</summary>
    public string Name { get; internal init; }

    /// <summary>Folder of the experiment, such as <c>cuphead/focal-grid</c>; may be empty.</summary>
    public string Experiment { get; internal init; } = "";

    /// <summary>How the run stands.</summary>
    public RunState State { get; internal init; }

    /// <summary>When it was started; null where it does not say.</summary>
    public DateTimeOffset? Started { get; internal init; }

    /// <summary>When one of its files was last written.</summary>
    public DateTimeOffset Changed { get; internal init; }

    /// <summary>All that defines the run, by name: <c>options.learning_rate</c> → <c>0.001</c>.</summary>
    public IReadOnlyDictionary<string, string> Config { get; internal init; } = new Dictionary<string, string>();

    /// <summary>What it ran on: kit, revision, libtorch, machine.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; internal init; } = new Dictionary<string, string>();

    /// <summary>The epochs that are on disk; a last line that is half written is left out.</summary>
    public IReadOnlyList<EpochLog> Epochs { get; internal init; } = [];

    /// <summary>How many epochs are on disk.</summary>
    public int EpochCount { get; internal init; }

    /// <summary>
    /// The numbers that the run came to, by name: those of <c>summary.json</c> (<c>seconds</c>, <c>val_loss</c>), and those of
    /// each <c>evaluation-NAME.json</c> (<c>Test.composite_f1</c>). Empty until it is complete.
    /// </summary>
    public IReadOnlyDictionary<string, double> Scores { get; internal init; } = new Dictionary<string, double>();

    /// <summary>Which file cannot be read, and why, or the error that the run ended by; null where there is none.</summary>
    public string? Problem { get; internal init; }

    /// <summary>The seed, where the configuration has one.</summary>
    public int? Seed => Config.TryGetValue("options.seed", out string? text)
        && int.TryParse(text, CultureInfo.InvariantCulture, out int seed) ? seed : null;

    /// <summary>Reads a run's folder. Never throws for what is in it.</summary>
    /// <returns>The run; null where the folder is none, or no longer there.</returns>
    public static RunRecord? Read(string folder) => Read(folder, epochs: true);

    /// <inheritdoc cref="Read(string)"/>
    /// <param name="folder">The folder.</param>
    /// <param name="epochs">Whether to read the epochs' values too; otherwise they are only counted, which takes half the
    /// time.</param>
    public static RunRecord? Read(string folder, bool epochs) => new RunReader(epochs)
        .Read(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));

    /// <summary>All runs below a folder, by path.</summary>
    public static IReadOnlyList<RunRecord> All(string root) => All(root, epochs: true);

    /// <inheritdoc cref="All(string)"/>
    /// <param name="root">The folder.</param>
    /// <param name="epochs">Whether to read the epochs' values too; otherwise they are only counted.</param>
    public static IReadOnlyList<RunRecord> All(string root, bool epochs) =>
        [.. RunSearch.Below(root, () => new RunReader(epochs), (reader, listing) => reader.Read(listing))
            .OrderBy(run => run.Folder, StringComparer.Ordinal)];

    /// <summary>
    /// The folders of the runs below a folder, by path: those with a <c>config.json</c>. Links are not followed.
    /// </summary>
    public static IReadOnlyList<string> Folders(string root) =>
        [.. RunSearch.Below(root, () => "", (_, listing) => listing.Folder).Order(StringComparer.Ordinal)];
}
