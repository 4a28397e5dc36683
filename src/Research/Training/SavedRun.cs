using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>A completed run, read back.</summary>
internal static class SavedRun
{
    /// <summary>Restores a completed run; otherwise trains and marks it complete. Disposes the network on failure.</summary>
    /// <param name="run">The run.</param>
    /// <param name="network">Gets the weights, and is in evaluation mode then.</param>
    /// <param name="train">Trains it.</param>
    internal static TrainingResult TrainOrLoad(RunDirectory run, nn.Module network, Func<TrainingResult> train)
    {
        try
        {
            if (run.IsComplete)
            {
                return Restore(network, run.Folder);
            }

            var result = train();
            run.Complete(new
            {
                result.BestEpoch,
                result.StoppedEarly,
                result.PeakMemoryMegabytes,
                result.WaitShare,
                result.Seconds,
                Parameters = network.parameters().Sum(p => p.numel()),
                result.Best.Values,
            });
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

    /// <summary>A network with the weights of a completed run. Disposes the network on failure.</summary>
    internal static TrainedNetwork<TNetwork> Load<TNetwork>(TNetwork network, string folder, TorchDevice device)
        where TNetwork : nn.Module
    {
        try
        {
            network.to(device.ToTorch());
            return new(network, folder, Restore(network, folder));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static TrainingResult Restore(nn.Module network, string folder)
    {
        Weights.Load(network, Path.Combine(folder, "model.safetensors"));
        network.eval();
        return TrainingResult.Of(folder);
    }

    /// <summary>The configuration of a completed run of a kind.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It is no run, not complete, or of another kind.</exception>
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
            throw new InvalidDataException($"{folder}: found no summary.json; expected a complete run (resume it first).");
        }

        try
        {
            var config = JsonNode.Parse(File.ReadAllText(file))?["config"] as JsonObject;
            string? kind = (string?)config?["kind"];
            return kinds.Contains(kind) ? config!
                : throw new InvalidDataException($"{file}: found a run of kind '{kind}'; expected {string.Join(" or ", kinds)}.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: found no JSON ({e.Message}); expected a run's configuration.", e);
        }
    }

    /// <summary>The options of a completed run.</summary>
    /// <param name="folder">The run's folder, for the message.</param>
    /// <param name="config">Its configuration.</param>
    /// <exception cref="InvalidDataException">An option is not one of <typeparamref name="T"/>, or of another kind.</exception>
    internal static T OptionsOf<T>(string folder, JsonObject config)
    {
        try
        {
            return config["options"].Deserialize<T>(RunDirectory.Json) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{Path.Combine(folder, "config.json")}, options: found {e.Message.TrimEnd('.')}; "
                + $"expected those of {typeof(T).Name}, as this release names them. Train it again.", e);
        }
    }
}
