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
        Console.WriteLine($"training: libtorch {TensorEngine.Version}, {TensorEngine.Blas ?? "its own BLAS"}, {cores} cores, beside "
            + (python?.Greeting ?? "nothing: /usr/bin/python3 has no torch (apt-get install python3-torch)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  this machine: {rates.MultiplyAdds / 1e9:0.0} billion multiply-adds and {rates.Bytes / 1e9:0.0} GB a second, by all cores"));
        Console.WriteLine($"  medians of {Rounds} and spread, in ms; the ratio is the median of the ratios side by side; page faults and collections of the kit's steps");
        Console.WriteLine($"  {"step",-38} {"kit",-24} {"threads",7}  {"PyTorch",-24} {"ratio",6} {"bound",8} {"of it",6} {"faults",7} {"GC",3}");
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
        int round = 0;
        python?.Ask($"threads {cores}");
        var costs = default(ProcessCosts);
        void Kit()
        {
            set_num_threads(step.Threads);
            var before = ProcessCosts.Now;
            for (int i = 0; i < step.Count; i++)
            {
                work();
            }

            costs = round++ == 0 ? default : costs + (ProcessCosts.Now - before); // the first round warms up
        }

        Timing[] timings = Timing.Alternate(Rounds, python is null ? [Kit] : [Kit, () => python.Ask($"{step.Command} {step.Count}")]);
        double bound = step.Work.Bound(rates, parameters);
        var row = new Row(
            step.Name, step.Threads, parameters, [.. timings[0].Seconds.Select(s => s / step.Count)], python is null ? null : [.. timings[1].Seconds.Select(s => s / step.Count)],
            python is null ? null : timings[0].TimesFasterThan(timings[1]), bound, timings[0].Median / step.Count / bound, (double)costs.PageFaults / (Rounds * step.Count), costs.Collections);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {step.Name,-38} {timings[0].Milliseconds(step.Count),-24} {step.Threads,7}  {(python is null ? "" : timings[1].Milliseconds(step.Count)),-24} {row.Ratio,6:0.00} {1e3 * bound,8:0.0} {row.TimesBound,6:0.0} {row.PageFaultsPerStep,7:0} {row.Collections,3}"));
        return row;
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
        string Name, int Threads, long Parameters, IReadOnlyList<double> KitSeconds, IReadOnlyList<double>? PyTorchSeconds, double? Ratio, double BoundSeconds, double TimesBound,
        double PageFaultsPerStep, int Collections);
}
