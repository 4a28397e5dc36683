using System.Globalization;
using System.Text.Json;
using Research.Training;

namespace Research.Dashboard.Tests;

/// <summary>A folder of results that is gone when the test is over.</summary>
internal sealed class Results : IDisposable
{
    /// <summary>1 × 1 pixel.</summary>
    private const string Png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

    public string Folder { get; } = Directory.CreateTempSubdirectory("dashboard-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Opens a run as a training does.</summary>
    public RunDirectory Begin(string name, object config) => RunDirectory.Open("test", name, config, root: Folder);

    public static void Log(RunDirectory run, int epoch, double bias = 0) => RunLog.Append(run.MetricsFile, Epoch(epoch, bias));

    /// <summary>A run of which only the files count.</summary>
    /// <returns>Its folder.</returns>
    public string Write(string id, int epochs, bool isWhole = true, double rate = 0.001, int seed = 42, DateTime? started = null)
    {
        string folder = Path.Combine(Folder, id);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), JsonSerializer.Serialize(new
        {
            experiment = Path.GetDirectoryName(id),
            run = Path.GetFileName(id),
            config =
                new
                {
                    kind = "policy",
                    options = new { learning_rate = rate, seed, latent = 512, cell = id.Contains("gru") ? "GRU" : "LSTM" },
                },
            kit = "0123",
            machine = "a machine",
            started = (started ?? DateTime.UtcNow).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        }));
        double bias = rate * 100 + seed % 10 * 0.01;
        File.WriteAllLines(Path.Combine(folder, "metrics.jsonl"),
            Enumerable.Range(1, epochs).Select(epoch => JsonSerializer.Serialize(
            new Dictionary<string, double>(Epoch(epoch,
                bias).Values)
            { ["epoch"] = epoch, ["seconds"] = 1.5, ["wait_share"] = 0.01 })));
        if (isWhole)
        {
            File.WriteAllText(Path.Combine(folder, "summary.json"),
                JsonSerializer.Serialize(new { seconds = 12.5, parameters = 123456, values = Epoch(epochs, bias).Values }));
        }

        return folder;
    }

    public string WriteImage(string path)
    {
        string file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, Convert.FromBase64String(Png));
        return file;
    }

    private static EpochLog Epoch(int epoch, double bias) => new(epoch, 1.5, 0.01, new Dictionary<string, double>
    {
        ["train_loss"] = bias + 1.0 / epoch,
        ["val_loss"] = bias + 1.2 / epoch + 0.01 * epoch,
        ["val_f1"] = 1 - bias - 1.0 / (epoch + 1),
        ["lr"] = 0.001 / (1 + epoch / 10),
    });
}
