using Research.Training;

namespace Research.Dashboard;

/// <summary>What the list of runs shows, and what it is filtered and sorted by.</summary>
/// <param name="Id">The run's folder below the results.</param>
/// <param name="Name">Of the run.</param>
/// <param name="Experiment">Folder of the experiment.</param>
/// <param name="State">How it stands.</param>
/// <param name="Started">When it was begun; null where it does not say.</param>
/// <param name="Changed">When it last wrote something.</param>
/// <param name="Epochs">How many are on disk.</param>
/// <param name="Problem">What cannot be read of it, or the error that it ended by.</param>
/// <param name="Config">All that defines it.</param>
/// <param name="Values">What it came to, and what it measured last.</param>
internal sealed record RunRow(
    string Id, string Name, string Experiment, RunState State, DateTimeOffset? Started, DateTimeOffset Changed, int Epochs,
        string? Problem,
    IReadOnlyDictionary<string, string> Config, IReadOnlyDictionary<string, double> Values)
{
    public static RunRow Of(string id, RunRecord run)
    {
        var values = new Dictionary<string, double>(run.Epochs.Count > 0 ? run.Epochs[^1].Values : run.Scores);
        foreach (var (name, score) in run.Scores)
        {
            values[name] = score;
        }

        return new RunRow(id, run.Name, run.Experiment, run.State, run.Started, run.Changed, run.EpochCount, run.Problem,
            run.Config, values);
    }
}
