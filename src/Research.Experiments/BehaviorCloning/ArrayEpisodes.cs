using System.Runtime.InteropServices;
using System.Security.Cryptography;
using OpenCvSharp;
using Research.Alignment;
using Research.Arrays;
using Research.Metrics;
using Research.Sessions;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Frames and actions given as arrays, as data to train and score policies on.</summary>
/// <param name="Frames">Pixels from 0 to 255: [N, H, W] grey, or [N, H, W, C] or [N, C, H, W] with one channel or red, green,
/// blue.
/// </param>
/// <param name="Actions">[N, A], 1 where an action is held at a frame, else 0.</param>
public sealed record ArrayEpisodes(IArrayReader Frames, IArrayReader Actions)
{
    private const int FramesAtOnce = 64;

    /// <summary>
    /// The frame after the last one of each episode, as replay buffers have it; null: all frames are one episode.
    /// </summary>
    public IReadOnlyList<int>? EpisodeEnds { get; init; }

    /// <summary>A name for each action; null: <c>action 0</c> and on.</summary>
    public IReadOnlyList<string>? ActionNames { get; init; }

    /// <summary>Size and colour of the frames; by default the kit's policies' 128×72 in grey.</summary>
    public FrameTransform Transform { get; init; } = FrameTransform.Report;

    /// <summary>Reads the arrays. Frames are kept in <c>datasets/.cache/frames</c>, once for the same content.</summary>
    /// <param name="name">Name of the data in tables and figures.</param>
    /// <param name="folder">The folder of the frames instead of that one.</param>
    /// <param name="cancellation">Stops it; nothing is left behind.</param>
    /// <exception cref="InvalidDataException">Shapes do not fit each other, an action is neither 0 nor 1, or episodes do not end
    /// in order; the message names the array, what was found and what was expected.
    /// </exception>
    /// <exception cref="IOException">An array cannot be read, or the frames cannot be written.</exception>
    public FightDataset Load(string name, string? folder = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var layout = Layout();
        var timeline = Timeline(layout.Count);
        var ranges = Ranges(layout.Count);
        var store = Store(layout, folder ?? FrameCache.DefaultFolder, cancellation);
        var fights = FightIntervals.Of(ranges);
        return new FightDataset(name, new FrameDataset(store, fights.Frames, timeline), fights);
    }

    private FrameLayout Layout() => Frames.Shape switch
    {
        [var n, var h, var w] when n > 0 && h > 0 && w > 0 => new(n, h, w, 1, ChannelsFirst: false),
        [var n, var h, var w, (1 or 3) and var c] when n > 0 && h > 0 && w > 0 => new(n, h, w, c, ChannelsFirst: false),
        [var n, (1 or 3) and var c, var h, var w] when n > 0 && h > 0 && w > 0 => new(n, h, w, c, ChannelsFirst: true),
        var shape => throw Fault(Frames, $"the shape [{string.Join(", ", shape)}]",
            "[N, H, W], [N, H, W, C] or [N, C, H, W] with 1 or 3 channels"),
    };

    private ActionTimeline Timeline(int count)
    {
        if (Actions.Shape is not [var rows, > 0 and var actions] || rows != count)
        {
            throw Fault(Actions, $"the shape [{string.Join(", ", Actions.Shape)}]",
                $"[{count}, A], a row for each of the frames and at least one action");
        }

        var names = ActionNames ?? [.. Enumerable.Range(0, actions).Select(action => $"action {action}")];
        if (names.Count != actions)
        {
            throw Fault(Actions, $"{actions} actions", $"{names.Count}, as {string.Join(", ", names)} are");
        }

        return new ActionTimeline(new ActionSet([.. names.Select(action => (action, $"column of {action}"))]),
            new LabelMatrix(names, Actions.Read<bool>()));
    }

    private List<FrameRange> Ranges(int count)
    {
        var ranges = new List<FrameRange>();
        int first = 0;
        foreach (int end in EpisodeEnds ?? [count])
        {
            if (end <= first || end > count)
            {
                throw Fault(Frames, $"the end {end} of episode {ranges.Count}",
                    $"one above {first} and up to {count}, the number of frames");
            }

            ranges.Add(new FrameRange(first, end - first));
            first = end;
        }

        return first == count ? ranges : throw Fault(Frames, $"{count} frames", $"{first}, where the last episode ends");
    }

    /// <summary>The frames as the kit keeps them. The file is named by their content.</summary>
    private FrameStore Store(FrameLayout layout, string folder, CancellationToken cancellation)
    {
        OutputFolder.Require(folder);
        string beside = Path.Combine(folder, $".unfinished-{Guid.NewGuid():N}.frames");
        try
        {
            string place;
            using (var file = new FileStream(beside, FileMode.CreateNew, FileAccess.ReadWrite))
            using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
            {
                file.Position = FrameStoreHeader.Bytes;
                byte[] stored = new byte[Transform.FrameBytes];
                for (int first = 0; first < layout.Count; first += FramesAtOnce)
                {
                    cancellation.ThrowIfCancellationRequested();
                    int count = Math.Min(FramesAtOnce, layout.Count - first);
                    byte[] pixels = Frames.Read<byte>(first..(first + count));
                    for (int i = 0; i < count; i++)
                    {
                        using var frame = layout.ToBgr(pixels.AsSpan(i * layout.FrameBytes, layout.FrameBytes));
                        Transform.Apply(frame, stored);
                        file.Write(stored);
                        hash.AppendData(stored);
                    }
                }

                string content = Convert.ToHexStringLower(hash.GetHashAndReset());
                place = Path.Combine(folder,
                    $"arrays-{content[..16]}-{Transform.Width}x{Transform.Height}x{Transform.Channels}.frames");
                file.Position = 0;
                file.Write(
                    new FrameStoreHeader(layout.Count, Transform.Height, Transform.Width, Transform.Channels,
                    $"arrays, {content}; {Transform.Key}").Encode());
            }

            File.Move(beside, place, overwrite: true);
            return FrameStore.Open(place);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static InvalidDataException Fault(IArrayReader array, string found, string expected) =>
        new($"{array.Path}: found {found}; expected {expected}.");

    /// <param name="Count">Frames.</param>
    /// <param name="Height">Rows.</param>
    /// <param name="Width">Columns.</param>
    /// <param name="Channels">1, or 3: red, green, blue.</param>
    /// <param name="ChannelsFirst">Whether a frame is [C, H, W].</param>
    private sealed record FrameLayout(int Count, int Height, int Width, int Channels, bool ChannelsFirst)
    {
        public int FrameBytes => checked(Height * Width * Channels);

        /// <summary>A frame as OpenCV has it; the caller disposes it.</summary>
        public Mat ToBgr(Span<byte> pixels)
        {
            var bgr = new Mat(Height, Width, MatType.CV_8UC3);
            byte[] values = new byte[Height * Width * 3];
            int place = Height * Width;
            for (int i = 0; i < place; i++)
            {
                for (int c = 0; c < 3; c++)
                {
                    int channel = Channels == 1 ? 0 : 2 - c;
                    values[3 * i + c] = pixels[ChannelsFirst ? channel * place + i : i * Channels + channel];
                }
            }

            Marshal.Copy(values, 0, bgr.Data, values.Length);
            return bgr;
        }
    }
}
