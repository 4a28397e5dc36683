using System.Globalization;
using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>
/// The state of a training after an epoch: weights, the optimizer's averages, and how the monitored metric has been. Batch
/// orders and dropout masks are functions of seed and epoch (see <see cref="Trainer"/>), so there is no generator to save.
/// </summary>
/// <param name="Epoch">Epochs that are done.</param>
/// <param name="BestEpoch">The epoch with the best value of the monitored metric; 0 without one.</param>
/// <param name="BestValue">That value.</param>
/// <param name="IsStopped">Whether early stopping has ended the training.</param>
internal sealed record Checkpoint(int Epoch, int BestEpoch, double? BestValue, bool IsStopped)
{
    private const string Folder = "checkpoint", Unfinished = ".unfinished-checkpoint", Model = "model.safetensors",
        Optimizer = "optimizer.bin", State = "state.json";

    internal static Checkpoint None { get; } = new(0, 0, null, IsStopped: false);

    /// <summary>Where the newest checkpoint of a run is; null where there is none.</summary>
    internal static string? Find(RunDirectory run) =>
        Directory.Exists(run[Folder]) ? Directory.EnumerateDirectories(run[Folder]).OrderBy(EpochOf).LastOrDefault() : null;

    /// <summary>Writes a checkpoint, complete or not at all, and then drops the one before.</summary>
    internal void Save(RunDirectory run, nn.Module model, OptimizerHelper optimizer)
    {
        string unfinished = run[Unfinished], folder = Path.Combine(run[Folder], $"epoch-{Epoch:0000}");
        Discard(unfinished);
        Directory.CreateDirectory(unfinished);
        Directory.CreateDirectory(run[Folder]);
        Safetensors.Save(Path.Combine(unfinished, Model), model.state_dict());
        AtomicFile.Write(Path.Combine(unfinished, Optimizer), optimizer.save_state_dict);
        AtomicFile.Write(Path.Combine(unfinished, State), JsonSerializer.Serialize(this, RunDirectory.Json));
        Discard(folder); // left by a process that was killed before it could log the epoch
        Directory.Move(unfinished, folder);
        foreach (string older in Directory.EnumerateDirectories(run[Folder]).Where(other => other != folder))
        {
            Discard(older);
        }
    }

    /// <summary>Takes model and optimizer back to the newest checkpoint.</summary>
    /// <exception cref="InvalidDataException">It does not fit the model, or a file of it is damaged.</exception>
    internal static Checkpoint Load(RunDirectory run, nn.Module model, OptimizerHelper optimizer)
    {
        Discard(run[Unfinished]);
        if (Find(run) is not { } folder)
        {
            return None;
        }

        try
        {
            Weights.Load(model, Path.Combine(folder, Model));
            optimizer.load_state_dict(Path.Combine(folder, Optimizer));
            return JsonSerializer.Deserialize<Checkpoint>(File.ReadAllText(Path.Combine(folder, State)), RunDirectory.Json)!;
        }
        catch (Exception e) when (
            e is JsonException or IOException or InvalidDataException or ArgumentException or FormatException)
        {
            throw new InvalidDataException(
                $"{folder}: cannot go on from this checkpoint: {e.Message} Delete {run.Folder} to begin anew.", e);
        }
    }

    internal static void Delete(RunDirectory run) => Discard(run[Folder]);

    private static int EpochOf(string folder) =>
        int.Parse(Path.GetFileName(folder)["epoch-".Length..], CultureInfo.InvariantCulture);

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
