using Research.Alignment;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// Sequences of consecutive frames of fights, spread evenly over each fight and moved randomly in each epoch. No sequence
/// reaches from one fight into another.
/// </summary>
/// <param name="fights">The fights.</param>
/// <param name="options">Length of a sequence, its burn-in, and the device of the batches.</param>
public sealed class FrameSequences(FightDataset fights, ConvRecurrentOptions options)
{
    private readonly (int FirstRow, int Rows)[] _fights = Rows(fights.Fights);

    /// <summary>Sequences in an epoch: as many as cover every fight once.</summary>
    public int Count => _fights.Sum(fight => PerFight(fight.Rows));

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount => (Count + options.BatchSize - 1) / options.BatchSize;

    /// <summary>The first sequences of some fights, on the processor.</summary>
    /// <param name="fights">The fights.</param>
    /// <param name="options">Length of a sequence, and how many make a batch.</param>
    public static PolicyBatch FirstBatch(FightDataset fights, ConvRecurrentOptions options) =>
        new FrameSequences(fights, options with { Device = TorchDevice.Parse("cpu") }).InOrder().First();

    /// <summary>The sequences of an epoch, in batches; they depend on the options' seed and the epoch only.</summary>
    public IEnumerable<PolicyBatch> Epoch(int epoch)
    {
        var random = EpochShuffle.Generator(options.Seed, epoch);
        (int First, int End)[] sequences = [.. Sequences(random.NextDouble)];
        random.Shuffle(sequences);
        return sequences.Chunk(options.BatchSize).Select(batch => Batch(batch, () => (Jitter(random), Jitter(random))));
    }

    /// <summary>The same sequences at every call, without random moves.</summary>
    public IEnumerable<PolicyBatch> InOrder() =>
        Sequences(() => 0.5).Chunk(options.BatchSize).Select(batch => Batch(batch, () => (0, 0)));

    /// <summary>Frames as input of the network, [1, rows, C, H, W].</summary>
    internal static Tensor Frames(FightDataset fights, int firstRow, int rows, Device device)
    {
        float[] pixels = new float[rows * fights.Frames.Store.FrameBytes];
        for (int row = 0; row < rows; row++)
        {
            Fill(fights.Frames.Frame(firstRow + row), pixels.AsSpan(row * fights.Frames.Store.FrameBytes),
                fights.Frames.Store.Shape, (0, 0));
        }

        var (height, width, channels) = fights.Frames.Store.Shape;
        return tensor(pixels, [1, rows, channels, height, width], device: device);
    }

    /// <summary>First dataset row and number of rows of each fight, or part of one between two gaps of the frame log.</summary>
    internal static (int FirstRow, int Rows)[] Rows(FightIntervals fights)
    {
        int end = 0;
        return [.. fights.Unbroken.Select(fight => ((end += fight.Count) - fight.Count, fight.Count))];
    }

    private int PerFight(int rows) => (rows + options.SequenceLength - 1) / options.SequenceLength;

    /// <summary>First row and end of each sequence, fight after fight.</summary>
    private IEnumerable<(int First, int End)> Sequences(Func<double> jitter)
    {
        foreach (var (firstRow, rows) in _fights)
        {
            int count = PerFight(rows), room = Math.Max(0, rows - options.SequenceLength);
            for (int i = 0; i < count; i++)
            {
                int start = (int)((i + jitter()) / count * (room + 1));
                yield return (firstRow + start, firstRow + Math.Min(rows, start + options.SequenceLength));
            }
        }
    }

    private PolicyBatch Batch((int First, int End)[] sequences, Func<(int X, int Y)> shift)
    {
        int length = options.SequenceLength, bytes = fights.Frames.Store.FrameBytes, actions = fights.Frames.Actions.Count;
        float[] pixels = new float[sequences.Length * length * bytes];
        float[] targets = new float[sequences.Length * length * actions];
        float[] weights = new float[sequences.Length * length];
        for (int s = 0; s < sequences.Length; s++)
        {
            var (first, end) = sequences[s];
            var by = shift();
            for (int row = first; row < end; row++)
            {
                int at = s * length + row - first, target = options.IncludeCurrentFrame ? row : row + 1;
                Fill(fights.Frames.Frame(row), pixels.AsSpan(at * bytes, bytes), fights.Frames.Store.Shape, by);
                if (row - first >= options.BurnIn && target < end)
                {
                    fights.Frames.RowLabels(target).CopyTo(targets.AsSpan(at * actions));
                    weights[at] = 1;
                }
            }
        }

        var device = options.Device.ToTorch();
        var (height, width, channels) = fights.Frames.Store.Shape;
        return new PolicyBatch(
            tensor(pixels, [sequences.Length, length, channels, height, width], device: device),
            tensor(targets, [sequences.Length, length, actions], device: device),
            tensor(weights, [sequences.Length, length], device: device),
            [.. sequences.Select(s => s.First)]);
    }

    private int Jitter(Random random) => random.Next(-options.RandomShift, options.RandomShift + 1);

    /// <summary>
    /// Converts bytes [H, W, C] to [C, H, W] in [0, 1] and shifts them; pixels at the edge are repeated.
    /// </summary>
    private static void Fill(ReadOnlySpan<byte> frame, Span<float> pixels, FrameShape shape, (int X, int Y) shift)
    {
        var (height, width, channels) = shape;
        for (int y = 0; y < height; y++)
        {
            var from = frame.Slice(Math.Clamp(y - shift.Y, 0, height - 1) * width * channels, width * channels);
            for (int x = 0; x < width; x++)
            {
                var pixel = from.Slice(Math.Clamp(x - shift.X, 0, width - 1) * channels, channels);
                for (int channel = 0; channel < channels; channel++)
                {
                    pixels[(channel * height + y) * width + x] = BatchLoader.UnitOf[pixel[channel]];
                }
            }
        }
    }
}
