using Research.Training;

namespace Research.Tests.Training;

public sealed class RunRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_run_is_read_with_configuration_epochs_and_scores()
    {
        string folder = Whole("gru", seed: 7);
        RunDirectory.SaveEvaluation(folder, "Test",
            new
            {
                Session = "Test",
                CompositeF1 = 0.5,
                Actions = new { UP = new { F1 = double.NaN, None = (double?)null } },
                Trivial = new { Off = 0.1 },
            });
        var run = RunRecord.Read(folder + "/")!;
        Assert.Equal((folder, "gru", "some/thing", RunState.Complete, 7, null),
            (run.Folder, run.Name, run.Experiment, run.State, run.Seed, run.Problem));
        Assert.Equal("0.001", run.Config["options.learning_rate"]);
        Assert.Equal("[1,2]", run.Config["options.sizes"]);
        Assert.Equal("", run.Config["options.nothing"]);
        Assert.Equal(["best_epoch", "val_loss", "Test.composite_f1", "Test.actions.up.f1"], run.Scores.Keys);
        Assert.Equal((0.25, 0.5, double.NaN), (run.Scores["val_loss"], run.Scores["Test.composite_f1"],
            run.Scores["Test.actions.up.f1"]));
        Assert.Equal([1.0, 0.5], run.Epochs.Select(e => e["train_loss"]));
        Assert.Equal(32, run.Environment["kit"].Length);
        Assert.InRange(run.Started!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public void How_a_run_stands_is_told_by_its_files_and_its_lock()
    {
        string folder;
        using (var run = Open("gru", 1))
        {
            folder = run.Folder;
            Assert.Equal(RunState.Running, RunRecord.Read(folder)!.State);
            run.Fail(new InvalidOperationException("the loss is NaN"));
        }

        var failed = RunRecord.Read(folder)!;
        Assert.Equal((RunState.Failed, "the loss is NaN"), (failed.State, failed.Problem));
        Open("gru", 1).Dispose(); // what is opened again has not failed yet
        Assert.Equal((RunState.Stopped, null), (RunRecord.Read(folder)!.State, RunRecord.Read(folder)!.Problem));
        File.WriteAllText(Path.Combine(folder, ".lock"), ""); // a killed process leaves it
        Assert.Equal(RunState.Stopped, RunRecord.Read(folder)!.State);
    }

    [Fact]
    public void A_half_written_line_is_left_out_and_a_damaged_file_named()
    {
        string folder = Whole("gru", 1), metrics = Path.Combine(folder, "metrics.jsonl"),
            summary = Path.Combine(folder, "summary.json");
        File.AppendAllText(metrics, "{\"epoch\":3,\"train_l");
        Assert.Equal((2, RunState.Complete), (RunRecord.Read(folder)!.Epochs.Count, RunRecord.Read(folder)!.State));
        File.AppendAllText(metrics, "\n");
        var damaged = RunRecord.Read(folder)!;
        Assert.Equal((2, RunState.Damaged), (damaged.Epochs.Count, damaged.State));
        Assert.StartsWith($"{metrics}, line 3: found \"{{\"epoch\":3,\"train_l\"; expected an epoch", damaged.Problem);
        File.WriteAllText(metrics, "");
        File.WriteAllText(summary, "{\"best_epoch\":");
        Assert.Equal(RunState.Damaged, RunRecord.Read(folder)!.State);
        Assert.StartsWith($"{summary}: found no JSON object (", RunRecord.Read(folder)!.Problem);
        Directory.Delete(folder, recursive: true);
        Assert.Null(RunRecord.Read(folder));
    }

    [Fact]
    public void Files_cut_anywhere_are_never_an_exception()
    {
        string folder = Whole("gru", 1);
        foreach (string file in (string[])["config.json", "summary.json", "metrics.jsonl"])
        {
            byte[] all = File.ReadAllBytes(Path.Combine(folder, file));
            for (int length = 0; length < all.Length; length++)
            {
                File.WriteAllBytes(Path.Combine(folder, file), all[..length]);
                Assert.NotNull(RunRecord.Read(folder));
            }

            File.WriteAllBytes(Path.Combine(folder, file), all);
        }

        Assert.Equal(RunState.Complete, RunRecord.Read(folder)!.State);
    }

    [Fact]
    public void All_runs_below_a_folder_are_found_once()
    {
        string[] folders = [Whole("a", 1), Whole("a", 2), Whole("b", 1)];
        Directory.CreateDirectory(Path.Combine(folders[0], "inside"));
        // no run is inside another
        File.Copy(Path.Combine(folders[0], "config.json"), Path.Combine(folders[0], "inside/config.json"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "again"), folders[0]);
        Assert.Equal(folders.Order(StringComparer.Ordinal), RunRecord.All(_folder.Path).Select(run => run.Folder));
        Assert.Empty(RunRecord.All(Path.Combine(_folder.Path, "nowhere")));
    }

    [Fact]
    public void Filters_take_short_names_and_compare_numbers_as_numbers()
    {
        var runs = Runs.ToDataFrame([RunRecord.Read(Whole("gru", 7))!]);
        bool IsMet(string text) => RunFilter.Parse(text).Apply(runs).Rows.Count == 1;
        Assert.All(["run=GRU", "seed=7", "seed=7.0", "learning_rate<0.01", "val_loss>=0.25", "best=2", "state!=failed",
            "epochs > 1", "cell=lstm"], text => Assert.True(IsMet(text), text));
        Assert.All(["run=gr", "seed!=7", "seed>7", "val_loss<0.25", "problem="], text => Assert.False(IsMet(text), text));
        Assert.Equal("Test.composite_f1", Runs.Column(["Test.actions.UP.composite_f1", "Test.composite_f1", "composition"],
            "composite_f1"));
        Assert.Equal("composition", Runs.Column(["Test.composite_f1", "composition"], "compos"));
    }

    [Fact]
    public void A_frame_of_runs_has_numbers_texts_and_gaps()
    {
        _folder.Write("a/config.json",
            """{"run":"a","experiment":"x","config":{"options":{"seed":1,"rate":0.10,"only_a":"é","size":3,"run":7}}}""");
        _folder.Write("a/summary.json", """{"val_loss":0.5,"values":{"f1":"NaN"},"log":{"x":[1,{"y":2}]}}""");
        _folder.Write("b/config.json", "\uFEFF"
            + """{"run":"b","experiment":"x","config":{"options":{"size":"large","RATE":1e-3,"rate":5},"seed":2}}""");
        _folder.Write("c/config.json", """{"run":"\ud800","config":{}}""");
        _folder.Write("d/config.json", "[]");
        var frame = Runs.Load(_folder.Path);

        Assert.Equal(["run", "experiment", "state", "seed", "epochs", "started", "folder", "problem", "options.seed",
            "options.rate", "options.only_a", "options.size", "options.run",
            "val_loss", "f1", "log.x.0", "log.x.1.y"], frame.Columns.Select(column => column.Name));
        object?[] Cells(string name) => [.. frame[name].Cast<object?>()];
        Assert.Equal(["a", "b", "c", "d"], Cells("run"));
        Assert.Equal(["complete", "stopped", "damaged", "damaged"], Cells("state"));
        Assert.Equal([1L, null, null, null], Cells("seed"));
        Assert.Equal([0.1, 0.001, null, null], Cells("options.rate")); // the first of two whose names differ in case
        Assert.Equal(["3", "large", null, null], Cells("options.size"));
        Assert.Equal(["é", null, null, null], Cells("options.only_a"));
        Assert.Equal([0.5, null, null, null], Cells("val_loss"));
        Assert.Equal([double.NaN, null, null, null], Cells("f1"));
        Assert.Equal(3, frame["val_loss"].NullCount);
        Assert.StartsWith($"{_folder.Path}/c/config.json: found no JSON object (", (string)Cells("problem")[2]!);
        Assert.Equal($"{_folder.Path}/d/config.json: found no JSON object (a Array).", Cells("problem")[3]);
    }

    [Theory]
    [InlineData("seed", "found the condition 'seed'; expected NAME=VALUE, or another of = != < <= > >= between them.")]
    [InlineData("val_loss>>1",
        "found the condition 'val_loss>>1'; expected NAME=VALUE, or another of = != < <= > >= between them.")]
    [InlineData("val_loss>abc", "found the condition 'val_loss>abc'; expected a number after >, for val_loss holds numbers.")]
    [InlineData("unknown!=1", "found the column 'unknown', which no run has; expected one of those that --columns lists.")]
    public void A_condition_that_can_hold_for_no_run_is_an_error(string text, string message)
    {
        var runs = Runs.ToDataFrame([RunRecord.Read(Whole("gru", 7))!]);
        Assert.Equal(message, Assert.ThrowsAny<Exception>(() => RunFilter.Parse(text).Apply(runs)).Message);
    }

    [Fact]
    public void Comparison_groups_seeds_and_tells_what_differs()
    {
        var runs = new (double Rate, int Seed)[] { (0.001, 1), (0.001, 2), (0.01, 1), (0.01, 2) }
            .Select(r => RunRecord.Read(Whole($"rate-{r.Rate}-seed-{r.Seed}", r.Seed, r.Rate,
            loss: r.Rate * 10 + r.Seed + (r.Seed - 1) * r.Rate))!).ToList();
        var comparison = RunComparison.Of(runs);
        Assert.Equal(["rate-0.001", "rate-0.01"], comparison.Variants.Select(v => v.Name));
        Assert.Equal([2, 2], comparison.Variants.Select(v => v.Runs.Count));
        Assert.Equal("options.learning_rate", Assert.Single(comparison.Differences).Name);
        Assert.Equal(["0.001", "0.01"], comparison.Differences[0].Values);
        var scores = comparison.Score("val_loss");
        Assert.Equal(1.5105, scores[0].Mean.Estimate!.Value, 1e-12);
        Assert.Null(scores[0].Difference);
        var difference = scores[1].Difference!; // of the pairs: 0.09 and 0.099
        Assert.Equal(0.0945, difference.Estimate!.Value, 1e-9);
        Assert.Equal(0.0945 - 12.706205 * 0.0045, difference.Low!.Value, 1e-6);
        Assert.Equal("95 % t interval over 2 pairs of seeds", difference.Method);
        // training and validation of two variants
        Assert.Equal(4, comparison.Plot().GetPlottables<ScottPlot.Plottables.Scatter>().Count());
    }

    [Theory]
    [InlineData("frame-stack-6-", "")]
    [InlineData("", "-round-08")] // DAgger's
    public void Runs_that_begin_with_the_run_of_their_seed_are_seeds_of_one_variant(string before, string after)
    {
        string[] clones = [.. Enumerable.Range(1, 3).Select(seed => $"{before}seed-{seed}{after}-0123456{seed}")];
        RunRecord[] runs = [.. clones.Select((clone, i) => Tuned(i + 1, clone, 10 * (i + 1)))];
        var comparison = RunComparison.Of(runs);
        var variant = Assert.Single(comparison.Variants);
        Assert.Equal(("ppo-from-clone", 3), (variant.Name, variant.Runs.Count));
        Assert.Equal(string.Join(", ", clones), variant.Config["definition.clone"]);
        Assert.Equal(20, comparison.Score("survival")[0].Mean.Estimate!.Value, 1e-9);

        // two clones of one seed differ by more than the seed
        var two = RunComparison.Of([runs[0], Tuned(1, $"{before}seed-1{after}-abcdef00", 5)]);
        Assert.Equal([1, 1], two.Variants.Select(v => v.Runs.Count));
        Assert.Equal("definition.clone", Assert.Single(two.Differences).Name);

        RunRecord Tuned(int seed, string clone, double survival)
        {
            string folder;
            using (var run = RunDirectory.Open("closed-loop", $"ppo-from-clone-seed-{seed}",
                new { Options = new { Seed = seed }, Definition = new { Clone = clone } }, root: _folder.Path))
            {
                run.Complete(new { Values = new { Survival = survival } });
                folder = run.Folder;
            }

            return RunRecord.Read(folder)!;
        }
    }

    private RunDirectory Open(string name, int seed, double rate = 0.001) => RunDirectory.Open(
        "some/thing", name,
            new
            {
                Options = new { Cell = "LSTM", LearningRate = rate, Sizes = new[] { 1, 2 }, Nothing = (int?)null, Seed = seed },
            }, root: _folder.Path);

    private string Whole(string name, int seed, double rate = 0.001, double loss = 0.25)
    {
        using var run = Open(name, seed, rate);
        RunLog.Append(run.MetricsFile, new EpochLog(1, 1.5, 0,
            new Dictionary<string, double> { ["train_loss"] = 1, ["val_loss"] = 2 * loss }));
        RunLog.Append(run.MetricsFile, new EpochLog(2, 1.5, 0,
            new Dictionary<string, double> { ["train_loss"] = 0.5, ["val_loss"] = loss }));
        run.Complete(new { BestEpoch = 2, StoppedEarly = false, Values = new { ValLoss = loss } });
        return run.Folder;
    }
}
