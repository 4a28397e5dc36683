using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;
using OpenCvSharp;

namespace Research.Sessions;

/// <summary>
/// Decodes and transforms a video into a file, on all cores: each thread takes a stretch of it. That is right only if seeking
/// finds the very frame, so a stretch also decodes the first frame of the next one, and both must have the same time and the same
/// pixels, and every stretch must have all of its frames. Where that fails, or the container does not number its frames, one
/// thread decodes from the first frame to the last, and reports what is wrong with the video, if anything is.
/// </summary>
/// <remarks>
/// Both ways read by <see cref="VideoReader"/>, and decoders give the same pixels on any number of threads, so a file never shows
/// which way it was made. A stretch decodes on one thread of FFmpeg's: the stretches already keep all cores busy, and FFmpeg
/// would start as many threads as there are cores for each.
/// </remarks>
internal sealed class VideoDecode(
    string video, FrameTransform transform, SafeFileHandle file, long offset, IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
{
    /// <summary>Below this many frames, a stretch costs more to seek than it saves.</summary>
    internal const int ShortestStretch = 128;

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Lock _report = new();
    private TimeSpan _reported = TimeSpan.FromSeconds(-1);
    private int _done;
    private int _total;

    /// <summary>The most threads that decode.</summary>
    internal int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Stretches that the frames came from; 1: from the first to the last.</summary>
    internal int Stretches { get; private set; } = 1;

    /// <returns>Number of frames.</returns>
    /// <exception cref="VideoException">The video cannot be opened, or not all of its frames decoded.</exception>
    internal int Run()
    {
        int? declared;
        using (var reader = VideoReader.Open(video))
        {
            declared = reader.DeclaredFrames;
            _total = reader.EstimatedFrames;
        }

        int most = Math.Min(Threads, (declared ?? 0) / ShortestStretch);
        int count = declared is { } frames && most > 1 && InStretches(frames, most) ? frames : FromFirstToLast(declared);
        Report(count, always: true);
        return count;
    }

    private int FromFirstToLast(int? declared)
    {
        (_done, Stretches) = (0, 1);
        var whole = new Stretch(0, declared ?? int.MaxValue);
        using var source = VideoReader.Open(video);
        Decode(whole, source, cancellation);
        return source.NextFrame > 0 ? source.NextFrame : throw new VideoException(video, -1, "no frame", "at least one");
    }

    /// <returns>False: the stretches are not complete, or do not fit together.</returns>
    private bool InStretches(int frames, int count)
    {
        Stretches = count;
        var stretches = Enumerable.Range(0, count)
            .Select(i => new Stretch((int)((long)frames * i / count), (int)((long)frames * (i + 1) / count))).ToArray();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var threads = stretches.Select(stretch =>
            new Thread(() => Guard(stretch, frames, stop)) { IsBackground = true, Name = "decoding" }).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        cancellation.ThrowIfCancellationRequested();
        if (stretches.FirstOrDefault(s => s.Fault is not (null or OperationCanceledException or VideoException)) is { } failed)
        {
            ExceptionDispatchInfo.Throw(failed.Fault!);
        }

        return stretches.All(s => s.IsWhole) && stretches.Zip(stretches.Skip(1)).All(pair => pair.First.MeetsNext(pair.Second));
    }

    private void Guard(Stretch stretch, int frames, CancellationTokenSource stop)
    {
        try
        {
            using var source = VideoReader.Open(video, threads: 1);
            if (stretch.First > 0)
            {
                source.Seek(stretch.First);
            }

            Decode(stretch, source, stop.Token);
            stretch.IsWhole = source.NextFrame == stretch.End;
            ReadOneMore(stretch, source, frames);
        }
        catch (Exception e)
        {
            stretch.Fault = e;
        }

        if (!stretch.IsWhole || stretch.Fault is not null)
        {
            stop.Cancel();
        }
    }

    private void Decode(Stretch stretch, VideoReader source, CancellationToken stop)
    {
        using var frame = new Mat();
        byte[] pixels = new byte[transform.FrameBytes];
        while (source.NextFrame < stretch.End && source.TryRead(frame))
        {
            stop.ThrowIfCancellationRequested();
            int index = source.NextFrame - 1;
            transform.Apply(frame, pixels);
            RandomAccess.Write(file, pixels, offset + (long)index * pixels.Length);
            if (index == stretch.First)
            {
                stretch.FirstSeen = (source.Milliseconds, pixels.ToArray());
            }

            Report(Interlocked.Increment(ref _done), always: false);
        }
    }

    private void ReadOneMore(Stretch stretch, VideoReader source, int frames)
    {
        using var frame = new Mat();
        if (stretch.IsWhole && stretch.End < frames && source.TryRead(frame))
        {
            byte[] pixels = new byte[transform.FrameBytes];
            transform.Apply(frame, pixels);
            stretch.NextSeen = (source.Milliseconds, pixels);
        }
    }

    private void Report(int done, bool always)
    {
        if (progress is null || (!always && _watch.Elapsed - _reported < TimeSpan.FromMilliseconds(100)))
        {
            return;
        }

        lock (_report)
        {
            _reported = _watch.Elapsed;
            progress.Report(new WorkProgress(Path.GetFileNameWithoutExtension(video), done,
                always ? done : Math.Max(done, _total)));
        }
    }

    /// <summary>Frames First to End − 1, the work of one thread.</summary>
    private sealed class Stretch(int first, int end)
    {
        internal int First { get; } = first;

        internal int End { get; } = end;

        internal bool IsWhole { get; set; }

        internal Exception? Fault { get; set; }

        internal (double Milliseconds, byte[]? Pixels) FirstSeen { get; set; }

        internal (double Milliseconds, byte[]? Pixels) NextSeen { get; set; }

        internal bool MeetsNext(Stretch next) =>
            NextSeen.Pixels is not null && NextSeen.Milliseconds == next.FirstSeen.Milliseconds && NextSeen.Pixels.AsSpan()
                .SequenceEqual(next.FirstSeen.Pixels);
    }
}
