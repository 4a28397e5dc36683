using Research.Experiments.ActionDecoder;
using Research.Simulation.Clicks;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>How fast windows are told, at the document's sizes: one by one, as a live agent would, and 64 together.</summary>
internal static class DecoderBenchmark
{
    private const int Batch = 64, Rounds = 5;
    private const double AimMilliseconds = 20;

    public static int Run()
    {
        var windows = new InputWindows([.. Enumerable.Range(0, 2).Select(number => ClickSession.Play(seed: 1, number))]);
        int[] rows = [.. Enumerable.Range(0, windows.Count).Where((_, i) => i % 5 == 0).Take(Batch)];
        int threads = get_num_threads();
        set_num_threads(1);
        Console.WriteLine(
            $"decoder: {Batch} windows of the default clicks, context of 256 numbers, weights not trained (they tell more "
            + $"actions than a trained one), one thread, median of {Rounds}");
        int missed = 0;
        // which is Parallel but for its loss
        foreach (var kind in Enum.GetValues<DecoderKind>().Where(k => k != DecoderKind.TimingAware))
        {
            using var model = TrainedActionDecoder.Untrained(new DecodingOptions { Decoder = kind });
            var alone = rows.Select(row => windows.Batch(row)).ToList();
            using var together = windows.Batch(rows);
            int actions = 0, actionsTogether = 0;
            var timings = Timing.Alternate(Rounds,
                () => actions = alone.Sum(batch => model.GenerateTogether(batch, seed: 1)[0].Length),
                () => actionsTogether = model.GenerateTogether(together, seed: 1).Sum(w => w.Length));
            double milliseconds = 1000 * timings[0].Median / Batch;
            missed += milliseconds < AimMilliseconds ? 0 : 1;
            Console.WriteLine(
                $"  {kind}: one by one {milliseconds:0.00} ms a window, aim < {AimMilliseconds:0}: "
                + $"{(milliseconds < AimMilliseconds ? "reached" : "missed")}; {actions / timings[0].Median:N0} actions/s "
                + $"({(double)actions / Batch:0.0} a window); together {1000 * timings[1].Median / Batch:0.00} ms a window, "
                + $"{actionsTogether / timings[1].Median:N0} actions/s");
            alone.ForEach(batch => batch.Dispose());
        }

        set_num_threads(threads);
        return missed == 0 ? 0 : 1;
    }
}
