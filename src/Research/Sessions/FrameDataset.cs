using Research.Alignment;

namespace Research.Sessions;

/// <summary>
/// Chosen frames of a session, each a row with the actions held at it. Row r of labels belongs to row r of frames.
/// </summary>
public sealed class FrameDataset : IDisposable
{
    private readonly int[] _frames;
    private DatasetFingerprint? _fingerprint;

    /// <summary>Chooses frames.</summary>
    /// <param name="store">Frames; the dataset owns it from now on.</param>
    /// <param name="rowFrames">Frame index of every row.</param>
    /// <param name="timeline">Actions held at every frame.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame in the store or the timeline.</exception>
    public FrameDataset(FrameStore store, IEnumerable<int> rowFrames, ActionTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(timeline);
        _frames = [.. rowFrames];
        Store = store;
        Timeline = timeline;
        int last = Math.Min(store.Count, timeline.FrameCount) - 1;
        if (Array.FindIndex(_frames, frame => frame < 0 || frame > last) is var wrong and >= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rowFrames),
                $"There are frames 0 to {last}; row {wrong} asks for {_frames[wrong]}.");
        }

        Labels = timeline.Labels.ToMultiHot(_frames);
    }

    /// <summary>All frames of the video.</summary>
    public FrameStore Store { get; }

    /// <summary>Actions held at every frame of the video.</summary>
    public ActionTimeline Timeline { get; }

    /// <summary>Number of rows.</summary>
    public int Count => _frames.Length;

    /// <summary>Frame index of every row, in order.</summary>
    public IReadOnlyList<int> FrameIndices => _frames;

    /// <summary>Row-major [N, A]: 1 where an action is held.</summary>
    public float[] Labels { get; }

    /// <summary>The actions, in the order of the label columns.</summary>
    public ActionSet Actions => Timeline.Actions;

    /// <summary>What is in the dataset, by which a run tells whether it saw the same.</summary>
    public DatasetFingerprint Fingerprint => _fingerprint ??= DatasetFingerprint.Of(this);

    /// <summary>A row's frame: bytes [H, W] or [H, W, C].</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<byte> Frame(int row) => Store[_frames[row]];

    /// <summary>A row's labels: [A].</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<float> RowLabels(int row) => Labels.AsSpan(row * Actions.Count, Actions.Count);

    /// <summary>Batches of the rows' frames; see <see cref="BatchLoader"/>.</summary>
    /// <param name="batchSize">Frames in a batch.</param>
    /// <param name="shuffleSeed">Seed of the order; null: in order.</param>
    /// <param name="dropLast">Whether a last batch that is not full is left out.</param>
    public BatchLoader Batches(int batchSize, int? shuffleSeed = null, bool dropLast = false) =>
        new(Store, _frames, batchSize, shuffleSeed, dropLast);

    /// <summary>Closes the store. A second call does nothing.</summary>
    public void Dispose() => Store.Dispose();
}
