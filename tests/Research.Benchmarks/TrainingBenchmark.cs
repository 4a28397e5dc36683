using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>
/// Training steps of the documents' models beside PyTorch's of the models as the documents write them, by turns in one run, and beside
/// what the machine could do at best. Also written to <c>results/bench/training.json</c>.
/// </summary>
internal static class TrainingBenchmark
{
    private const int Rounds = 9;

    private static readonly JsonSerializerOptions Snakes = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static int Run()
    {
        int usual = get_num_threads(), cores = Environment.ProcessorCount;
        set_num_threads(cores);
        using var python = PythonWorker.Start("training.py");
        var rates = MachineRates.Measure();
        Console.WriteLine($"training: libtorch {TensorEngine.Version}, {TensorEngine.Blas ?? "its own BLAS"}, {cores} cores, beside "
            + (python?.Greeting ?? "nothing: /usr/bin/python3 has no torch (apt-get install python3-torch)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  this machine: {rates.MultiplyAdds / 1e9:0.0} billion multiply-adds and {rates.Bytes / 1e9:0.0} GB a second, by all cores"));
        Console.WriteLine($"  medians of {Rounds} and spread, in ms; the ratio is the median of the ratios side by side; faults and collections of the kit's steps");
        Console.WriteLine($"  {"step",-38} {"kit",-24} {"threads",7}  {"PyTorch",-24} {"ratio",6} {"bound",8} {"of it",6} {"faults",7} {"GC",3}");
        var rows = new List<object>();
        foreach (var step in TrainingStep.All)
        {
            rows.Add(Measure(step, rates, python, cores));
        }

        Write(rates, python, rows);
        set_num_threads(usual);
        return 0;
    }

    private static object Measure(TrainingStep step, MachineRates rates, PythonWorker? python, int cores)
    {
        var (work, parameters) = step.Begin();
        int threads = Math.Min(step.Threads, cores);
        python?.Ask($"threads {cores}");
        long faults = 0;
        int collections = 0, counted = -1; // the first round warms up
        void Kit()
        {
            set_num_threads(threads);
            var (faultsBefore, collectionsBefore) = (PageFaults(), GC.CollectionCount(0));
            for (int i = 0; i < step.Count; i++)
            {
                work();
            }

            if (counted++ >= 0)
            {
                (faults, collections) = (faults + PageFaults() - faultsBefore, collections + GC.CollectionCount(0) - collectionsBefore);
            }
        }

        Timing[] timings = Timing.Alternate(Rounds, python is null ? [Kit] : [Kit, () => python.Ask($"{step.Command} {step.Count}")]);
        double bound = step.Work.Bound(rates, parameters), own = timings[0].Median / step.Count;
        double? ratio = python is null ? null : timings[0].TimesFasterThan(timings[1]);
        double faultsOfStep = (double)faults / (Rounds * step.Count);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {step.Name,-38} {Milliseconds(timings[0], step.Count),-24} {threads,7}  {(python is null ? "" : Milliseconds(timings[1], step.Count)),-24} {ratio,6:0.00} {1e3 * bound,8:0.0} {own / bound,6:0.0} {faultsOfStep,7:0} {collections,3}"));
        return new
        {
            step.Name,
            Threads = threads,
            Parameters = parameters,
            KitSeconds = timings[0].Seconds.Select(s => s / step.Count),
            PyTorchSeconds = python is null ? null : timings[1].Seconds.Select(s => s / step.Count),
            Ratio = ratio,
            BoundSeconds = bound,
            PageFaultsPerStep = faultsOfStep,
            Collections = collections,
        };
    }

    private static string Milliseconds(Timing timing, int count) => string.Create(CultureInfo.InvariantCulture,
        $"{1e3 * timing.Median / count:0.0} ({1e3 * timing.Seconds.Min() / count:0.0} to {1e3 * timing.Seconds.Max() / count:0.0})");

    /// <summary>Of this process so far, those that needed no disk.</summary>
    private static long PageFaults() => File.Exists("/proc/self/stat")
        ? long.Parse(File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ')[7], CultureInfo.InvariantCulture)
        : 0;

    private static void Write(MachineRates rates, PythonWorker? python, List<object> rows)
    {
        string file = Path.Combine(Repository.Root, "results", "bench", "training.json");
        AtomicFile.Write(file, JsonSerializer.Serialize(new
        {
            Machine = new { Processor = Processor(), Cores = Environment.ProcessorCount, System = RuntimeInformation.OSDescription, rates.MultiplyAdds, rates.Bytes },
            LibTorch = TensorEngine.Version,
            TensorEngine.Blas,
            Beside = python?.Greeting,
            Steps = rows,
        }, Snakes) + "\n");
        Console.WriteLine($"  written to {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
    }

    private static string? Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1]
        : null;
}
