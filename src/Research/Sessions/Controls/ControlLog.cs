using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Training;

namespace Research.Sessions.Controls;

/// <summary>An epoch of a training.</summary>
/// <param name="Stage">The stage of the curriculum, or <c>all</c>.</param>
/// <param name="Epoch">From 1, over all stages.</param>
/// <param name="IsBest">Whether its combined score is the best of its stage so far.</param>
/// <param name="Values">What was measured: <c>train_loss</c>, <c>train_action</c>, …, <c>val_loss</c>, <c>val_loss_action</c>, …,
/// <c>val_score</c>, …, <c>lr</c>.</param>
public sealed record ControlEpoch(string Stage, int Epoch, bool IsBest, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>A value.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that name was measured; the message lists what was.</exception>
    public double this[string name] => Values.TryGetValue(name, out double value)
        ? value
        : throw new KeyNotFoundException($"Epoch {Epoch} has no '{name}'; it has {string.Join(", ", Values.Keys)}.");
}

/// <summary>The epochs of a training, those of all stages: <c>training_log.json</c>.</summary>
/// <param name="Epochs">In order.</param>
public sealed record ControlLog(IReadOnlyList<ControlEpoch> Epochs)
{
    /// <summary>The file's name in a policy's folder.</summary>
    public const string FileName = "training_log.json";

    private const int Version = 2;

    /// <summary>One value after every epoch.</summary>
    public double[] Curve(string name) => [.. Epochs.Select(epoch => epoch[name])];

    /// <summary>Reads a log.</summary>
    /// <exception cref="InvalidDataException">The file is no log.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static ControlLog Read(string file)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(file));
            if (root?["version"]?.GetValue<int>() == Version && root["epochs"] is JsonArray epochs)
            {
                return new([.. epochs.Select(epoch => epoch.Deserialize<ControlEpoch>(RunDirectory.Json)!)]);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"{file}: found no log ({e.Message}); expected the training_log.json of train-controls.", e);
        }

        throw new InvalidDataException(
            $"{file}: found no version {Version} with epochs; expected the training_log.json of train-controls.");
    }

    /// <summary>Writes the log; the file is written beside and renamed.</summary>
    public void Write(string file) => AtomicFile.Write(file, JsonSerializer.Serialize(new { Version, Epochs }, RunDirectory.Json)
        + "\n");

    /// <summary>Adds an epoch of a stage.</summary>
    internal ControlLog With(string stage, EpochLog epoch)
    {
        double? best = Epochs.Where(e => e.Stage == stage).Select(e => (double?)e["val_score"]).Max();
        return new([.. Epochs, new ControlEpoch(stage, Epochs.Count + 1, best is null || epoch["val_score"] > best,
            epoch.Values)]);
    }
}
