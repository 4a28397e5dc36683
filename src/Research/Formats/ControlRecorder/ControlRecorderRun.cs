using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Sessions.Controls;

namespace Research.Formats.ControlRecorder;

/// <summary>
/// Log and configuration of a training by the recorder's own script, of both versions, where they lie beside recordings: the log
/// becomes one of the kit, and the configuration options to train with.
/// </summary>
internal static class ControlRecorderRun
{
    private const string Options = "control_options.json";

    private static readonly string[] Sizes = ["d_model", "nhead", "num_layers", "dim_feedforward", "dropout", "max_seq_len"];

    /// <summary>The kit's names of options that the script's training has under another.</summary>
    private static readonly Dictionary<string, string> Trainings = new()
    {
        ["batch_size"] = "batch_size",
        ["lr"] = "learning_rate",
        ["weight_decay"] = "weight_decay",
        ["epochs"] = "max_epochs",
    };

    /// <summary>The kit's names of measurements that the script has under another.</summary>
    private static readonly Dictionary<string, string> Measurements = new()
    {
        ["train_total"] = "train_loss",
        ["train_inv_click"] = "train_inv",
        ["val_total"] = "val_loss",
        ["val_action"] = "val_loss_action",
        ["val_look"] = "val_loss_look",
        ["val_hotbar"] = "val_loss_hotbar",
        ["val_cursor"] = "val_loss_cursor",
        ["val_inv_click"] = "val_loss_inv",
        ["val_idle"] = "val_loss_idle",
        ["val_avg_f1"] = "val_action_f1",
        ["val_avg_action_f1"] = "val_action_f1",
        ["val_look_dir_acc"] = "val_look_direction_accuracy",
        ["val_hotbar_acc"] = "val_hotbar_accuracy",
        ["val_idle_acc"] = "val_idle_accuracy",
        ["val_combined_score"] = "val_score",
    };

    /// <summary>What the files of a folder become.</summary>
    /// <exception cref="InvalidDataException">A file is no JSON, or not the one that its name says.</exception>
    public static IEnumerable<(ImportedArrayFile File, Action<string> Write)> FilesOf(string folder, ImportReport report)
    {
        foreach (string weights in Directory.EnumerateFiles(folder, "*.pt").Order(StringComparer.Ordinal))
        {
            report.Lose(Path.GetFileName(weights), 1, "Weights are pickled, and unpickling can run any program.");
        }

        if (Find(folder, "training_log", report) is { } logFile)
        {
            var log = LogOf(logFile, report);
            yield return (new ImportedArrayFile(ControlLog.FileName, $"{log.Epochs.Count} epochs"), log.Write);
        }

        if (Find(folder, "control_config", report) is { } config)
        {
            var options = OptionsOf(config, report);
            yield return (new ImportedArrayFile(Options, "options for train control-transformer --config"),
                path => AtomicFile.Write(path, options.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n"));
        }
    }

    /// <summary>The file of the newer version, where there are both.</summary>
    private static string? Find(string folder, string name, ImportReport report)
    {
        string[] files = [.. ((string[])[$"{name}_v2.json", $"{name}.json"]).Where(file => File.Exists(Path.Combine(folder, file)))];
        foreach (string older in files.Skip(1))
        {
            report.Lose(older, 1, $"There is {files[0]}, of a later version.");
        }

        return files is [var found, ..] ? Path.Combine(folder, found) : null;
    }

    private static ControlLog LogOf(string file, ImportReport report)
    {
        const string Expected = "a list of epochs, an object of numbers each";
        if (Parse(file, Expected) is not JsonArray { Count: > 0 } epochs)
        {
            throw new RecordingFormatException(file, null, "no list of epochs", Expected);
        }

        var read = new List<ControlEpoch>();
        double best = double.NegativeInfinity;
        foreach (var (index, epoch) in epochs.Index())
        {
            var values = new Dictionary<string, double>();
            Collect(epoch as JsonObject ?? throw new RecordingFormatException(file, $"epoch {index}", "no object", Expected), "", values);
            double score = values.GetValueOrDefault("val_score", double.NaN);
            read.Add(new ControlEpoch("all", index + 1, score > best, values));
            best = score > best ? score : best;
        }

        report.Map("epochs of a log", read.Count, $"They are in {ControlLog.FileName}, measurements by the kit's names.");
        return new ControlLog(read);
    }

    private static void Collect(JsonObject from, string before, Dictionary<string, double> values)
    {
        foreach (var (key, value) in from)
        {
            string name = before + key;
            if (value is JsonObject inner)
            {
                Collect(inner, name + "_", values);
            }
            else if (name != "epoch" && value is JsonValue number && number.TryGetValue(out double measured))
            {
                values[Measurements.GetValueOrDefault(name, name)] = measured;
            }
        }
    }

    private static JsonObject OptionsOf(string file, ImportReport report)
    {
        const string Expected = "an object with d_model and the network's other sizes, or with model";
        var config = Parse(file, Expected) as JsonObject;
        var model = config?["model"] as JsonObject ?? config;
        if (model is null || !Sizes.All(model.ContainsKey))
        {
            throw new RecordingFormatException(file, null, "no sizes of a network", Expected);
        }

        var size = new JsonObject(Sizes.Select(name => KeyValuePair.Create(name, model[name]?.DeepClone())));
        var options = new JsonObject { ["size"] = size };
        foreach (var (name, option) in Trainings)
        {
            if (config!["training"] is JsonObject training && training[name] is { } value)
            {
                options[option] = value.DeepClone();
            }
        }

        if (config!["action_history_dropout"] is { } dropout)
        {
            options["action_history_dropout"] = dropout.DeepClone();
        }

        report.Map("configuration of a policy", 1, $"Its sizes and its training's numbers are in {Options}.");
        string[] others = [.. config.Select(field => field.Key).Where(name => !Sizes.Contains(name)
            && name is not ("version" or "model" or "training" or "action_history_dropout"))];
        report.Lose("fields of a policy's configuration", others.Length,
            $"They belong to weights, which are pickled and not read: {string.Join(", ", others)}.");
        return options;
    }

    private static JsonNode? Parse(string file, string expected)
    {
        GitLfsPointer.Refuse(file, expected);
        return StrictJson.Parse(RegularFile.ReadBytes(file, expected), file, expected);
    }
}
