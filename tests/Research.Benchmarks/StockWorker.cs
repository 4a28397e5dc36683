using System.Globalization;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>
/// The other side of <see cref="TrainingBenchmark"/>: a process that makes the steps of <see cref="StockModels"/> and none of the
/// kit's. It is driven as training.py is: a line <c>NAME COUNT</c> in, the work done that often, a line out; <c>threads N</c>
/// sets the number of threads.
/// </summary>
internal static class StockWorker
{
    /// <summary>The argument that makes this program one.</summary>
    public const string Argument = "stock-worker";

    public static int Run()
    {
        string version = TorchRuntime.Version; // loads libtorch from the NuGet cache; nothing else of the kit is used here
        var package = typeof(Tensor).Assembly.GetName().Version!;
        Console.WriteLine($"stock TorchSharp {package.ToString(3)} (libtorch {version}, threads by itself: {get_num_threads()})");
        string? name = null;
        Action step = () => { };
        while (Console.ReadLine() is { } line)
        {
            string[] words = line.Split(' ');
            int count = int.Parse(words[1], CultureInfo.InvariantCulture);
            if (words[0] == "threads")
            {
                set_num_threads(count);
            }
            else
            {
                (name, step) = (words[0], words[0] == name ? step : StockModels.Step(words[0]));
                for (int i = 0; i < count; i++)
                {
                    step();
                }
            }

            Console.WriteLine("done");
        }

        return 0;
    }
}
