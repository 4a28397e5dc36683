using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Research.Training;

/// <summary>One epoch: its number, how long it took, and its values by name.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Seconds">Training and validation.</param>
/// <param name="WaitShare">Share of the training time spent waiting for batches.</param>
/// <param name="Values"><c>train_loss</c>, <c>val_loss</c>, …: what was measured, in order.</param>
public sealed record EpochLog(int Epoch, double Seconds, double WaitShare, IReadOnlyDictionary<string, double> Values)
{
    /// <summary>Seconds of the training steps alone, waiting for batches included; 0 in logs of before it was kept.</summary>
    public double StepSeconds { get; init; }

    /// <summary>A value.</summary>
    /// <exception cref="KeyNotFoundException">Nothing of that name was measured; the message lists what was.</exception>
    public double this[string name] => Values.TryGetValue(name, out double value)
        ? value
        : throw new KeyNotFoundException($"Epoch {Epoch} has no '{name}'; it has {string.Join(", ", Values.Keys)}.");
}

/// <summary>
/// The lines of a run's <c>metrics.jsonl</c>, and beside them, where it is wanted, the <see cref="TensorBoardLog"/>.
/// </summary>
public static class RunLog
{
    /// <summary>Adds a line, on disk when this returns.</summary>
    public static void Append(string file, EpochLog epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\"epoch\":{epoch.Epoch}");
        foreach (var (name, value) in epoch.Values)
        {
            line.Append(CultureInfo.InvariantCulture,
                $",{JsonSerializer.Serialize(name)}:{(double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null")}");
        }

        line.Append(CultureInfo.InvariantCulture,
            $",\"seconds\":{epoch.Seconds:0.###},\"wait_share\":{epoch.WaitShare:0.####},\"step_seconds\":{epoch.StepSeconds:0.###}}}\n");
        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(line.ToString()));
        stream.Flush(flushToDisk: true);
        if (TensorBoardLog.IsWanted)
        {
            TensorBoardLog.Append(TensorBoardLog.Beside(file), epoch);
        }
    }

    /// <summary>Reads the epochs. A last line that was cut off is left out.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">A line is no epoch.</exception>
    public static IReadOnlyList<EpochLog> Read(string file)
    {
        string text = File.ReadAllText(file);
        string[] lines = text.Split('\n');
        // what follows the last line break was cut off, or is nothing
        return [.. lines.SkipLast(1).Select((line, i) => Parse(file, i + 1, line))];
    }

    /// <summary>Drops the epochs after one, and what was cut off.</summary>
    internal static void Truncate(string file, int lastEpoch)
    {
        if (File.Exists(file))
        {
            string[] lines = [.. File.ReadAllText(file).Split('\n').SkipLast(1)];
            var kept = lines.Where((line, i) => Parse(file, i + 1, line).Epoch <= lastEpoch).ToList();
            AtomicFile.Write(file, string.Concat(kept.Select(line => line + "\n")));
        }

        if (TensorBoardLog.IsWanted)
        {
            TensorBoardLog.Align(TensorBoardLog.Beside(file), File.Exists(file) ? Read(file) : []);
        }
    }

    /// <summary>One line as an epoch.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    internal static EpochLog Parse(string file, int number, string line)
    {
        try
        {
            var values = new Dictionary<string, double>();
            using var document = JsonDocument.Parse(line);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                values.Add(property.Name, property.Value.ValueKind == JsonValueKind.Null ? double.NaN
                    : property.Value.GetDouble());
            }

            if (values.Remove("epoch", out double epoch) && values.Remove("seconds", out double seconds))
            {
                values.Remove("wait_share", out double wait);
                values.Remove("step_seconds", out double steps);
                return new EpochLog((int)epoch, seconds, wait, values) { StepSeconds = steps };
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
        }

        throw new InvalidDataException(
            $"{file}, line {number}: found \"{(line.Length > 80 ? line[..80] + "…" : line)}\"; expected an epoch, "
            + $"{{\"epoch\":1,…,\"seconds\":2.5}}.");
    }
}
