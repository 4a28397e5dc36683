using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Win32.SafeHandles;
using OpenCvSharp;

namespace Research.Data;

/// <summary>
/// Decodes and transforms a video into a file, on all cores: each thread takes a stretch of it. That is right only if seeking finds
/// the very frame, so a stretch also decodes the first frame of the next one, and both must have the same time and the same pixels;
/// where they have not, or the container does not number its frames, one thread decodes from the first frame to the last.
/// </summary>
internal sealed class VideoDecode(
    string video, FrameTransform transform, SafeFileHandle file, long offset, IProgress<FillProgress>? progress, CancellationToken cancellation)
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

        int count = declared is { } frames ? InStretches(frames) ?? FromFirstToLast() : FromFirstToLast();
        Report(count, always: true);
        return count;
    }

    private int FromFirstToLast()
    {
        _done = 0;
        var whole = new Stretch(0, int.MaxValue);
        Decode(whole, cancellation);
        return whole.Read == 0 ? throw new VideoException(video, -1, "no frame", "at least one") : whole.Read;
    }

    /// <returns>Null: the stretches do not fit together.</returns>
    private int? InStretches(int frames)
    {
        int count = Math.Clamp(frames / ShortestStretch, 1, Math.Max(1, Threads));
        var stretches = Enumerable.Range(0, count)
            .Select(i => new Stretch((int)((long)frames * i / count), (int)((long)frames * (i + 1) / count))).ToArray();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var threads = stretches.Select(stretch => new Thread(() => Guard(stretch, stop)) { IsBackground = true, Name = "decoding" }).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        cancellation.ThrowIfCancellationRequested();
        if (stretches.FirstOrDefault(s => s.Fault is not null and not OperationCanceledException) is { } failed)
        {
            if (failed.Fault is VideoException && count > 1)
            {
                return null; // told again, with the right frame, by the thread that decodes all of it
            }

            ExceptionDispatchInfo.Throw(failed.Fault!);
        }

        return stretches.Zip(stretches.Skip(1)).All(pair => pair.First.MeetsNext(pair.Second)) ? frames : null;
    }

    private void Guard(Stretch stretch, CancellationTokenSource stop)
    {
        try
        {
            Decode(stretch, stop.Token);
        }
        catch (Exception e)
        {
            stretch.Fault = e;
            stop.Cancel();
        }
    }

    private void Decode(Stretch stretch, CancellationToken stop)
    {
        using var reader = VideoReader.Open(video);
        using var frame = new Mat();
        var pixels = new byte[transform.FrameBytes];
        if (stretch.First > 0)
        {
            reader.Seek(stretch.First);
        }

        while (reader.NextFrame < stretch.End && reader.TryRead(frame))
        {
            stop.ThrowIfCancellationRequested();
            int index = reader.NextFrame - 1;
            transform.Apply(frame, pixels);
            RandomAccess.Write(file, pixels, offset + (long)index * pixels.Length);
            if (index == stretch.First)
            {
                stretch.FirstSeen = (reader.Milliseconds, pixels.ToArray());
            }

            Report(Interlocked.Increment(ref _done), always: false);
        }

        stretch.Read = reader.NextFrame - stretch.First;
        if (reader.NextFrame == stretch.End && reader.DeclaredFrames > stretch.End && reader.TryRead(frame))
        {
            transform.Apply(frame, pixels);
            stretch.NextSeen = (reader.Milliseconds, pixels);
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
            progress.Report(new FillProgress(done, always ? done : Math.Max(done, _total), _reported));
        }
    }

    /// <summary>Frames First to End − 1, the work of one thread.</summary>
    private sealed class Stretch(int first, int end)
    {
        internal int First { get; } = first;

        internal int End { get; } = end;

        /// <summary>How many were read.</summary>
        internal int Read { get; set; }

        internal Exception? Fault { get; set; }

        internal (double Milliseconds, byte[] Pixels) FirstSeen { get; set; }

        internal (double Milliseconds, byte[] Pixels) NextSeen { get; set; }

        internal bool MeetsNext(Stretch next) =>
            NextSeen.Milliseconds == next.FirstSeen.Milliseconds && NextSeen.Pixels.AsSpan().SequenceEqual(next.FirstSeen.Pixels);
    }
}
