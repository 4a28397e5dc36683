using OpenCvSharp;

namespace Research.Sessions;

/// <summary>One open decoder that reads windows of frames, checked by their times. It belongs to one thread at a time.</summary>
internal sealed class WindowReader : IDisposable
{
    /// <summary>OpenCV seeks to the key frame before the frame that lies this many before the one that it is asked for.</summary>
    private const int SeekMargin = 16;

    /// <summary>Two ways of reading one time of a container differ by their rounding only.</summary>
    private const double SameTime = 1e-4;

    private readonly VideoReader _video;
    private readonly FrameTransform _transform;
    private readonly ShownFrame[] _index;
    private readonly double _origin;
    private readonly Mat _frame = new();
    private byte[] _kept = [];
    private int _keptFirst;
    private int _current;

    /// <summary>Opens the decoder at the first frame.</summary>
    /// <exception cref="VideoException">The video or its first frame cannot be decoded.</exception>
    internal WindowReader(string file, FrameTransform transform, ShownFrame[] index)
    {
        (_transform, _index) = (transform, index);
        _video = VideoReader.Open(file, threads: 1);
        if (!_video.TryGrab())
        {
            _video.Dispose();
            throw new VideoException(file, 0, "no frame that can be decoded", $"the first of {index.Length}");
        }

        _origin = _video.Milliseconds / 1000;
    }

    private int KeptEnd => _keptFirst + _kept.Length / _transform.FrameBytes;

    /// <summary>Reads frames that are known to exist.</summary>
    /// <exception cref="VideoException">A frame cannot be decoded.</exception>
    internal void Read(int first, int count, Span<byte> destination)
    {
        int size = _transform.FrameBytes;
        var window = destination[..(count * size)];
        int known = first >= _keptFirst && first < KeptEnd ? Math.Min(count, KeptEnd - first) : 0;
        _kept.AsSpan((first - _keptFirst) * (known > 0 ? size : 0), known * size).CopyTo(window);
        for (int i = known; i < count; i++)
        {
            MoveTo(first + i);
            _video.Retrieve(_frame);
            _transform.Apply(_frame, window.Slice(i * size, size));
        }

        (_kept, _keptFirst) = (_kept.Length == window.Length ? _kept : new byte[window.Length], first);
        window.CopyTo(_kept);
    }

    /// <summary>Closes the decoder.</summary>
    public void Dispose()
    {
        _frame.Dispose();
        _video.Dispose();
    }

    private void MoveTo(int frame)
    {
        if (frame < _current || KeyFrameAtOrBefore(Math.Max(0, frame - SeekMargin)) > _current)
        {
            Seek(frame);
        }

        while (_current < frame)
        {
            int next = Grab(_current + 1);
            _current = next == _current + 1 ? next
                : throw Wrong(_current + 1, Describe(next));
        }
    }

    /// <summary>Moves to the frame or to one before it.</summary>
    /// <remarks>
    /// OpenCV computes a frame's number from its time and the mean rate. A seek to number n stops after the first frame whose
    /// number is at least n − 1. So it is given the number of the frame before, plus 1. If it still goes too far, it is
    /// repeated with an earlier frame, at last with the first.
    /// </remarks>
    private void Seek(int frame)
    {
        for (int aim = frame, step = 1; ; aim = Math.Max(0, aim - step), step *= 2)
        {
            double before = aim > 0 ? _index[aim - 1].Seconds + _origin : 0;
            _video.Seek(aim > 0 ? (int)Math.Floor(before * _video.FramesPerSecond + 0.5) + 1 : 0);
            int found = Grab(frame);
            if (found >= 0 && found <= frame)
            {
                _current = found;
                return;
            }

            if (aim == 0)
            {
                throw Wrong(frame, Describe(found));
            }
        }
    }

    private double ShownSeconds => _video.Milliseconds / 1000 - _origin;

    /// <summary>Decodes the next frame.</summary>
    /// <returns>Its number by its time; −1 where no frame is shown at that time.</returns>
    private int Grab(int wanted)
    {
        if (!_video.TryGrab())
        {
            throw Wrong(wanted, "no more that can be decoded");
        }

        double shown = ShownSeconds;
        int low = 0, high = _index.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _index[middle].Seconds < shown - SameTime ? (middle + 1, high) : (low, middle);
        }

        return Math.Abs(_index[low].Seconds - shown) <= SameTime ? low : -1;
    }

    private int KeyFrameAtOrBefore(int frame)
    {
        while (frame > 0 && !_index[frame].IsKey)
        {
            frame--;
        }

        return frame;
    }

    private string Describe(int frame) =>
        frame < 0 ? FormattableString.Invariant($"one shown at {ShownSeconds:0.######} s") : $"frame {frame}";

    private VideoException Wrong(int frame, string found) => new(_video.File, frame, found,
        FormattableString.Invariant($"the frame shown at {_index[frame].Seconds:0.######} s, as the container says"));
}
