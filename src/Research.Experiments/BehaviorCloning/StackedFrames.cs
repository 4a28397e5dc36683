using Research.Sessions;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// Stacks of consecutive frames of fights, in one or several sessions, each with the keys of its last frame. No stack reaches
/// from one fight into another: at the start of a fight, its first frame stands for those before it.
/// </summary>
public sealed class StackedFrames
{
    private readonly IReadOnlyList<FightDataset> _sessions;
    private readonly (int Session, int FirstRow, int Row)[] _rows;
    private readonly FrameStackOptions _options;
    private readonly float[] _weights;

    /// <summary>Stacks of all frames of the fights.</summary>
    /// <param name="sessions">The fights, at least one session, all of the same actions and frame size.</param>
    /// <param name="options">Frames in a stack, the weight of rare actions, seed, device.</param>
    public StackedFrames(IReadOnlyList<FightDataset> sessions, FrameStackOptions options)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(options);
        (_sessions, _options) = (sessions, options);
        _rows = [.. sessions.SelectMany((fights, session) => FrameSequences.Rows(fights.Fights)
            .SelectMany(fight => Enumerable.Range(fight.FirstRow, fight.Rows).Select(row => (session, fight.FirstRow, row))))];
        _weights = [.. _rows.Select(Weight)];
    }

    /// <summary>Number of stacks: one for each frame of a fight.</summary>
    public int Count => _rows.Length;

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount => (Count + _options.BatchSize - 1) / _options.BatchSize;

    /// <summary>The stacks in batches, in an order that depends on seed and epoch alone.</summary>
    /// <param name="epoch">Number of the epoch; null: in order.</param>
    public IEnumerable<PolicyBatch> Batches(int? epoch = null)
    {
        int[] order = EpochShuffle.Of(Count, epoch is null ? null : _options.Seed, epoch ?? 0);
        return order.Chunk(_options.BatchSize).Select(Batch);
    }

    /// <summary>The probabilities of a network at every frame of some fights.</summary>
    internal static ActionProbabilities Predict(
        FrameStackNetwork network, FightDataset fights, FrameStackOptions options, CancellationToken cancellation)
    {
        var stacks = new StackedFrames([fights], options);
        var values = new List<float>(stacks.Count * fights.Frames.Actions.Count);
        using var noGrad = no_grad();
        foreach (var batch in stacks.Batches())
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            values.AddRange(network.call(batch.Inputs).sigmoid().flatten().cpu().data<float>().ToArray());
            batch.Dispose();
        }

        return new ActionProbabilities(fights.Frames.Actions, fights.Fights.Frames, values);
    }

    private PolicyBatch Batch(int[] numbers)
    {
        var store = _sessions[0].Frames.Store;
        int stack = _options.StackSize, bytes = store.FrameBytes, actions = _sessions[0].Frames.Actions.Count;
        byte[] pixels = new byte[numbers.Length * stack * bytes];
        float[] targets = new float[numbers.Length * actions];
        for (int i = 0; i < numbers.Length; i++)
        {
            var (session, firstRow, row) = _rows[numbers[i]];
            var frames = _sessions[session].Frames;
            for (int back = 0; back < stack; back++)
            {
                BatchLoader.ToPlanes(frames.Frame(Math.Max(firstRow, row - back)),
                    pixels.AsSpan((i * stack + stack - 1 - back) * bytes, bytes), store.Channels);
            }

            frames.RowLabels(row).CopyTo(targets.AsSpan(i * actions));
        }

        var device = _options.Device.ToTorch();
        return new PolicyBatch(
            tensor(pixels, [numbers.Length, stack * store.Channels, store.Height, store.Width], device: device),
            tensor(targets, [numbers.Length, actions], device: device),
            tensor(numbers.Select(number => _weights[number]).ToArray(), device: device),
            numbers);
    }

    private float Weight((int Session, int FirstRow, int Row) at)
    {
        var fights = _sessions[at.Session];
        var labels = fights.Frames.RowLabels(at.Row);
        foreach (string name in fights.Game.RareActions)
        {
            if (labels[fights.Frames.Actions.IndexOf(name)] > 0)
            {
                return (float)_options.RareWeight;
            }
        }

        return 1;
    }
}
