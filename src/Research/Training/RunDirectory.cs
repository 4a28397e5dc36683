using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Training;

/// <summary>
/// The folder of one run: <c>config.json</c> (all that defines it), <c>metrics.jsonl</c> (a line an epoch),
/// <c>model.safetensors</c>, whatever else the experiment keeps, and <c>summary.json</c>, written last: where it is, the run is
/// complete.
/// </summary>
/// <remarks>
/// The folder's name is the run's name and a hash of its configuration. One process at a time has it open. A run of another
/// build of the kit is never continued: what it computed may no longer be what this one computes.
/// </remarks>
public sealed class RunDirectory : IDisposable
{
    internal const string SummaryFile = "summary.json";
    private const string ErrorFile = "error.txt";
    private const string DefinedIn = "defined_in";
    internal const string ConfigFile = "config.json";

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Default)
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Runs that this process has completed.</summary>
    private static readonly ConcurrentDictionary<string, bool> Completed = new();

    private static string? _root;

    private readonly FileStream _lock;
    private readonly string? _definedIn;

    private RunDirectory(string folder, string name, JsonObject config, string? definedIn, FileStream held) =>
        (Folder, Name, Config, _definedIn, _lock) = (folder, name, config, definedIn, held);

    /// <summary>Where runs are kept unless the caller says otherwise: at first <c>results/</c> and the profile's name.</summary>
    [System.Diagnostics.CodeAnalysis.AllowNull]
    public static string Root
    {
        get => _root ?? Path.Combine(Repository.Results, Profile.Current.ToString().ToLowerInvariant());
        set => _root = value; // null: back to the default
    }

    /// <summary>The run's folder.</summary>
    public string Folder { get; }

    /// <summary>The run's name, without the hash.</summary>
    public string Name { get; }

    /// <summary>All that defines the run.</summary>
    public JsonObject Config { get; }

    /// <summary>What the run came to; null until it is complete.</summary>
    public JsonObject? Summary { get; private set; }

    /// <summary>Whether the run is complete: there is nothing left to compute.</summary>
    public bool IsComplete => Summary is not null;

    /// <summary>The weights: the best so far by the monitored metric, or the last.</summary>
    public string ModelFile => this["model.safetensors"];

    /// <summary>The lines of the epochs.</summary>
    public string MetricsFile => this["metrics.jsonl"];

    /// <summary>Path of a file of the run.</summary>
    public string this[string file] => Path.Combine(Folder, file);

    /// <summary>Opens a run: a new one, or by <paramref name="reuse"/> what there is of the same one.</summary>
    /// <param name="experiment">Folder of the experiment, such as <c>cuphead</c>; may have several parts.</param>
    /// <param name="name">Name of the run, for readers, such as <c>gru-512</c>.</param>
    /// <param name="config">An object whose public properties are all that defines the run: sizes, rates, seed, data.</param>
    /// <param name="reuse">What becomes of the same run if it is there.</param>
    /// <param name="root">Where to keep it; by default <see cref="Root"/>.</param>
    /// <exception cref="IOException">Another process has the run open, or the folder cannot be written.</exception>
    /// <exception cref="InvalidOperationException">What <paramref name="reuse"/> would take is there, but of another
    /// device.</exception>
    public static RunDirectory Open(
        string experiment, string name, object config, Reuse reuse = Reuse.Unfinished, string? root = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(experiment);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var definition = JsonSerializer.SerializeToNode(config, Json)!.AsObject();
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(definition.ToJsonString())))[..8];
        string folder = Path.GetFullPath(Path.Combine(root ?? Root, experiment, $"{name}-{hash}"));
        OutputFolder.Require(folder);
        var run = new RunDirectory(folder, name, definition, Provenance.BuildOf(config.GetType().Assembly),
            FileLock.Hold(Path.Combine(folder, ".lock"), $"{folder}: another process is at this run."));
        try
        {
            run.Prepare(experiment, reuse);
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>Marks the run complete: writes <c>summary.json</c> and drops the checkpoint.</summary>
    /// <param name="summary">What it came to: an object, or a dictionary, of scores and counts.</param>
    public void Complete(object summary)
    {
        var node = JsonSerializer.SerializeToNode(summary, Json)!.AsObject();
        AtomicFile.Write(this[SummaryFile], node.ToJsonString(Json) + "\n");
        Summary = node;
        Checkpoint.Delete(this);
        Completed[Folder] = true;
    }

    /// <summary>
    /// Whether a folder has a complete run, and one that this build of the kit, and of the assembly that defines the run, would
    /// take as it is.
    /// </summary>
    public static bool IsReusable(string folder) =>
        File.Exists(Path.Combine(folder, SummaryFile)) && RunRecord.Read(folder,
            epochs: false) is { State: RunState.Complete } run && run.Environment.GetValueOrDefault("kit") == Provenance.Kit
        && Provenance.IsThisBuild(run.Environment.GetValueOrDefault(DefinedIn));

    /// <summary>
    /// Where a complete run stays that would have been taken, were it not of another build of the kit: <c>.earlier/NAME</c>
    /// beside it, which lists of runs leave out.
    /// </summary>
    /// <param name="folder">The run's folder.</param>
    public static string EarlierOf(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Path.Combine(Path.GetDirectoryName(folder)!, ".earlier", Path.GetFileName(folder));
    }

    /// <summary>Writes scores of the run on data of a name, <c>evaluation-NAME.json</c>, in one step.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="name">Of the data, such as <c>Test</c>.</param>
    /// <param name="scores">An object of scores and counts.</param>
    public static void SaveEvaluation(string folder, string name, object scores) =>
        AtomicFile.Write(Path.Combine(folder, $"evaluation-{name}.json"), JsonSerializer.Serialize(scores, Json) + "\n");

    /// <summary>
    /// Scores that <see cref="SaveEvaluation"/> has written; null where there are none, or none that can be read.
    /// </summary>
    internal static JsonObject? ReadEvaluation(string folder, string name) =>
        ReadOrNothing(Path.Combine(folder, $"evaluation-{name}.json"));

    /// <summary>Leaves word of the error that ended the run, for <see cref="RunRecord"/>, until it is opened again.</summary>
    public void Fail(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        AtomicFile.Write(this[ErrorFile], error.Message + "\n");
    }

    /// <summary>Lets other processes open the run.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Whether the kit and the assembly that defines the run are those that are loaded here.</summary>
    private bool IsThisBuild(string? kit, string? definedIn) => kit == Provenance.Kit && definedIn == _definedIn;

    private void Prepare(string experiment, Reuse reuse)
    {
        var there = Read(ConfigFile);
        bool isDefinedSo = there is not null && JsonNode.DeepEquals(there["config"], Config);
        bool isThisBuild = isDefinedSo && IsThisBuild((string?)there!["kit"], (string?)there[DefinedIn]);
        var summary = ReadOrNothing(this[SummaryFile]); // half a summary is none: the run is computed to its end again
        bool takesComplete = reuse == Reuse.Everything || (reuse == Reuse.Unfinished && Resume.IsAllowed);
        if (isThisBuild && reuse != Reuse.Nothing && (summary is null || takesComplete || Completed.ContainsKey(Folder)))
        {
            File.Delete(this[ErrorFile]);
            Summary = summary;
            return;
        }

        RequireNoneOnAnotherDevice(reuse, takesComplete);
        KeptRun.Finish(Folder);
        if (isDefinedSo && !isThisBuild && takesComplete && (summary is not null || KeptRun.IsBegun(Folder)))
        {
            KeptRun.Keep(Folder);
        }
        else
        {
            KeptRun.Discard(Folder); // its other half goes now
        }

        File.Delete(this[SummaryFile]); // first: what is half deleted must not look complete
        foreach (string file in Directory.EnumerateFiles(Folder).Where(f => Path.GetFileName(f) != ".lock"))
        {
            File.Delete(file);
        }

        foreach (string folder in Directory.EnumerateDirectories(Folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var described = Provenance.Describe();
        described.Insert(0, "experiment", experiment);
        described.Insert(1, "run", Name);
        described.Insert(2, "config", Config.DeepClone());
        if (_definedIn is not null)
        {
            described.Add(DefinedIn, _definedIn);
        }

        AtomicFile.Write(this[ConfigFile], described.ToJsonString(Json) + "\n");
    }

    /// <summary>
    /// A run that would be taken, or continued, were it not for its device, is neither trained again nor mixed with this one
    /// unasked.
    /// </summary>
    private void RequireNoneOnAnotherDevice(Reuse reuse, bool takesComplete)
    {
        const string Device = "options.device";
        var config = JsonText.Flat(Config);
        foreach (string folder in reuse == Reuse.Nothing ? []
            : Directory.EnumerateDirectories(Path.GetDirectoryName(Folder)!, Name + "-*"))
        {
            if (folder != Folder && RunRecord.Read(folder, epochs: false) is { } other
                && IsThisBuild(other.Environment.GetValueOrDefault("kit"), other.Environment.GetValueOrDefault(DefinedIn))
                && (other.State == RunState.Complete ? takesComplete : other.EpochCount > 0)
                && other.Config.GetValueOrDefault(Device) is { } device && device != config.GetValueOrDefault(Device)
                && config.Where(p => p.Key != Device).ToHashSet().SetEquals(other.Config.Where(p => p.Key != Device)))
            {
                throw new InvalidOperationException(
                    $"{folder}: found this run on {device}, "
                    + $"{(other.State == RunState.Complete ? "complete" : $"after epoch {other.EpochCount}")}; "
                    + $"expected none but on {config.GetValueOrDefault(Device)}. Choose the device {device} to use it, or "
                    + "delete the folder to train on the other one.");
            }
        }
    }

    /// <summary>A file's object; null where there is no such file, or none that can be read.</summary>
    private static JsonObject? ReadOrNothing(string path)
    {
        try
        {
            return File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private JsonObject? Read(string file)
    {
        if (!File.Exists(this[file]))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(File.ReadAllText(this[file])) as JsonObject;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"{this[file]}: found no JSON ({e.Message}); expected an object. Delete the run's folder to compute it again.",
                e);
        }
    }
}
