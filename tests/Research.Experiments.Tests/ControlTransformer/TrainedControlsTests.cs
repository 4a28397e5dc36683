using System.Text.Json.Nodes;
using Research.Experiments.ControlTransformer;
using Research.Sessions.Controls;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ControlTransformer;

[Collection(nameof(TakingTurns))]
public sealed class TrainedControlsTests : IDisposable
{
    private static readonly ControlOptions Small = new()
    {
        Size = new() { DModel = 16, Nhead = 2, NumLayers = 1, DimFeedforward = 16, MaxSeqLen = 8, Dropout = 0.2 },
        MaxEpochs = 3,
        WarmupEpochs = 1,
        BatchSize = 32,
        LearningRate = 3e-3,
    };

    private readonly TemporaryFolder _folder = new();

    public TrainedControlsTests() => RunDirectory.Root = _folder.Path;

    public void Dispose()
    {
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Fact]
    public void The_rate_rises_in_five_steps_as_in_the_documents_table_and_falls_by_a_cosine_to_1e_6()
    {
        var options = new ControlOptions();
        double[] rates = [.. Enumerable.Range(1, 200).Select(epoch => options.LearningRateOf(epoch, 200))];
        Assert.Equal([1e-4, 2e-4, 3e-4, 4e-4, 5e-4], rates[..5].Select(rate => Math.Round(rate, 12)));
        Assert.Equal(1e-6, rates[^1], 1e-12);
        Assert.Equal((5e-4 - 1e-6) * (1 + Math.Cos(Math.PI * 95 / 195)) / 2 + 1e-6, rates[99], 1e-12);
        Assert.All(rates[5..].Zip(rates[4..]), pair => Assert.True(pair.First < pair.Second));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_after_a_stop_too()
    {
        byte[] Train(string name, int? stopAt = null)
        {
            var data = ControlFixtures.Dataset();
            using var cancellation = new CancellationTokenSource();
            void Stop(ControlEpoch epoch)
            {
                if (epoch.Epoch == stopAt)
                {
                    cancellation.Cancel();
                }
            }

            if (stopAt is not null)
            {
                Assert.Throws<TrainingInterruptedException>(() => TrainedControls.TrainOrLoad(Small, data, epochDone: Stop,
                    context: RunContext.With(null, cancellation.Token).Named(name)));
            }

            var told = new List<int>();
            using var trained = TrainedControls.TrainOrLoad(Small, data, epochDone: epoch => told.Add(epoch.Epoch),
                context: new RunContext { Name = name });
            Assert.Equal([1, 2, 3], told);
            Assert.Equal([1, 2, 3], trained.Log.Epochs.Select(e => e.Epoch));
            return File.ReadAllBytes(Path.Combine(trained.Folder, ControlPolicy.WeightsFile));
        }

        byte[] first = Train("a");
        Assert.Equal(first, Train("b"));
        Assert.Equal(first, Train("c", stopAt: 1));
    }

    [Fact]
    public void A_process_that_goes_on_takes_the_stages_that_a_stopped_one_completed()
    {
        var options = Small with { MaxEpochs = 6 };
        var data = ControlFixtures.Dataset();
        using var stop = new CancellationTokenSource();
        void Stop(ControlEpoch epoch)
        {
            if (epoch.Stage == "inventory")
            {
                stop.Cancel();
            }
        }

        RunDirectory.Root = _folder.At("a");
        Assert.Throws<TrainingInterruptedException>(() => TrainedControls.TrainOrLoad(options, data, true, Stop,
            RunContext.With(null, stop.Token)));
        string[] stopped = Metrics();
        Assert.Equal([2, 2, 1], stopped.Select(lines => lines.Count(c => c == '\n')));

        // In another place the runs are not those that this process has completed, as in a process of its own.
        Move("b");
        byte[] weights = Train(Reuse.Unfinished);
        string[] whole = Metrics();
        Assert.Equal(stopped[..2], whole[..2]);
        Assert.StartsWith(stopped[2], whole[2], StringComparison.Ordinal);

        Move("c");
        Assert.Equal(weights, Train(Reuse.Everything));
        Assert.Equal(whole, Metrics());
        var taken = Written();
        Assert.Equal(weights, Train(Reuse.Unfinished)); // all are complete, and none is of this process
        var again = Written();
        Assert.All(again.Zip(taken), pair => Assert.True(pair.First > pair.Second));
        Assert.Equal(weights, Train(Reuse.Nothing));
        Assert.All(Written().Zip(again), pair => Assert.True(pair.First > pair.Second));

        byte[] Train(Reuse reuse)
        {
            using var trained = TrainedControls.TrainOrLoad(options, data, true, context: new RunContext { Reuse = reuse });
            Assert.Equal(["movement", "movement", "combat", "combat", "inventory", "inventory"],
                trained.Log.Epochs.Select(e => e.Stage));
            return File.ReadAllBytes(Path.Combine(trained.Folder, ControlPolicy.WeightsFile));
        }

        void Move(string place)
        {
            Directory.Move(RunDirectory.Root, _folder.At(place));
            RunDirectory.Root = _folder.At(place);
        }

        static string[] Metrics() => [.. Logs().Select(File.ReadAllText)];

        static DateTime[] Written() => [.. Logs().Select(File.GetLastWriteTimeUtc)];

        static IEnumerable<string> Logs() => Directory.EnumerateDirectories(Path.Combine(RunDirectory.Root, "controls"))
            .Order(StringComparer.Ordinal).Select(run => Path.Combine(run, "metrics.jsonl"));
    }

    [Fact]
    public void A_run_that_is_stopped_before_its_policy_is_written_is_not_complete_and_goes_on()
    {
        var data = ControlFixtures.Dataset();
        using var stop = new CancellationTokenSource();
        void Stop(ControlEpoch epoch)
        {
            if (epoch.Epoch == Small.MaxEpochs)
            {
                stop.Cancel();
            }
        }

        Assert.ThrowsAny<OperationCanceledException>(() => TrainedControls.TrainOrLoad(Small, data, epochDone: Stop,
            context: RunContext.With(null, stop.Token)));
        string run = Directory.EnumerateDirectories(_folder.At("controls")).Single(),
            metrics = File.ReadAllText(Path.Combine(run, "metrics.jsonl"));
        Assert.Equal((3, RunState.Stopped), (metrics.Count(c => c == '\n'), RunRecord.Read(run)!.State));

        using var trained = TrainedControls.TrainOrLoad(Small, data);
        Assert.Equal((run, metrics), (trained.Folder, File.ReadAllText(Path.Combine(run, "metrics.jsonl"))));
        Assert.All(["summary.json", ControlPolicy.WeightsFile, ControlPolicy.ConfigFile, ControlLog.FileName],
            file => Assert.True(File.Exists(Path.Combine(run, file)), file));
        using var uninterrupted = TrainedControls.TrainOrLoad(Small, data, context: new RunContext { Name = "b" });
        Assert.Equal(File.ReadAllBytes(Path.Combine(uninterrupted.Folder, ControlPolicy.WeightsFile)),
            File.ReadAllBytes(Path.Combine(run, ControlPolicy.WeightsFile)));
    }

    [Fact]
    public void Weights_configuration_and_log_load_back_into_the_same_policy()
    {
        using var trained = TrainedControls.TrainOrLoad(Small, ControlFixtures.Dataset(), context: new RunContext { Name = "a" });
        using var loaded = ControlPolicy.Load(trained.Folder);
        Assert.Equal(trained.Policy.Thresholds, loaded.Thresholds);
        Assert.Equal(trained.Policy.Statistics.Mean, loaded.Statistics.Mean);
        Assert.Equal(trained.Policy.Statistics.Deviation, loaded.Statistics.Deviation);
        var (here, there) = (trained.Policy.Predict(trained.Validation), loaded.Predict(trained.Validation));
        Assert.Equal(here.Actions, there.Actions);
        Assert.Equal(here.Look, there.Look);
        Assert.Equal(here.Hotbar, there.Hotbar);
        Assert.Equal(trained.AtTunedThresholds.CombinedScore,
            new ControlEvaluation("", trained.Validation.Truth, there, loaded.Thresholds).CombinedScore);
        Assert.Equal(trained.AtTunedThresholds.CombinedScore, loaded.Config.Training.PerHeadMetrics["score"]);
        Assert.Equal(trained.AtDefaultThreshold.CombinedScore, trained.Log.Epochs.Max(e => e["val_score"]), 1e-6);

        var log = ControlLog.Read(Path.Combine(trained.Folder, ControlLog.FileName));
        Assert.Equal(trained.Log.Curve("train_loss"), log.Curve("train_loss"));
        Assert.Equal(trained.Log.Epochs.Select(e => (e.Stage, e.Epoch, e.IsBest)),
            log.Epochs.Select(e => (e.Stage, e.Epoch, e.IsBest)));
        foreach (string term in (string[])["action", "look", "hotbar", "cursor", "inv", "idle"])
        {
            Assert.All(log.Epochs, epoch => Assert.True(double.IsFinite(epoch["train_" + term])
                && double.IsFinite(epoch["val_loss_" + term])));
        }
    }

    [Fact]
    public void A_configuration_with_a_missing_unknown_or_other_field_is_refused_by_name()
    {
        using var trained = TrainedControls.TrainOrLoad(Small, ControlFixtures.Dataset(), context: new RunContext { Name = "a" });
        string file = Path.Combine(trained.Folder, ControlPolicy.ConfigFile), whole = File.ReadAllText(file);
        Assert.Equal(
            ["version", "input_dim", "d_model", "nhead", "num_layers", "dim_feedforward", "dropout", "max_seq_len",
                "num_action_controls", "num_look_controls", "num_hotbar_slots", "num_cursor_controls",
                "num_inv_controls", "control_names", "thresholds", "look_deadzone", "look_smoothing_alpha",
                    "action_history_length", "action_history_dropout", "game_state_dim", "feature_mean", "feature_std",
                    "training"],
            JsonNode.Parse(whole)!.AsObject().Select(field => field.Key));
        string Error(Action<JsonObject> change)
        {
            var fields = JsonNode.Parse(whole)!.AsObject();
            change(fields);
            File.WriteAllText(file, fields.ToJsonString());
            return Assert.Throws<InvalidDataException>(() => ControlPolicy.Load(trained.Folder)).Message;
        }

        Assert.StartsWith($"{file}: found no field 'd_model'; expected version, input_dim, ",
            Error(fields => fields.Remove("d_model")));
        Assert.StartsWith($"{file}: found the unknown field 'd_modle'; expected version, ",
            Error(fields => fields["d_modle"] = 1));
        Assert.StartsWith($"{file}: found no field 'training.epochs_trained'; expected ",
            Error(fields => fields["training"]!.AsObject().Remove("epochs_trained")));
        Assert.Equal($"{file}: found 1 in the field 'version'; expected 2.", Error(fields => fields["version"] = 1));
        Assert.Equal($"{file}: found 3 numbers in the field 'feature_mean'; expected 671 numbers.",
            Error(fields => fields["feature_mean"] = new JsonArray(1, 2, 3)));
        Assert.StartsWith($"{file}: found attack, ", Error(fields => fields["thresholds"]!.AsObject().Remove("jump")));
        Assert.StartsWith($"{file}: found a value of another kind in the field 'nhead' (",
            Error(fields => fields["nhead"] = "eight"));
        File.WriteAllText(file, "{");
        Assert.StartsWith($"{file}: found no JSON (",
            Assert.Throws<InvalidDataException>(() => ControlPolicy.Load(trained.Folder)).Message);
        File.WriteAllText(file, whole);
        ControlPolicy.Load(trained.Folder).Dispose();
    }

    [Fact]
    public void Options_may_leave_fields_out_but_not_invent_any()
    {
        var options = ControlOptions.Read(_folder.Write("c.json", """{"max_epochs": 7, "size": {"d_model": 32}}"""));
        Assert.Equal((7, 32, 8, 64), (options.MaxEpochs, options.Size.DModel, options.Size.Nhead, options.BatchSize));
        string file = _folder.Write("d.json", """{"size": {"width": 32}}""");
        Assert.StartsWith($"{file}: found the unknown field 'size.width'; expected input_dim, d_model, ",
            Assert.Throws<InvalidDataException>(() => ControlOptions.Read(file)).Message);
    }

    [Fact]
    public void A_log_of_another_kind_is_refused()
    {
        string file = _folder.Write("training_log.json", """{"version": 1}""");
        Assert.Equal($"{file}: found no version 2 with epochs; expected the training_log.json of train-controls.",
            Assert.Throws<InvalidDataException>(() => ControlLog.Read(file)).Message);
        _folder.Write("training_log.json", "[");
        Assert.StartsWith($"{file}: found no log (", Assert.Throws<InvalidDataException>(() => ControlLog.Read(file)).Message);
    }

    [Fact]
    public void A_curriculum_thaws_heads_stage_by_stage()
    {
        manual_seed(Small.Seed);
        using var begun = new FiveHeadTransformer(Small.Size);
        using var trained = TrainedControls.TrainOrLoad(Small, ControlFixtures.Dataset(), true,
            context: new RunContext { Name = "c" });
        Assert.Equal(["movement", "combat", "inventory"], trained.Log.Epochs.Select(e => e.Stage));
        Assert.Equal([1, 2, 3], trained.Log.Epochs.Select(e => e.Epoch));

        using var scope = NewDisposeScope();
        foreach (var (stage, changes) in (IEnumerable<(string, bool)>)[("1-movement", false), ("2-combat", false),
            ("3-inventory", true)])
        {
            var weights = Safetensors.Load(Directory.EnumerateFiles(Path.Combine(_folder.Path, "controls"), "model.safetensors",
                SearchOption.AllDirectories).Single(f => f.Contains(stage)));
            bool Changed(string name) => !weights[name].data<float>().ToArray()
                .SequenceEqual(begun.state_dict()[name].data<float>().ToArray());
            Assert.All(["actions.0.weight", "look.3.weight", "input.weight"],
                name => Assert.True(Changed(name), $"{stage} {name}"));
            Assert.All(["hotbar.0.weight", "cursor.3.weight", "inventory.0.bias"], name => Assert.Equal(changes, Changed(name)));
        }

        Assert.All(trained.Log.Epochs.Zip([true, true, true]), pair => Assert.Equal(pair.Second, pair.First.IsBest));
    }

    [Fact]
    public void Playing_along_begins_as_teacher_forcing_and_goes_on_with_its_own_history()
    {
        var data = ControlFixtures.Dataset();
        using var trained = TrainedControls.TrainOrLoad(Small, data, context: new RunContext { Name = "a" });
        var recording = trained.Validation.Ends[0].Recording;
        var run = trained.Policy.FreeRunningRollout([recording], frames: 25);
        Assert.Equal(Enumerable.Range(0, 25).Select(frame => (recording, frame)), run.Ends);

        // The same by windows whose history is what was pressed: an independent path to the same numbers.
        var pressed = ControlRecording.Of("own", recording.Frames.ToArray()[..(25 * 260)], [.. run.Controls.SelectMany(c => c)],
            recording.GameState.ToArray()[..(25 * 46)]);
        var again = trained.Policy.Predict(new ControlWindows([pressed], trained.Policy.Statistics, Small.Size.MaxSeqLen),
            batchSize: 1);
        Assert.All(run.Predictions.Actions.Zip(again.Actions), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.All(run.Predictions.Look.Zip(again.Look), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

        var forced = trained.Policy.Predict(new ControlWindows([recording], trained.Policy.Statistics, Small.Size.MaxSeqLen));
        Assert.All(run.Predictions.Actions.Take(12).Zip(forced.Actions), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.NotEqual(run.Predictions.Actions, forced.Actions.Take(25 * 12));
        Assert.Equal(recording[0, 14 + recording.Slot(0)], run.Controls[0][14 + recording.Slot(0)]);

        var ways = HistoryComparison.Of(trained.Policy, [recording], frames: 25);
        Assert.Equal(["teacher forcing", "free running", "no history", "copy previous"], ways.Evaluations.Select(e => e.Name));
        Assert.All(ways.Evaluations.SelectMany(e => e.Thresholds), threshold => Assert.Equal(0.5, threshold));
        var half = trained.Policy.FreeRunningRollout([recording], frames: 25,
            thresholds: [.. Enumerable.Repeat(0.5, ControlLayout.Presses.Count)]);
        Assert.Equal(half.Predictions.Actions, ways.FreeRun.Predictions.Actions);
        Assert.All(Enumerable.Range(0, 25).Where(frame => !recording.IsScreenOpen(frame)), frame => Assert.Equal(
            half.Predictions.Actions[12 * frame] > 0.5, half.Controls[frame][ControlLayout.Actions[0]] > 0));
        Assert.All(ways.TeacherForced.Actions.Zip(forced.Actions), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Equal(0.0, ways.Onsets()["OnsetF1Exact"][3]);
        Assert.StartsWith($"With the true history: {ways.Evaluations[0]}; in free running: combined score ", $"{ways}",
            StringComparison.Ordinal);

        var live = trained.Policy.Play();
        Assert.Equal("A frame has 260 features and 46 numbers of game state; found 3 and 46.",
            Assert.Throws<ArgumentException>(() => live.Step(new float[3], new float[46])).Message);
        Assert.Equal("Found NaN as feature 5; expected a finite number.",
            Assert.Throws<ArgumentException>(() =>
            live.Step([.. Enumerable.Range(0, 260).Select(i => i == 5 ? float.NaN : 0)], new float[46])).Message);
    }

    [Fact]
    public void Too_few_windows_are_refused_and_the_table_is_the_documents()
    {
        Assert.Equal("Found 8 windows to learn from in the stage 'all'; expected at least a batch of 32.",
            Assert.Throws<InvalidDataException>(() => TrainedControls.TrainOrLoad(Small, ControlFixtures.Dataset(3, frames: 4),
                context: new RunContext { Name = "few" })).Message);

        string[] names = ["train_loss", "train_action", "train_look", "train_hotbar", "train_cursor", "train_inv", "train_idle",
            "val_loss", "val_action_f1", "val_score"];
        double[] values = [1.234, 0.892, 0.003, 0.1, 0.05, 0.08, 0.5, 1.345, 0.15, 0.3];
        var epoch = new ControlEpoch("all", 1, true, names.Zip(values).Append(("lr", 1e-4))
            .ToDictionary(p => p.Item1, p => p.Item2));
        Assert.Equal(
            "  Ep  TrLoss  Act    Look  Hbar   Curs   Inv    Idle   VlLoss  VlF1  Score    LR\n" + new string('-', 82) + "\n"
            + "   1  1.234  0.892  0.003  0.100  0.050  0.080  0.500  1.345  0.150  0.300  1.0e-4 *",
            TrainingTable.Head + "\n" + TrainingTable.Line(epoch));
    }
}
