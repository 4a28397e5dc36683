using Research.Training;

namespace Research.Dashboard;

/// <summary>What the list does not have of a run.</summary>
/// <param name="Environment">What it ran on.</param>
/// <param name="Epochs">Numbers of the epochs.</param>
/// <param name="Curves">A value for each epoch, by name; NaN where an epoch has none.</param>
/// <param name="Images">Paths below the results of the images in its folder.</param>
internal sealed record RunDetail(
    IReadOnlyDictionary<string, string> Environment, IReadOnlyList<int> Epochs, IReadOnlyDictionary<string, double[]> Curves,
        IReadOnlyList<string> Images)
{
    public static RunDetail Of(RunRecord run, IReadOnlyList<string> images) => new(
        run.Environment,
        [.. run.Epochs.Select(epoch => epoch.Epoch)],
        run.Epochs.SelectMany(epoch => epoch.Values.Keys).Distinct().ToDictionary(
            name => name, name => run.Epochs.Select(epoch => epoch.Values.GetValueOrDefault(name, double.NaN)).ToArray()),
        images);
}
