using System.Globalization;
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

    /// <param name="steps">Which; all where it is empty.</param>
    public static int Run(IReadOnlyList<TrainingStep> steps)
    {
        int usual = get_num_threads(), cores = Environment.ProcessorCount;
        set_num_threads(cores);
        using var python = PythonWorker.Start("training.py");
        var rates = MachineRates.Measure();
        Console.WriteLine($"training: libtorch {TorchRuntime.Version}, {cores} cores, beside "
            + (python?.Greeting ?? "nothing: /usr/bin/python3 has no torch (apt-get install python3-torch)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  this machine: {rates.MultiplyAdds / 1e9:0.0} billion multiply-adds and {rates.Bytes / 1e9:0.0} GB a second, by all cores"));
        Console.WriteLine($"  medians of {Rounds} and spread, in ms; PyTorch with one thread or {cores}, whichever it is faster with; the ratio is the median of the ratios side by side; the kit's page faults a step (median) and all its collections");
        Console.WriteLine($"  {"step",-38} {"kit",-24} {"threads",7}  {"PyTorch",-24} {"threads",7} {"ratio",6} {"bound",8} {"of it",6} {"faults",7} {"GC",3}");
        var rows = new List<(TrainingStep Step, Row Row)>();
        foreach (var step in steps.Count > 0 ? steps : TrainingStep.All)
        {
            rows.Add((step, Measure(step, rates, python, cores)));
        }

        bool[] reached = [.. rows.SelectMany(row => Aims(row.Step, row.Row))];
        BenchFile.Write("training", new { BenchFile.Machine, Rates = rates, Beside = python?.Greeting, Steps = rows.Select(row => row.Row) });
        set_num_threads(usual);
        return reached.All(r => r) ? 0 : 1;
    }

    private static Row Measure(TrainingStep step, MachineRates rates, PythonWorker? python, int cores)
    {
        using var scope = NewDisposeScope();
        var (work, parameters) = step.Begin();
        int? theirs = python is null ? null : Faster(python, step, cores);
        var costs = new List<ProcessCosts>();
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

        Timing[] timings = Timing.Alternate(Rounds, python is null ? [Kit] : [Kit, () => python.Ask($"{step.Command} {step.Count}")]);
        double bound = step.Work.Bound(rates, parameters);
        costs.RemoveAt(0); // the round that warms up
        var row = new Row(
            step.Name, step.Threads, parameters, [.. timings[0].Seconds.Select(s => s / step.Count)], theirs, python is null ? null : [.. timings[1].Seconds.Select(s => s / step.Count)],
            python is null ? null : timings[0].TimesFasterThan(timings[1]), bound, timings[0].Median / step.Count / bound, (double)costs.Select(c => c.PageFaults).Order().ElementAt(Rounds / 2) / step.Count, costs.Sum(c => c.Collections));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {step.Name,-38} {timings[0].Milliseconds(step.Count),-24} {step.Threads,7}  {(python is null ? "" : timings[1].Milliseconds(step.Count)),-24} {theirs,7} {row.Ratio,6:0.00} {1e3 * bound,8:0.0} {row.TimesBound,6:0.0} {row.PageFaultsPerStep,7:0} {row.Collections,3}"));
        return row;
    }

    /// <summary>Sets, and gives, the number of threads that PyTorch is faster with: what it takes by itself is not always that.</summary>
    private static int Faster(PythonWorker python, TrainingStep step, int cores)
    {
        var timings = Timing.Alternate(rounds: 3, [.. ((int[])[1, cores]).Select(threads => (Action)(() =>
        {
            python.Ask($"threads {threads}");
            python.Ask($"{step.Command} {step.Count}");
        }))]);
        int threads = timings[0].Median <= timings[1].Median ? 1 : cores;
        python.Ask($"threads {threads}");
        return threads;
    }

    private static IEnumerable<bool> Aims(TrainingStep step, Row row)
    {
        if (step.Aim is { } aim && row.Ratio is { } ratio)
        {
            yield return Told(ratio >= aim, $"{ratio:0.00} times as fast, aim ≥ {aim:0.0}");
        }

        if (step.BoundAim is { } most)
        {
            yield return Told(row.TimesBound <= most, $"{row.TimesBound:0.00} times the bound, aim ≤ {most:0.0}");
        }

        bool Told(bool reached, FormattableString what)
        {
            Console.WriteLine($"  {step.Name}: {what.ToString(CultureInfo.InvariantCulture)}: {(reached ? "reached" : "missed")}");
            return reached;
        }
    }

    /// <summary>A line of the table.</summary>
    private sealed record Row(
        string Name, int Threads, long Parameters, IReadOnlyList<double> KitSeconds, int? PyTorchThreads, IReadOnlyList<double>? PyTorchSeconds, double? Ratio, double BoundSeconds, double TimesBound,
        double PageFaultsPerStep, int Collections);
}
