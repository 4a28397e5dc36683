using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using OpenCvSharp;

namespace Research.Sessions;

/// <summary>
/// Pairs of consecutive frames (t, t + 1) of recorded episodes, read from numbered PNG files while they are used. A pair never
/// reaches over the end of an episode. The format is in <c>datasets/README.md</c>.
/// </summary>
public sealed class FramePairs
{
    private const int Channels = 3;
    private const long CacheBytes = 256L << 20;

    private readonly ConcurrentDictionary<(int Episode, int Frame), byte[]> _cache;
    private readonly int[] _firstPair;
    private readonly int[] _sourceEpisode;
    private readonly Size _fileSize;

    private FramePairs(
        string folder, IReadOnlyList<FrameEpisode> episodes, int[] sourceEpisode, IReadOnlyList<string> warnings, Size fileSize,
            int reduction,
        ConcurrentDictionary<(int, int), byte[]> cache)
    {
        (Folder, Episodes, Warnings, DownsampleFactor) = (folder, episodes, warnings, reduction);
        (_sourceEpisode, _fileSize, _cache) = (sourceEpisode, fileSize, cache);
        (Height, Width) = (fileSize.Height / reduction, fileSize.Width / reduction);
        _firstPair = new int[episodes.Count + 1];
        for (int i = 0; i < episodes.Count; i++)
        {
            _firstPair[i + 1] = checked(_firstPair[i] + episodes[i].PairCount);
        }
    }

    /// <summary>The folder of the episodes.</summary>
    public string Folder { get; }

    /// <summary>The episodes, by name.</summary>
    public IReadOnlyList<FrameEpisode> Episodes { get; }

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>How many times smaller than the files the frames are, in both directions.</summary>
    public int DownsampleFactor { get; }

    /// <summary>Rows of a frame.</summary>
    public int Height { get; }

    /// <summary>Columns of a frame.</summary>
    public int Width { get; }

    /// <summary>Number of pairs.</summary>
    public int Count => _firstPair[^1];

    /// <summary>What is in the dataset, for a run's configuration: equal for equal episodes, wherever they lie.</summary>
    public FramePairsFingerprint Fingerprint
    {
        get
        {
            string content = string.Concat(Episodes.Select(e =>
                FormattableString.Invariant($"{e.Name} {e.FrameCount} {e.Bytes}\n")));
            return new FramePairsFingerprint(Count, Episodes.Count, Height, Width, DownsampleFactor,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..16]);
        }
    }

    /// <summary>Opens a folder of episodes. The pictures themselves are only read when they are used.</summary>
    /// <param name="folder">The folder with <c>episode_…</c> folders.</param>
    /// <param name="reduction">2 for half as many rows and columns, each the mean of four pixels; 1 for the frames as they
    /// are.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There is no episode with a pair of frames, a number is missing, or the first
    /// picture cannot be read.</exception>
    /// <exception cref="ArgumentException">The frames have not that many times the rows and columns.</exception>
    public static FramePairs Open(string folder, int reduction = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(reduction, 1);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: found no such folder; expected one of episodes.");
        }

        var episodes = Directory.EnumerateDirectories(folder, "episode_*").Order(StringComparer.Ordinal).Select(FrameEpisode.Open)
            .ToList();
        var usable = episodes.Where(e => e.PairCount > 0).ToList();
        string[] warnings = [.. episodes.Where(e => e.PairCount == 0).Select(e =>
            $"{e.Folder}: found {(e.FrameCount == 0 ? "no frame" : "a single frame")}; expected at least two. The episode is "
                + "left out.")];
        if (usable.Count == 0)
        {
            throw new InvalidDataException(episodes.Count == 0
                ? $"{folder}: found no folder episode_0000; expected episodes of numbered PNG files."
                : string.Join(Environment.NewLine, warnings));
        }

        using var first = Decode(usable[0].FrameFile(0));
        var size = first.Size();
        if (size.Height % reduction != 0 || size.Width % reduction != 0)
        {
            throw new ArgumentException(
                $"{folder}: found frames of {size.Height}×{size.Width} pixels; expected multiples of {reduction}.",
                nameof(reduction));
        }

        return new FramePairs(folder, usable, [.. Enumerable.Range(0, usable.Count)], warnings, size, reduction, new());
    }

    /// <summary>Draws episodes for validation; all pairs of an episode go to the same side.</summary>
    /// <param name="validation">Share of the episodes, in (0, 1); at least one is drawn, and at least one left.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <exception cref="InvalidDataException">There is only one episode.</exception>
    public (FramePairs Train, FramePairs Validation) Split(double validation = 0.1, int seed = 42)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(validation);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(validation, 1);
        if (Episodes.Count < 2)
        {
            throw new InvalidDataException(
                $"{Folder}: found a single episode with pairs, {Episodes[0].Name}; expected at least two, one of them to "
                + "validate on.");
        }

        int held = Math.Clamp((int)Math.Round(Episodes.Count * validation), 1, Episodes.Count - 1);
        int[] order = EpochShuffle.Of(Episodes.Count, seed, 0);
        return (Of([.. order.Skip(held).Order()]), Of([.. order.Take(held).Order()]));
    }

    /// <summary>The episode of a pair, and its first frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pair.</exception>
    public (int Episode, int Frame) Locate(int pair)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pair);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(pair, Count);
        int found = Array.BinarySearch(_firstPair, pair);
        int episode = found >= 0 ? found : ~found - 1;
        return (episode, pair - _firstPair[episode]);
    }

    /// <summary>Number of an episode's first pair.</summary>
    public int FirstPair(int episode) => _firstPair[episode];

    /// <summary>Batches, made by a thread of their own while the one before is in use.</summary>
    /// <param name="batchSize">Pairs in a batch; the last may have fewer.</param>
    /// <param name="shuffleSeed">Seed of the order; null: in order.</param>
    /// <param name="epoch">Number of the epoch: each has an order of its own.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidDataException">A picture cannot be read, or has another size than the first.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public IEnumerable<FramePairBatch> Batches(
        int batchSize, int? shuffleSeed = null, int epoch = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        int[] order = EpochShuffle.Of(Count, shuffleSeed, epoch);
        return Prefetch.Run(BatchCount(batchSize), () => new FramePairBatch(batchSize, Height, Width), (number, batch) =>
            Fill(batch, EpochShuffle.Batch(order, number, batchSize)), cancellation);
    }

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount(int batchSize) => (Count + batchSize - 1) / batchSize;

    /// <summary>Chosen pairs as one batch.</summary>
    /// <exception cref="InvalidDataException">A picture cannot be read, or has another size than the first.</exception>
    public FramePairBatch Batch(IReadOnlyList<int> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var batch = new FramePairBatch(pairs.Count, Height, Width);
        Fill(batch, [.. pairs]);
        return batch;
    }

    /// <summary>A frame as bytes, [H, W, 3], red first.</summary>
    /// <exception cref="InvalidDataException">The picture cannot be read, or has another size than the first.</exception>
    public ReadOnlyMemory<byte> Frame(int episode, int frame)
    {
        var key = (_sourceEpisode[episode], frame);
        if (_cache.TryGetValue(key, out byte[]? bytes))
        {
            return bytes;
        }

        bytes = Read(Episodes[episode].FrameFile(frame));
        if ((long)_cache.Count * bytes.Length < CacheBytes)
        {
            _cache[key] = bytes;
        }

        return bytes;
    }

    /// <summary>How many pixels differ between the two frames of a pair.</summary>
    /// <exception cref="InvalidDataException">A picture cannot be read, or has another size than the first.</exception>
    public int ChangedPixels(int pair)
    {
        var (episode, frame) = Locate(pair);
        var current = Frame(episode, frame).Span;
        var next = Frame(episode, frame + 1).Span;
        int changed = 0;
        for (int i = 0; i < current.Length; i += Channels)
        {
            changed += current.Slice(i, Channels).SequenceEqual(next.Slice(i, Channels)) ? 0 : 1;
        }

        return changed;
    }

    /// <summary>
    /// Sees that something moves: scores on moving pixels, and pictures of moves, need a pair of frames that differ.
    /// </summary>
    /// <exception cref="InvalidDataException">Nothing does; the message names the folder and the episodes.</exception>
    public void RequireMotion()
    {
        if (!Enumerable.Range(0, Count).Any(pair => ChangedPixels(pair) > 0))
        {
            throw new InvalidDataException(
                $"{Folder}: found no pixel that changes in the {Count} pairs of "
                + $"{string.Join(", ", Episodes.Select(episode => episode.Name))}; "
                + "expected motion in these episodes, which are held out: scores on moving pixels need it.");
        }
    }

    private static Mat Decode(string file)
    {
        if (!File.Exists(file))
        {
            throw new InvalidDataException(
                $"{file}: found no such picture; expected the episodes as they were when they were opened.");
        }

        byte[] bytes = File.ReadAllBytes(file);
        var picture = bytes.Length == 0 ? new Mat() : Cv2.ImDecode(bytes, ImreadModes.Color);
        if (picture.Empty())
        {
            picture.Dispose();
            throw new InvalidDataException($"{file}: found {bytes.Length:N0} bytes that are no picture; expected a PNG file.");
        }

        return picture;
    }

    private FramePairs Of(int[] episodes) =>
        new(Folder, [.. episodes.Select(e => Episodes[e])], [.. episodes.Select(e => _sourceEpisode[e])], Warnings, _fileSize,
            DownsampleFactor, _cache);

    private void Fill(FramePairBatch batch, ReadOnlySpan<int> pairs)
    {
        batch.Begin(pairs);
        for (int i = 0; i < pairs.Length; i++)
        {
            var (episode, frame) = Locate(pairs[i]);
            ToSigned(Frame(episode, frame).Span, batch.CurrentFrame(i));
            ToSigned(Frame(episode, frame + 1).Span, batch.NextFrame(i));
        }
    }

    private byte[] Read(string file)
    {
        using var picture = Decode(file);
        if (picture.Size() is var size && size != _fileSize)
        {
            throw new InvalidDataException(
                $"{file}: found {size.Height}×{size.Width} pixels; expected {_fileSize.Height}×{_fileSize.Width}, as the first "
                + "frame has.");
        }

        using var colours = new Mat();
        Cv2.CvtColor(picture, colours, ColorConversionCodes.BGR2RGB);
        using var reduced = new Mat();
        if (DownsampleFactor > 1)
        {
            Cv2.Resize(colours, reduced, new Size(Width, Height), interpolation: InterpolationFlags.Area);
        }

        (DownsampleFactor > 1 ? reduced : colours).GetArray(out Vec3b[] pixels);
        return MemoryMarshal.AsBytes<Vec3b>(pixels).ToArray();
    }

    /// <summary>[H, W, 3] bytes to [3, H, W] floats in [−1, 1].</summary>
    private static void ToSigned(ReadOnlySpan<byte> bytes, Span<float> floats)
    {
        int plane = floats.Length / Channels;
        for (int c = 0; c < Channels; c++)
        {
            var target = floats.Slice(c * plane, plane);
            for (int i = 0, j = c; i < target.Length; i++, j += Channels)
            {
                target[i] = bytes[j] / 127.5f - 1;
            }
        }
    }
}
