using Research.Sessions;
using Research.Sessions.Controls;
using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>
/// Windows of frames as the network sees them: [T, 671] up to the frame whose controls are predicted. What lies before a
/// recording's first frame is padding.
/// </summary>
public sealed class ControlWindows
{
    private readonly Source[] _sources;
    private readonly (int Source, int End)[] _windows;

    /// <summary>Windows of recordings.</summary>
    /// <param name="recordings">Where they are cut from.</param>
    /// <param name="statistics">How sensed numbers are made comparable.</param>
    /// <param name="frames">Frames in a window (T), at least 1.</param>
    /// <param name="stride">A window ends at every so many frames, and at each that newly chooses a slot: these are too rare to
    /// skip.</param>
    /// <param name="where">Takes the windows that end at such frames only; null: all.</param>
    public ControlWindows(
        IReadOnlyList<ControlRecording> recordings, FeatureStatistics statistics, int frames = ControlLayout.WindowFrames,
            int stride = 1, Func<ControlRecording, int, bool>? where = null)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        ArgumentNullException.ThrowIfNull(statistics);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        (Recordings, Statistics, Frames) = (recordings, statistics, frames);
        _sources = [.. recordings.Select(recording => new Source(recording, statistics))];
        _windows = [.. _sources.SelectMany((source, i) => Enumerable.Range(0, source.Recording.FrameCount)
            .Where(end => (end % stride == stride - 1 || source.Recording.SlotChange(end) >= 0)
            && where?.Invoke(source.Recording, end) != false).Select(end => (i, end)))];
        Ends = [.. _windows.Select(w => (_sources[w.Source].Recording, w.End))];
        Truth = ControlLabels.Of(Ends);
    }

    private ControlWindows(ControlWindows windows, Source[] sources)
    {
        (Recordings, Statistics, Frames) = (windows.Recordings, windows.Statistics, windows.Frames);
        (_sources, _windows, Ends, Truth) = (sources, windows._windows, windows.Ends, windows.Truth);
    }

    /// <summary>The recordings that the windows are cut from.</summary>
    public IReadOnlyList<ControlRecording> Recordings { get; }

    /// <summary>How sensed numbers are scaled.</summary>
    public FeatureStatistics Statistics { get; }

    /// <summary>Frames in a window (T).</summary>
    public int Frames { get; }

    /// <summary>Number of windows.</summary>
    public int Count => _windows.Length;

    /// <summary>The frame that each window ends at.</summary>
    public IReadOnlyList<(ControlRecording Recording, int Frame)> Ends { get; }

    /// <summary>What was pressed at each window's end.</summary>
    public ControlLabels Truth { get; }

    /// <summary>Chosen windows.</summary>
    /// <param name="rows">Their numbers.</param>
    /// <param name="dropout">Draws which entries of history are dropped; null: none is.</param>
    /// <param name="share">The probability that an entry, a frame of 28 controls, becomes 0; each frame of each window draws for
    /// itself.</param>
    public ControlBatch Batch(IReadOnlyList<int> rows, Random? dropout = null, double share = 0.3)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var batch = new ControlBatch(rows, Frames, ControlLabels.Of([.. rows.Select(row => Ends[row])]));
        for (int i = 0; i < rows.Count; i++)
        {
            var (source, end) = _windows[rows[i]];
            _sources[source].Fill(end, Frames, batch.Window(i), batch.PaddingOf(i));
        }

        if (dropout is not null)
        {
            Drop(batch, dropout, share);
        }

        return batch;
    }

    /// <summary>The first batch of a training, on the CPU: [B, T, 671], bool[B, T], and what is pressed.</summary>
    /// <param name="options">The size of a batch, the seed and the dropout of the history.</param>
    public (Tensor Frames, Tensor Padding, ControlTargets Targets) FirstBatch(ControlOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var batch = Epoch(options.BatchSize, options.Seed, epoch: 1, options.ActionHistoryDropout).First();
        return (batch.ToTensor(), batch.ToPadding(), batch.Truth.ToTargets());
    }

    /// <summary>All windows in batches.</summary>
    /// <param name="batchSize">Windows in a batch; the last has what is left.</param>
    /// <param name="shuffleSeed">Seed of the order and of the dropout; null: in order, nothing dropped.</param>
    /// <param name="epoch">Number of the epoch: each has its own.</param>
    /// <param name="share">The probability that an entry of history is dropped.</param>
    public IEnumerable<ControlBatch> Epoch(int batchSize, int? shuffleSeed = null, int epoch = 0, double share = 0.3)
    {
        var dropout = shuffleSeed is { } seed && share > 0 ? EpochShuffle.Generator(~seed, epoch) : null;
        return EpochShuffle.Of(Count, shuffleSeed, epoch).Chunk(batchSize).Select(rows => Batch(rows, dropout, share));
    }

    /// <summary>The same windows with every control of every history 0.</summary>
    public ControlWindows WithoutHistory() => new(this, [.. _sources.Select(source => source.WithoutHistory())]);

    private static void Drop(ControlBatch batch, Random random, double share)
    {
        for (int window = 0; window < batch.Count; window++)
        {
            var inputs = batch.Window(window);
            for (int frame = 0; frame < batch.Frames; frame++)
            {
                for (int entry = 0; entry < ControlLayout.HistoryFrames; entry++)
                {
                    if (random.NextDouble() <= share)
                    {
                        inputs.Slice(frame * ControlLayout.InputWidth + ControlLayout.Sensors + entry * ControlLayout.Names.Count,
                            ControlLayout.Names.Count).Clear();
                    }
                }
            }
        }
    }

    /// <summary>A recording as windows need it.</summary>
    private sealed class Source
    {
        private readonly float[] _sensed;
        private readonly float[] _history; // [5 + N, 28]: nothing was pressed before the first frame

        public Source(ControlRecording recording, FeatureStatistics statistics)
        {
            Recording = recording;
            _sensed = InputFeatures.Of(recording);
            statistics.Apply(_sensed);
            _history = [.. new float[ControlLayout.History], .. recording.Controls.Span];
        }

        private Source(Source source)
        {
            (Recording, _sensed, _history) = (source.Recording, source._sensed, new float[source._history.Length]);
        }

        public ControlRecording Recording { get; }

        public Source WithoutHistory() => new(this);

        public void Fill(int end, int frames, Span<float> inputs, Span<bool> padding)
        {
            for (int i = 0; i < frames; i++)
            {
                int frame = end - frames + 1 + i;
                padding[i] = frame < 0;
                if (frame >= 0)
                {
                    var input = inputs.Slice(i * ControlLayout.InputWidth, ControlLayout.InputWidth);
                    _sensed.AsSpan(frame * ControlLayout.Sensors, ControlLayout.Sensors).CopyTo(input);
                    _history.AsSpan(frame * ControlLayout.Names.Count, ControlLayout.History)
                        .CopyTo(input[ControlLayout.Sensors..]);
                }
            }
        }
    }
}
