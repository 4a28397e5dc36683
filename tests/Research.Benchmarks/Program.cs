using Research.Benchmarks;

(string Name, Func<int> Run)[] benchmarks =
    [("alignment", AlignmentBenchmark.Run), ("capture", CaptureBenchmark.Run), ("controls", ControlBenchmark.Run), ("decoder", DecoderBenchmark.Run), ("kernel", KernelBenchmark.Run), ("sync", SyncBenchmark.Run), ("tensors", TensorBenchmark.Run), ("training", TrainingBenchmark.Run),
        ("video", VideoBenchmark.Run), ("zarr", ZarrBenchmark.Run)];

var chosen = benchmarks.Where(b => args.Length == 0 || args.Contains(b.Name)).ToList();
var unknown = args.Except(benchmarks.Select(b => b.Name)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"No benchmark is named '{unknown[0]}'; there are {string.Join(", ", benchmarks.Select(b => b.Name))}.");
    return 2;
}

return chosen.Max(b => b.Run());
