using System.Globalization;
using Research.Nn;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>
/// Training steps of the documents' models in the kit beside the same models as the documents write them: in stock TorchSharp, in
/// stock TorchSharp with the kit's allocator settings and in Debian's PyTorch, by turns, each in a process of its own; and beside
/// what the machine could do at best. Also written to <c>results/bench/training.json</c>.
/// </summary>
internal static class TrainingBenchmark
{
    private const int Rounds = 9;

    /// <param name="steps">Which; all where it is empty.</param>
    public static int Run(IReadOnlyList<TrainingStep> steps)
    {
        int usual = get_num_threads(), cores = Environment.ProcessorCount;
        set_num_threads(cores);
        using var stock = LineWorker.StartStock("default");
        using var stockAllocator = LineWorker.StartStock("kit");
        using var python = LineWorker.StartPython("training.py");
        List<(string Name, LineWorker Worker)> others = [("stock", stock), ("stock, allocator", stockAllocator)];
        if (python is not null)
        {
            others.Add(("PyTorch", python));
        }

        var rates = MachineRates.Measure();
        Console.WriteLine($"training: libtorch {TorchRuntime.Version}, {cores} cores, beside {stock.Greeting} and "
            + (python?.Greeting ?? "no PyTorch: /usr/bin/python3 has no torch (apt-get install python3-torch)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  all cores: {rates.MultiplyAdds / 1e9:0.0} billion multiply-adds and {rates.Bytes / 1e9:0.0} GB a second"));
        Console.WriteLine($"""
              Medians of {Rounds} rounds by turns and their spread, in ms a step. The others run with one thread or {cores}, whichever
              is faster. A ratio is the median of the ratios side by side: how many times as fast as the other the kit is.
              "stock, allocator" is stock TorchSharp with the kit's allocator settings. Faults are the kit's page faults a step
              (median), GC all its collections.
            """);
        Console.WriteLine($"  {"step",-38} {"who",-18} {"ms",-24} threads  ratio    bound  of it  faults  GC");
        var rows = new List<(TrainingStep Step, Row Row)>();
        foreach (var step in steps.Count > 0 ? steps : TrainingStep.All)
        {
            rows.Add((step, Measure(step, rates, others, cores)));
        }

        bool[] reached = [.. rows.SelectMany(row => Aims(row.Step, row.Row))];
        BenchFile.Write("training", new
        {
            BenchFile.Machine,
            Rates = rates,
            Beside = others.Select(other => other.Worker.Greeting),
            Steps = rows.Select(row => row.Row),
        });
        set_num_threads(usual);
        return reached.All(r => r) ? 0 : 1;
    }

    private static Row Measure(TrainingStep step, MachineRates rates, List<(string Name, LineWorker Worker)> others, int cores)
    {
        using var scope = NewDisposeScope();
        var (work, parameters) = step.Begin();
        var bfloat16 = BFloat16Processor.IsSupported ? step.BeginBFloat16?.Invoke().Step : null;
        int[] threads = [.. others.Select(other => SetBestThreads(other.Worker, step, cores))];
        var costs = new List<ProcessCosts>();
        void KitBFloat16()
        {
            set_num_threads(step.Threads);
            for (int i = 0; i < step.Count; i++)
            {
                bfloat16!();
            }
        }

        void Kit()
        {
            set_num_threads(step.Threads);
            var before = ProcessCosts.Now;
            for (int i = 0; i < step.Count; i++)
            {
                work();
            }

            costs.Add(ProcessCosts.Now - before);
        }

        Action[] rounded = bfloat16 is null ? [] : [KitBFloat16];
        var timings = Timing.Alternate(
            Rounds, [Kit, .. others.Select(other => (Action)(() => other.Worker.Ask($"{step.Command} {step.Count}"))),
            .. rounded]);
        costs.RemoveAt(0); // the round that warms up
        double bound = step.Work.Bound(rates, parameters);
        var row = new Row(
            step.Name, step.Threads, parameters, PerStep(timings[0]),
            [.. others.Select((other, i) =>
                new Other(other.Name, threads[i], PerStep(timings[i + 1]), timings[0].TimesFasterThan(timings[i + 1])))])
        {
            BoundSeconds = bound,
            TimesBound = timings[0].Median / step.Count / bound,
            PageFaultsPerStep = (double)costs.Select(c => c.PageFaults).Order().ElementAt(Rounds / 2) / step.Count,
            Collections = costs.Sum(c => c.Collections),
            BFloat16Seconds = bfloat16 is null ? null : PerStep(timings[^1]),
            BFloat16Ratio = bfloat16 is null ? null : timings[^1].TimesFasterThan(timings[0]),
        };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {step.Name,-38} {"kit",-18} {timings[0].Milliseconds(step.Count),-24} {step.Threads,7} {"",6} "
            + $"{1e3 * bound,8:0.0} {row.TimesBound,6:0.0} {row.PageFaultsPerStep,7:0} {row.Collections,3}"));
        if (row.BFloat16Ratio is { } ratio)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {"",-38} {"kit, bf16",-18} {timings[^1].Milliseconds(step.Count),-24} {step.Threads,7}  {ratio:0.00} times "
                + $"the kit's float32"));
        }

        foreach (var (other, timing) in row.Others.Zip(timings[1..]))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {"",-38} {other.Name,-18} {timing.Milliseconds(step.Count),-24} {other.Threads,7} {other.Ratio,6:0.00}"));
        }

        return row;

        double[] PerStep(Timing timing) => [.. timing.Seconds.Select(s => s / step.Count)];
    }

    /// <summary>
    /// Sets, and gives, the number of threads that a worker is faster with: what it takes by itself is not always that.
    /// </summary>
    private static int SetBestThreads(LineWorker worker, TrainingStep step, int cores)
    {
        var timings = Timing.Alternate(rounds: 3, [.. ((int[])[1, cores]).Select(threads => (Action)(() =>
        {
            worker.Ask($"threads {threads}");
            worker.Ask($"{step.Command} {step.Count}");
        }))]);
        int threads = timings[0].Median <= timings[1].Median ? 1 : cores;
        worker.Ask($"threads {threads}");
        return threads;
    }

    private static IEnumerable<bool> Aims(TrainingStep step, Row row)
    {
        if (step.Aim is { } aim)
        {
            double ratio = row.Others[0].Ratio;
            yield return Told(ratio >= aim, $"{ratio:0.00} times stock TorchSharp's speed, aim ≥ {aim:0.0}");
        }

        if (step.BoundAim is { } most)
        {
            yield return Told(row.TimesBound <= most, $"{row.TimesBound:0.00} times the bound, aim ≤ {most:0.0}");
        }

        if (step.BFloat16Aim is { } least && row.BFloat16Ratio is { } faster)
        {
            yield return Told(faster >= least, $"{faster:0.00} times its own float32's speed with bfloat16, aim ≥ {least:0.0}");
        }

        bool Told(bool reached, FormattableString what)
        {
            string figures = what.ToString(CultureInfo.InvariantCulture);
            Console.WriteLine($"  {step.Name}: {figures}: {(reached ? "reached" : "missed")}");
            return reached;
        }
    }

    /// <summary>A step of the table: the kit's, and the others beside it, stock TorchSharp first.</summary>
    private sealed record Row(
        string Name, int Threads, long Parameters, IReadOnlyList<double> KitSeconds, IReadOnlyList<Other> Others)
    {
        public required double BoundSeconds { get; init; }

        public required double TimesBound { get; init; }

        public required double PageFaultsPerStep { get; init; }

        public required int Collections { get; init; }

        public required IReadOnlyList<double>? BFloat16Seconds { get; init; }

        public required double? BFloat16Ratio { get; init; }
    }

    /// <summary>What another took, and how many times as fast the kit is.</summary>
    private sealed record Other(string Name, int Threads, IReadOnlyList<double> Seconds, double Ratio);
}
