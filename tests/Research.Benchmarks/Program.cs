using System.Globalization;
using Research.Benchmarks;

const string Minutes = "--minutes=";
double minutes = 10;
if (args is ["layout", var laidOut]) // started by "steady"
{
    SteadyBenchmark.LayOut(TrainingStep.All.Single(s => s.Command == laidOut));
    return 0;
}

(string Name, Func<IReadOnlyList<TrainingStep>, int> Run)[] benchmarks =
[
    ("alignment", _ => AlignmentBenchmark.Run()), ("capture", _ => CaptureBenchmark.Run()), ("controls", _ => ControlBenchmark.Run()), ("decoder", _ => DecoderBenchmark.Run()),
    ("kernel", _ => KernelBenchmark.Run()), ("profile", ProfileBenchmark.Run), ("steady", steps => SteadyBenchmark.Run(steps, minutes)), ("sync", _ => SyncBenchmark.Run()),
    ("tensors", _ => TensorBenchmark.Run()), ("training", TrainingBenchmark.Run), ("video", _ => VideoBenchmark.Run()), ("zarr", _ => ZarrBenchmark.Run()),
];

string[] names = [.. args.Where(a => !a.StartsWith(Minutes, StringComparison.Ordinal))];
minutes = args.Except(names).Select(a => double.Parse(a[Minutes.Length..], CultureInfo.InvariantCulture)).FirstOrDefault(minutes);
var chosen = benchmarks.Where(b => names.Length == 0 || names.Contains(b.Name)).ToList();
var steps = TrainingStep.All.Where(s => names.Contains(s.Command)).ToList();
var unknown = names.Except(benchmarks.Select(b => b.Name)).Except(TrainingStep.All.Select(s => s.Command)).ToList();
if (unknown.Count > 0)
{
    Console.Error.WriteLine($"No benchmark is named '{unknown[0]}'; there are {string.Join(", ", benchmarks.Select(b => b.Name))}. "
        + $"The steps of profile, steady and training are {string.Join(", ", TrainingStep.All.Select(s => s.Command))}.");
    return 2;
}

return (chosen.Count > 0 ? chosen : [.. benchmarks.Where(b => b.Name == "training")]).Max(b => b.Run(steps));
