using Research.Training;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>Tensor work beside PyTorch in Python, by turns in one run, with the same number of threads.</summary>
internal static class TensorBenchmark
{
    private const double Aim = 1.0;

    public static int Run()
    {
        using var python = PythonWorker.Start("tensors.py");
        Console.WriteLine($"tensors: libtorch {TensorEngine.Version}, {TensorEngine.Blas ?? "its own BLAS"}, beside "
            + (python is null ? "nothing: /usr/bin/python3 has no torch (apt-get install python3-torch)" : $"PyTorch {python.Greeting}")
            + "; medians and spread; ratio: the median of kit ÷ Python over runs side by side");

        int[] threads = [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        Measure(python, "1-element add", "add", TensorWork.Add(), count: 30_000, rounds: 41, threads: 1);
        Action autoencoder = TensorWork.Autoencoder(), gru = TensorWork.Gru();
        foreach (int number in threads)
        {
            Measure(python, "autoencoder step", "autoencoder", autoencoder, count: 1, rounds: 7, number);
        }

        foreach (int number in threads)
        {
            Measure(python, "GRU step", "gru", gru, count: 5, rounds: 41, number);
        }

        return 0;
    }

    private static void Measure(PythonWorker? python, string what, string command, Action work, int count, int rounds, int threads)
    {
        void Kit()
        {
            for (int i = 0; i < count; i++)
            {
                work();
            }
        }

        set_num_threads(threads);
        python?.Ask($"threads {threads}");
        Timing[] timings = Timing.Alternate(rounds, python is null ? [Kit] : [Kit, () => python.Ask($"{command} {count}")]);
        Console.WriteLine($"  {what}, {threads} thread{(threads > 1 ? "s" : "")}");
        Console.WriteLine($"    kit     {Per(timings[0], count)}");
        if (python is null)
        {
            return;
        }

        double ratio = new Timing([.. timings[0].Seconds.Zip(timings[1].Seconds, (kit, other) => kit / other)]).Median;
        Console.WriteLine($"    Python  {Per(timings[1], count)}");
        Console.WriteLine($"    ratio   {ratio:0.00}, aim ≤ {Aim:0.0}: {(ratio <= Aim ? "reached" : "missed")}");
    }

    private static string Per(Timing timing, int count)
    {
        (double scale, string unit) = timing.Median / count < 1e-4 ? (1e6, "µs") : (1e3, "ms");
        string Number(double seconds) => (seconds / count * scale).ToString(unit == "µs" ? "0.00" : "0.0");
        return $"{Number(timing.Median)} {unit} ({Number(timing.Seconds.Min())} to {Number(timing.Seconds.Max())})";
    }
}
