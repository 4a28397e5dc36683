using System.Globalization;
using OpenCvSharp;

namespace Research.Capture;

/// <content>The threads that take pictures and write frames.</content>
public sealed partial class SessionRecorder
{
    private const byte BlackLuminance = 16; // of black in I420

    /// <summary>The capturing thread. It sleeps only when it is ahead.</summary>
    private void Capture()
    {
        try
        {
            byte[] shot = new byte[_screen.Width * _screen.Height * 4];
            using var bgra = Mat.FromPixelData(_screen.Height, _screen.Width, MatType.CV_8UC4, shot);
            while (!_ended.IsSet || _due == 0) // frame 0 is due at once, and is always there
            {
                double ahead = _schedule.TimeOf(_due) - UtcClock.Now;
                if (ahead > 0)
                {
                    _ended.Wait((int)Math.Ceiling(ahead * 1000));
                }
                else
                {
                    CaptureOne(shot, bgra);
                }
            }
        }
        catch (Exception fault)
        {
            End(fault.Message, isFault: true);
        }
        finally
        {
            _queue.Complete();
        }
    }

    private void CaptureOne(byte[] shot, Mat bgra)
    {
        if (!_queue.TryRent(out byte[]? picture))
        {
            int late = _schedule.Due(_due, UtcClock.Now).Count;
            if (_queue.TryRepeat(late))
            {
                _due += late;
                _overflowed += late;
            }

            return;
        }

        _screen.Capture(shot);
        double now = UtcClock.Now;
        int frames = _schedule.Due(_due, now).Count;
        _longestDelay = Math.Max(_longestDelay, now - _schedule.TimeOf(_due));
        using (var planes = Mat.FromPixelData(_screen.Height * 3 / 2, _screen.Width, MatType.CV_8UC1, picture))
        {
            Cv2.CvtColor(bgra, planes, ColorConversionCodes.BGRA2YUV_I420);
        }

        bool isBlack = picture.AsSpan(0, _screen.Width * _screen.Height).IndexOfAnyExcept(BlackLuminance) < 0;
        _screenLog.Add(_due, frames, _screen.State, isBlack);
        _queue.Add(picture, frames);
        _pictures++;
        _duplicates += frames - 1;
        _due += frames;
    }

    /// <summary>The writing thread, which also closes the files.</summary>
    private void Write()
    {
        try
        {
            WriteFrames();
        }
        catch (Exception fault)
        {
            End(fault.Message, isFault: true);
        }

        try
        {
            _completion.SetResult(Close());
        }
        catch (Exception fault)
        {
            _completion.SetException(fault);
        }
    }

    private void WriteFrames()
    {
        byte[]? picture = null;
        byte[] line = new byte[64];
        double nextLook = 0;
        while (_queue.TryTake(ref picture, out int frames))
        {
            for (int i = 0; i < frames; i++)
            {
                _frameLog.Append(line.AsSpan(0, FormatLine(line, _schedule.TimeOf(_written))));
                _encoder.Write(picture);
                _written++;
            }

            if (UtcClock.Now >= nextLook)
            {
                nextLook = UtcClock.Now + 1;
                if (FreeBytes() < _options.KeepFree)
                {
                    End($"{Megabytes(_freeBytes)} are left on the disk of {_files.Folder}; {Megabytes(_options.KeepFree)} are "
                        + "kept free", isFault: true);
                }
            }
        }
    }

    private static int FormatLine(Span<byte> line, double time)
    {
        "{\"t\":"u8.CopyTo(line);
        time.TryFormat(line[5..], out int digits, "R", CultureInfo.InvariantCulture);
        "}\n"u8.CopyTo(line[(5 + digits)..]);
        return digits + 7;
    }
}
