using Research.Control;
using Research.Losses;
using Research.Models;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>The control transformer at the document's sizes: windows learned from in a second beside the same model in PyTorch, and one step of live play.</summary>
internal static class ControlBenchmark
{
    private const double Aim = 1.3, LiveAim = 5e-3;
    private const int Batch = 64, Frames = ControlLayout.WindowFrames, Rounds = 9, LiveSteps = 20;

    public static int Run()
    {
        int threads = get_num_threads();
        set_num_threads(Math.Min(2, Environment.ProcessorCount));
        using var scope = NewDisposeScope();
        manual_seed(1);
        var network = new ControlTransformer();
        using var python = PythonWorker.Start("control.py");
        Console.WriteLine($"controls: {network.parameters().Sum(p => p.numel()):N0} parameters, {Environment.ProcessorCount} cores, {get_num_threads()} threads, beside "
            + (python is null ? "nothing: /usr/bin/python3 has no torch (apt-get install python3-torch)" : python.Greeting));

        python?.Ask($"threads {get_num_threads()}");
        Action Ask(string what, int count) => () => python!.Ask($"{what} {count}");
        var step = Training(network);
        var timings = Timing.Alternate(Rounds, python is null ? [step] : [step, Ask("train", 1)]);
        Show("training steps of 64 windows", timings, $"{Batch / timings[0].Median:0} windows/s", python is null ? null : $"{Batch / timings[1].Median:0} windows/s", Aim);

        network.eval();
        set_num_threads(1); // a small network at batch 1 loses more to hand-overs than it wins
        python?.Ask("threads 1");
        using var policy = Policy(network);
        var live = policy.Play();
        var (frame, state) = (new float[ControlLayout.RawFeatures], new float[ControlLayout.GameState]);
        void Play()
        {
            for (int i = 0; i < LiveSteps; i++)
            {
                live.Step(frame, state);
            }
        }

        var steps = Timing.Alternate(Rounds, python is null ? [Play] : [Play, Ask("live", LiveSteps)]);
        double each = steps[0].Median / LiveSteps;
        Show($"{LiveSteps} live steps at batch 1, one thread", steps, $"{1e3 * each:0.0} ms a step, aim below {1e3 * LiveAim:0}: {(each < LiveAim ? "reached" : "missed")}", python is null ? null : $"{1e3 * steps[1].Median / LiveSteps:0.0} ms a step, the network alone", null);
        set_num_threads(threads);
        return 0;
    }

    private static Action Training(ControlTransformer network)
    {
        var random = new Random(1);
        float[] Draw(int count, double least, double most) => [.. Enumerable.Range(0, count).Select(_ => (float)(least + (most - least) * random.NextDouble()))];
        float[] Presses(int controls, bool idle) => [.. Enumerable.Range(0, Batch * controls).Select(i => random.NextDouble() < 0.2 && (!idle || i / controls % 3 > 0) ? 1f : 0)];
        float[] windows = Draw(Batch * Frames * ControlLayout.InputWidth, 0, 1);
        var padding = new bool[Batch * Frames];
        float[] actions = Presses(12, idle: true), look = Draw(2 * Batch, -1, 1), cursor = Draw(2 * Batch, 0, 1), clicks = Presses(3, idle: false);
        long[] hotbar = [.. Enumerable.Range(0, Batch).Select(i => i % 8 == 1 ? i % 9L : -1)];
        bool[] screen = [.. Enumerable.Range(0, Batch).Select(i => i % 4 == 0)];
        var loss = new ControlLoss([.. Enumerable.Repeat(5f, 12)], [5, 5, 5]);
        var optimizer = optim.AdamW(network.parameters(), 5e-4, weight_decay: 1e-4);
        network.train();
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var targets = new ControlTargets(tensor(actions, [Batch, 12]), tensor(look, [Batch, 2]), tensor(hotbar), tensor(cursor, [Batch, 2]), tensor(clicks, [Batch, 3]), tensor(screen));
            loss.Of(network.call(tensor(windows, [Batch, Frames, ControlLayout.InputWidth]), tensor(padding, [Batch, Frames])), targets).Total.backward();
            nn.utils.clip_grad_norm_(network.parameters(), 1.0);
            optimizer.step();
        };
    }

    private static ControlPolicy Policy(ControlTransformer network) => new(network, new ControlConfig
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

    private static void Show(string what, Timing[] timings, string kit, string? theirs, double? aim)
    {
        Console.WriteLine($"  {what}");
        Console.WriteLine($"    kit     {timings[0]}  {kit}");
        if (theirs is null)
        {
            return;
        }

        double ratio = timings[0].TimesFasterThan(timings[1]);
        Console.WriteLine($"    Python  {timings[1]}  {theirs}");
        Console.WriteLine($"    the kit is {ratio:0.00} times as fast{(aim is { } least ? $", aim ≥ {least:0.0}: {(ratio >= least ? "reached" : "missed")}" : "")}");
    }
}
