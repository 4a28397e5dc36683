using Research.Benchmarks;

(string Name, Func<IReadOnlyList<TrainingStep>, int> Run)[] benchmarks =
[
    ("alignment", _ => AlignmentBenchmark.Run()), ("capture", _ => CaptureBenchmark.Run()), ("controls", _ => ControlBenchmark.Run()), ("decoder", _ => DecoderBenchmark.Run()),
    ("kernel", _ => KernelBenchmark.Run()), ("profile", ProfileBenchmark.Run), ("sync", _ => SyncBenchmark.Run()), ("tensors", _ => TensorBenchmark.Run()), ("training", TrainingBenchmark.Run),
    ("video", _ => VideoBenchmark.Run()), ("zarr", _ => ZarrBenchmark.Run()),
];

var steps = TrainingStep.All.Where(s => args.Contains(s.Command)).ToList();
var unknown = args.Except(benchmarks.Select(b => b.Name)).Except(TrainingStep.All.Select(s => s.Command)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"No benchmark is named '{unknown[0]}'; there are {string.Join(", ", benchmarks.Select(b => b.Name))}. "
        + $"The steps of profile and training are {string.Join(", ", TrainingStep.All.Select(s => s.Command))}.");
    return 2;
}

var chosen = benchmarks.Where(b => args.Length == 0 || args.Contains(b.Name)).ToList();
return (chosen.Count > 0 ? chosen : [.. benchmarks.Where(b => b.Name == "training")]).Max(b => b.Run(steps));
