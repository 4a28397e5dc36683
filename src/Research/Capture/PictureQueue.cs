using System.Diagnostics.CodeAnalysis;

namespace Research.Capture;

/// <summary>
/// Pictures on their way from the capturing thread to the writing one, in buffers that are used again and again. Where all of
/// them are in use the newest picture is shown in more frames instead: no frame is lost, the capturing thread never waits, and
/// memory is bounded.
/// </summary>
internal sealed class PictureQueue
{
    private readonly object _lock = new(); // waited on for a picture
    private readonly int _pictureBytes;
    private readonly Stack<byte[]> _free = new();
    private readonly byte[][] _pictures;
    private readonly int[] _frames;
    private int _first;
    private int _waiting;
    private int _made;
    private bool _isComplete;

    /// <param name="pictureBytes">Bytes of one picture.</param>
    /// <param name="memory">Bytes that all buffers together may take; there are two at least.</param>
    public PictureQueue(int pictureBytes, long memory)
    {
        _pictureBytes = pictureBytes;
        _pictures = new byte[(int)Math.Clamp(memory / pictureBytes, 2, 4096)][];
        _frames = new int[_pictures.Length];
    }

    /// <summary>A buffer to capture into.</summary>
    /// <returns>False: all are in use.</returns>
    public bool TryRent([NotNullWhen(true)] out byte[]? buffer)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out buffer) && _made < _pictures.Length)
            {
                _made++;
                buffer = GC.AllocateUninitializedArray<byte>(_pictureBytes);
            }

            return buffer is not null;
        }
    }

    /// <summary>Hands on a picture in a buffer that was rented.</summary>
    /// <param name="picture">The buffer; the queue's from now on.</param>
    /// <param name="frames">How many frames show it.</param>
    public void Add(byte[] picture, int frames)
    {
        lock (_lock)
        {
            int place = (_first + _waiting++) % _pictures.Length;
            (_pictures[place], _frames[place]) = (picture, frames);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Shows the newest picture in more frames.</summary>
    /// <returns>False: it is being written already; then there is a buffer to be had.</returns>
    public bool TryRepeat(int frames)
    {
        lock (_lock)
        {
            if (_waiting == 0)
            {
                return false;
            }

            _frames[(_first + _waiting - 1) % _pictures.Length] += frames;
            return true;
        }
    }

    /// <summary>No more pictures come.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Waits for the oldest picture.</summary>
    /// <param name="picture">In: the one that is written now, or null; its buffer is free again. Out: the next.</param>
    /// <param name="frames">How many frames show it.</param>
    /// <returns>False: that was the last.</returns>
    public bool TryTake([NotNullWhen(true)] ref byte[]? picture, out int frames)
    {
        lock (_lock)
        {
            if (picture is not null)
            {
                _free.Push(picture);
            }

            while (_waiting == 0 && !_isComplete)
            {
                Monitor.Wait(_lock);
            }

            if (_waiting == 0)
            {
                (picture, frames) = (null, 0);
                return false;
            }

            (picture, frames) = (_pictures[_first], _frames[_first]);
            _first = (_first + 1) % _pictures.Length;
            _waiting--;
            return true;
        }
    }
}
