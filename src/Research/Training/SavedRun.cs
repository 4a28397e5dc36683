using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>A whole run of the past, read back.</summary>
internal static class SavedRun
{
    /// <summary>Trains what is not whole and declares it so; takes what is. A network that cannot be had is disposed of.</summary>
    /// <param name="run">The run.</param>
    /// <param name="network">Gets the weights, and is in evaluation mode then.</param>
    /// <param name="train">Trains it.</param>
    /// <param name="summary">What the run came to; by default how the training went.</param>
    internal static TrainingResult TrainOrRestore(
        RunDirectory run, nn.Module network, Func<TrainingResult> train, Func<TrainingResult, object>? summary = null)
    {
        try
        {
            if (run.IsWhole)
            {
                return Restore(network, run.Folder);
            }

            var result = train();
            run.Complete(summary?.Invoke(result) ?? new { result.BestEpoch, result.StoppedEarly, result.PeakMemoryMegabytes, result.WaitShare, result.Seconds, result.Best.Values });
            return result;
        }
        catch (Exception e)
        {
            network.Dispose();
            if (e is not OperationCanceledException)
            {
                run.Fail(e);
            }

            throw;
        }
    }

    /// <summary>Gives a network the weights of a whole run, and takes it to evaluation mode.</summary>
    internal static TrainingResult Restore(nn.Module network, string folder)
    {
        Weights.Load(network, Path.Combine(folder, "model.safetensors"));
        network.eval();
        return TrainingResult.Of(folder);
    }

    /// <summary>The configuration of a whole run of a kind.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It is no run, not whole, or of another kind.</exception>
    internal static JsonObject ConfigOf(string folder, params string[] kinds)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: found no such folder; expected that of a run.");
        }

        string file = Path.Combine(folder, "config.json");
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"{folder}: found no config.json; expected the folder of a run.");
        }

        if (!File.Exists(Path.Combine(folder, "summary.json")))
        {
            throw new InvalidDataException($"{folder}: found no summary.json; expected a run that is whole (resume it first).");
        }

        try
        {
            var config = JsonNode.Parse(File.ReadAllText(file))?["config"] as JsonObject;
            string? kind = (string?)config?["kind"];
            return kinds.Contains(kind) ? config! : throw new InvalidDataException($"{file}: found a run of kind '{kind}'; expected {string.Join(" or ", kinds)}.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: found no JSON ({e.Message}); expected a run's configuration.", e);
        }
    }
}
