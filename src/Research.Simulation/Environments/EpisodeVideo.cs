using System.Collections.Concurrent;
using OpenCvSharp;
using Research.Sessions;

namespace Research.Simulation.Environments;

/// <summary>
/// A video that is written while it is played: at most some frames are in memory. It is complete when it is closed.
/// </summary>
internal sealed class EpisodeVideo : IDisposable
{
    private readonly BlockingCollection<Mat> _frames = new(boundedCapacity: 16);
    private readonly ConcurrentBag<Mat> _free = [];
    private readonly Task _writing;
    private readonly Size _size;

    public EpisodeVideo(string file, Size size, double fps)
    {
        _size = size;
        _writing = Task.Factory.StartNew(() => VideoFileWriter.Write(file, size, fps, Take()), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Frames so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a frame that the caller paints.</summary>
    public void Add(Action<Mat> paint)
    {
        var frame = _free.TryTake(out var used) ? used : new Mat(_size, MatType.CV_8UC3);
        paint(frame);
        Count++;
        while (!_frames.TryAdd(frame, millisecondsTimeout: 100))
        {
            if (_writing.IsCompleted)
            {
                frame.Dispose();
                _writing.GetAwaiter().GetResult(); // throws what ended it
                return;
            }
        }
    }

    /// <summary>Closes the video, and throws what went wrong with it.</summary>
    public void Close()
    {
        _frames.CompleteAdding();
        _writing.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frames.CompleteAdding();
        ((IAsyncResult)_writing).AsyncWaitHandle.WaitOne();
        foreach (var frame in _free.Concat(_frames.GetConsumingEnumerable()))
        {
            frame.Dispose();
        }

        _frames.Dispose();
    }

    private IEnumerable<Mat> Take()
    {
        foreach (var frame in _frames.GetConsumingEnumerable())
        {
            yield return frame;
            _free.Add(frame);
        }
    }
}
