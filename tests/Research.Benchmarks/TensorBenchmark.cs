using System.Globalization;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>What a call of an operator costs, one plus one, beside PyTorch in Python, by turns in one run on one thread.</summary>
internal static class TensorBenchmark
{
    private const double Aim = 1.0;
    private const int Count = 30_000, Rounds = 41;

    public static int Run()
    {
        using var python = PythonWorker.Start("training.py");
        Console.WriteLine($"tensors: libtorch {TensorEngine.Version}, beside "
            + (python?.Greeting ?? "nothing: /usr/bin/python3 has no torch (apt-get install python3-torch)") + "; medians and spread");
        int usual = get_num_threads();
        set_num_threads(1);
        python?.Ask("threads 1");
        using Tensor a = ones(1), b = ones(1);
        void Kit()
        {
            for (int i = 0; i < Count; i++)
            {
                (a + b).Dispose();
            }
        }

        Timing[] timings = Timing.Alternate(Rounds, python is null ? [Kit] : [Kit, () => python.Ask($"add {Count}")]);
        set_num_threads(usual);
        Console.WriteLine($"  1-element add\n    kit     {Microseconds(timings[0])}");
        if (python is null)
        {
            return 0;
        }

        double ratio = timings[1].TimesFasterThan(timings[0]);
        Console.WriteLine($"    Python  {Microseconds(timings[1])}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    ratio   {ratio:0.00}, aim ≤ {Aim:0.0}: {(ratio <= Aim ? "reached" : "missed")}"));
        return 0;
    }

    private static string Microseconds(Timing timing) => string.Create(CultureInfo.InvariantCulture,
        $"{1e6 * timing.Median / Count:0.00} µs ({1e6 * timing.Seconds.Min() / Count:0.00} to {1e6 * timing.Seconds.Max() / Count:0.00})");
}
