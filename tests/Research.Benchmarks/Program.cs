using Research.Benchmarks;

(string Name, Func<IReadOnlyList<TrainingStep>, int> Run)[] benchmarks =
[
    ("agent", _ => AgentBenchmark.Run()), ("alignment", _ => AlignmentBenchmark.Run()),
    ("capture", _ => CaptureBenchmark.Run()),
    ("controls", _ => ControlBenchmark.Run()), ("decoder", _ => DecoderBenchmark.Run()),
    ("environments", _ => EnvironmentBenchmark.Run()), ("kernel", _ => KernelBenchmark.Run()),
    ("kmeans", _ => KMeansBenchmark.Run()), ("loader", _ => LoaderBenchmark.Run()), ("mcap", _ => McapBenchmark.Run()),
    ("sync", _ => SyncBenchmark.Run()),
    ("tables", _ => TableBenchmark.Run()), ("training", TrainingBenchmark.Run), ("video", _ => VideoBenchmark.Run()),
    ("zarr", _ => ZarrBenchmark.Run()),
];

if (args is [StockWorker.Argument])
{
    return StockWorker.Run();
}

string[] names = args;
var chosen = benchmarks.Where(b => names.Length == 0 || names.Contains(b.Name)).ToList();
var steps = TrainingStep.All.Where(s => names.Contains(s.Command)).ToList();
var unknown = names.Except(benchmarks.Select(b => b.Name)).Except(TrainingStep.All.Select(s => s.Command)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine(
        $"No benchmark is named '{unknown[0]}'; there are {string.Join(", ", benchmarks.Select(b => b.Name))}. "
        + $"The steps of training are {string.Join(", ", TrainingStep.All.Select(s => s.Command))}.");
    return 2;
}

return (chosen.Count > 0 ? chosen : [.. benchmarks.Where(b => b.Name == "training")]).Max(b => b.Run(steps));
