using System.Diagnostics;
using System.Globalization;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>Where the time of a training step goes, by operator, forward and backward.</summary>
internal static class ProfileBenchmark
{
    private const int Steps = 5, Most = 12;

    /// <param name="steps">Which; where it is empty, the autoencoder's and the VQ-VAE's.</param>
    public static int Run(IReadOnlyList<TrainingStep> steps)
    {
        int usual = get_num_threads();
        foreach (var step in steps.Count > 0 ? steps : TrainingStep.All.Where(s => s.Command is "autoencoder-512" or "vqvae"))
        {
            Show(step);
        }

        set_num_threads(usual);
        return 0;
    }

    private static void Show(TrainingStep step)
    {
        set_num_threads(step.Threads);
        using var scope = NewDisposeScope();
        var (work, _) = step.Begin();
        work(); // warms up
        var watch = new Stopwatch();
        var profile = OperatorProfile.Of(() =>
        {
            watch.Start();
            for (int i = 0; i < Steps; i++)
            {
                work();
            }

            watch.Stop();
        });
        double whole = watch.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"profile: {step.Name}, {get_num_threads()} threads, {1e3 * whole / Steps:0.0} ms a step, {1 - profile.Sum(row => row.Seconds) / whole:0.0%} of it outside operators; mean of {Steps} steps, each operator without what it calls"));
        Rank("operator", profile.GroupBy(row => Title(row)), whole);
        Rank("operator and shapes", profile.GroupBy(row => $"{Title(row)}  {row.Shapes}"), whole);
    }

    private static string Title(OperatorProfile row) => (row.IsBackward ? "← " : "→ ") + row.Name;

    private static void Rank(string what, IEnumerable<IGrouping<string, OperatorProfile>> groups, double whole)
    {
        Console.WriteLine($"  {"ms",7} {"share",6} {"calls",6}  {what}");
        foreach (var group in groups.OrderByDescending(group => group.Sum(row => row.Seconds)).Take(Most))
        {
            double seconds = group.Sum(row => row.Seconds);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {1e3 * seconds / Steps,7:0.0} {seconds / whole,6:0.0%} {group.Sum(row => row.Calls) / (double)Steps,6:0.#}  {group.Key}"));
        }
    }
}
