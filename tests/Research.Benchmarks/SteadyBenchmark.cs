using System.Diagnostics;
using System.Globalization;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>
/// The autoencoder's step for ten minutes: page faults, garbage and throughput once it has settled, and the share of a step that goes into changing
/// the layout of what it computes with. Also written to <c>results/bench/steady.json</c>.
/// </summary>
internal static class SteadyBenchmark
{
    private const int WarmUp = 20, LaidOut = 10; // until the heap has the holes that a step needs
    private const double AimFaults = 10, AimLayout = 0.05, AimDrift = 0.02;

    /// <param name="steps">Which; where it is empty, the autoencoder's.</param>
    /// <param name="minutes">How long each.</param>
    public static int Run(IReadOnlyList<TrainingStep> steps, double minutes)
    {
        var chosen = steps.Count > 0 ? steps : [.. TrainingStep.All.Where(s => s.Command == "autoencoder-512")];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"steady: {minutes:0.##} minutes of steps each, after {WarmUp} that warm up"));
        var rows = chosen.Select(step => Measure(step, minutes)).ToList();
        BenchFile.Write("steady", new { BenchFile.Machine, Minutes = minutes, Steps = rows.Select(row => row.Measured) });
        return rows.All(row => row.Reached) ? 0 : 1;
    }

    /// <summary>Does some steps and tells how long they took and what of it were copies by libtorch, for a process that counts the reorders of oneDNN.</summary>
    public static void LayOut(TrainingStep step)
    {
        using var scope = NewDisposeScope();
        var work = Settled(step);
        Console.WriteLine("settled");
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < LaidOut; i++)
        {
            work();
        }

        double seconds = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"took {seconds}"));
        var profile = OperatorProfile.Of(() => work());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"copies {profile.Where(row => row.Name == "aten::copy_").Sum(row => row.Seconds) / profile.Sum(row => row.Seconds)}"));
    }

    private static (object Measured, bool Reached) Measure(TrainingStep step, double minutes)
    {
        int usual = get_num_threads();
        using var scope = NewDisposeScope();
        var work = Settled(step);
        var ends = new List<double>(1 << 20);
        var before = ProcessCosts.Now;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalMinutes < minutes)
        {
            work();
            ends.Add(watch.Elapsed.TotalSeconds);
        }

        var costs = ProcessCosts.Now - before;
        set_num_threads(usual);
        int count = ends.Count, fifth = Math.Max(1, count / 5);
        double first = fifth / ends[fifth - 1], last = fifth / (ends[^1] - (count > fifth ? ends[^(fifth + 1)] : 0)), drift = last / first - 1;
        double faults = (double)costs.PageFaults / count, bytes = (double)costs.ManagedBytes / count;
        var (reorders, copies) = Layout(step);
        bool[] reached =
        [
            Tell($"{faults:0.0} page faults a step, aim ≤ {AimFaults:0}", faults <= AimFaults),
            Tell($"{costs.Collections} collections of garbage, {bytes / 1e3:0.0} kB of managed memory a step, aim 0 collections", costs.Collections == 0),
            Tell($"{first:0.000} steps a second in the first fifth, {last:0.000} in the last: {drift:+0.0%;-0.0%}, aim ± {AimDrift:0%}", Math.Abs(drift) <= AimDrift),
            Tell($"{reorders:0.0%} of a step in reorders of oneDNN, {copies:0.0%} in copies of libtorch, aim ≤ {AimLayout:0%} together", reorders + copies <= AimLayout),
        ];
        return (new
        {
            step.Name,
            step.Threads,
            Steps = count,
            PageFaultsPerStep = faults,
            costs.Collections,
            ManagedBytesPerStep = bytes,
            StepsPerSecondOfFirstFifth = first,
            StepsPerSecondOfLastFifth = last,
            ReorderShare = reorders,
            CopyShare = copies,
        }, reached.All(r => r));

        bool Tell(FormattableString what, bool isReached)
        {
            Console.WriteLine($"  {step.Name}: {what.ToString(CultureInfo.InvariantCulture)}: {(isReached ? "reached" : "missed")}");
            return isReached;
        }
    }

    private static Action Settled(TrainingStep step)
    {
        set_num_threads(step.Threads);
        var (work, _) = step.Begin();
        for (int i = 0; i < WarmUp; i++)
        {
            work();
        }

        return work;
    }

    /// <summary>Shares of a step's time. oneDNN prints what it does, and how long each took in milliseconds, in a process of its own.</summary>
    private static (double Reorders, double Copies) Layout(TrainingStep step)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(SteadyBenchmark).Assembly.Location, "layout", step.Command]) { RedirectStandardOutput = true };
        (start.Environment["DNNL_VERBOSE"], start.Environment["ONEDNN_VERBOSE"]) = ("1", "1"); // its old name and its new one
        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n').SkipWhile(line => line != "settled").ToList();
        process.WaitForExit();
        double Told(string what) => double.Parse(lines.Single(line => line.StartsWith(what + " ", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
        double reorders = lines.TakeWhile(line => !line.StartsWith("took ", StringComparison.Ordinal)).Where(line => line.Contains(",reorder,", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(',')[^1], CultureInfo.InvariantCulture));
        return (1e-3 * reorders / Told("took"), Told("copies"));
    }
}
