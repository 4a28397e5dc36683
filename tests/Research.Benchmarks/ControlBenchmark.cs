using System.Globalization;
using Research.Experiments.ControlTransformer;
using Research.Sessions.Controls;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>
/// A step of live play by the control transformer at the document's sizes, beside its network in stock TorchSharp and PyTorch.
/// Its training is in <see cref="TrainingBenchmark"/>.
/// </summary>
internal static class ControlBenchmark
{
    private const double AimSeconds = 5e-3;
    private const int Rounds = 9, Steps = 20;

    public static int Run()
    {
        int threads = get_num_threads();
        set_num_threads(1); // a small network at batch 1 loses more to hand-overs than it wins
        using var scope = NewDisposeScope();
        manual_seed(1);
        var network = new FiveHeadTransformer();
        network.eval();
        using var python = LineWorker.StartPython("training.py");
        python?.Ask("threads 1");
        using var stock = LineWorker.StartStock("default");
        stock.Ask("threads 1");
        using var policy = Policy(network);
        var live = policy.Play();
        var (frame, state) = (new float[ControlLayout.RawFeatures], new float[ControlLayout.GameState]);
        void Play()
        {
            for (int i = 0; i < Steps; i++)
            {
                live.Step(frame, state);
            }
        }

        var timings = Timing.Alternate(Rounds,
            [Play, () => stock.Ask($"live {Steps}"), .. python is null ? [] : (Action[])[() => python.Ask($"live {Steps}")]]);
        set_num_threads(threads);
        Console.WriteLine(
            $"controls: a step of live play at batch 1, {network.parameters().Sum(p => p.numel()):N0} parameters, one thread");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  kit     {timings[0].Milliseconds(Steps)} ms, aim below {1e3 * AimSeconds:0}: "
            + $"{(timings[0].Median / Steps < AimSeconds ? "reached" : "missed")}"));
        Console.WriteLine($"  stock   {timings[1].Milliseconds(Steps)} ms, the network alone ({stock.Greeting})");
        Console.WriteLine(python is null ? "  PyTorch nothing: /usr/bin/python3 has no torch (apt-get install python3-torch)"
            : $"  Python  {timings[2].Milliseconds(Steps)} ms, the network alone ({python.Greeting})");
        return timings[0].Median / Steps < AimSeconds ? 0 : 1;
    }

    private static ControlPolicy Policy(FiveHeadTransformer network) => new(network, new ControlConfig
    {
        InputDim = network.Size.InputDim,
        DModel = network.Size.DModel,
        Nhead = network.Size.Nhead,
        NumLayers = network.Size.NumLayers,
        DimFeedforward = network.Size.DimFeedforward,
        Dropout = network.Size.Dropout,
        MaxSeqLen = network.Size.MaxSeqLen,
        ActionHistoryDropout = 0.3,
        Thresholds = ControlLayout.Presses.ToDictionary(control => ControlLayout.Names[control], _ => 0.5),
        FeatureMean = new float[ControlLayout.InputWidth],
        FeatureStd = [.. Enumerable.Repeat(1f, ControlLayout.InputWidth)],
        Training = new() { EpochsTrained = 0, BestCombinedScore = 0, PerHeadMetrics = new Dictionary<string, double>() },
    });
}
