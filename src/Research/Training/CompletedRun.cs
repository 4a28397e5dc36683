using System.Text.Json;

namespace Research.Training;

/// <summary>Looks for a run without opening it: nothing is made, continued or deleted.</summary>
internal static class CompletedRun
{
    /// <summary>
    /// The folder of a completed run that this build of the kit would take as it is; null where there is none.
    /// </summary>
    /// <param name="experiment">Folder of the experiment, as <see cref="RunDirectory.Open"/> takes it.</param>
    /// <param name="name">Name of the run.</param>
    /// <param name="config">An object whose public properties are all that defines the run.</param>
    internal static string? Find(string experiment, string name, object config)
    {
        string folder = Path.GetFullPath(Path.Combine(RunDirectory.Root, experiment));
        var definition = JsonText.Flat(JsonSerializer.SerializeToNode(config, RunDirectory.Json)!.AsObject()).ToHashSet();
        return !Directory.Exists(folder) ? null
            : Directory.EnumerateDirectories(folder, name + "-*").FirstOrDefault(run => RunDirectory.IsReusable(run)
                && RunRecord.Read(run, epochs: false) is { } record && definition.SetEquals(record.Config));
    }
}
