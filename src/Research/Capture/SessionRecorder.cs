using System.Globalization;
using OpenCvSharp;
using Research.Sessions;
using Research.Training;

namespace Research.Capture;

/// <summary>
/// Records a screen and the keys pressed before it: <c>NAME.mp4</c>, <c>NAME_frames.jsonl</c>, <c>NAME_events.jsonl</c> and
/// <c>NAME_session.json</c>. One thread captures by the clock and never waits for another; one writes. Every line is in its file
/// before the picture that it belongs to is, so that a recording which was cut off needs only its ends trimmed
/// (<see cref="SessionRepair"/>). Source: Cuphead report, appendix C; SPEC.md §F.
/// </summary>
public sealed class SessionRecorder : IDisposable
{
    private const long FullDisk = 1_000_000;

    private readonly IScreenSource _screen;
    private readonly RecorderOptions _options;
    private readonly SessionFiles _files;
    private readonly PictureQueue _queue;
    private readonly VideoEncoder _encoder;
    private readonly LineLog _frameLog;
    private readonly RecordedEvents _events;
    private readonly RecordingInfo _info;
    private readonly FrameSchedule _schedule;
    private readonly Lock _ending = new();
    private readonly ManualResetEventSlim _ended = new(initialState: false, spinCount: 0);
    private readonly TaskCompletionSource<RecordedSession> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly double _clockOffset;
    private int _due, _written, _pictures, _duplicates, _overflowed;
    private long _freeBytes;
    private double _longestDelay;
    private string? _endReason;
    private bool _isFault;

    private SessionRecorder(IScreenSource screen, SessionFiles files, RecorderOptions options)
    {
        (_screen, _files, _options) = (screen, files, options);
        if (FreeBytes() is var free && free < options.KeepFree)
        {
            throw new IOException(
                $"{files.Folder}: found {Megabytes(free)} left on its disk; expected at least {Megabytes(options.KeepFree)}, "
                + "which a recording keeps free.");
        }

        _queue = new PictureQueue(screen.Width * screen.Height * 3 / 2, options.QueueMemory);
        _ = new FrameSchedule(UtcClock.Now, options.FramesPerSecond); // refuses a wrong rate before there is a file
        string ffmpeg = FfmpegProcess.RequireVersion();
        LoadConversion();
        try
        {
            _frameLog = new LineLog(files.Frames);
            _events = new RecordedEvents(files.Events);
            _encoder = VideoEncoder.Start(files.Video, screen.Width, screen.Height, options.FramesPerSecond);
            _clockOffset = SystemClockOffset();
            _info = new RecordingInfo
            {
                Source = screen.Description,
                Width = screen.Width,
                Height = screen.Height,
                FramesPerSecond = options.FramesPerSecond,
                Codec = VideoEncoder.Codec,
                Started = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
                Host = Environment.MachineName,
                Machine = Provenance.Machine,
                Kit = Provenance.Kit,
                Ffmpeg = ffmpeg,
                FfmpegProcess = _encoder.ProcessId,
            };
            _info.Write(files.Info);
        }
        catch
        {
            _encoder?.Dispose();
            _events?.Dispose();
            if (_frameLog is not null) // without it another recorder was faster, and the files are its own
            {
                _frameLog.Dispose();
                foreach (string file in files.Existing)
                {
                    File.Delete(file);
                }
            }

            throw;
        }

        _schedule = new FrameSchedule(UtcClock.Now, options.FramesPerSecond);
        new Thread(Capture) { IsBackground = true, Name = "capture" }.Start();
        new Thread(Write) { IsBackground = true, Name = "recording" }.Start();
    }

    /// <summary>The session, once the recording has ended.</summary>
    public Task<RecordedSession> Completion => _completion.Task;

    /// <summary>UTC seconds of frame 0.</summary>
    public double Start => _schedule.Start;

    /// <summary>How far the recording is.</summary>
    public RecorderStatus Status => new(
        UtcClock.Now - Start, Volatile.Read(ref _due), Volatile.Read(ref _written), Volatile.Read(ref _pictures),
            Volatile.Read(ref _duplicates),
        Volatile.Read(ref _overflowed), _events.Count, Volatile.Read(ref _freeBytes));

    /// <summary>Begins to record.</summary>
    /// <param name="screen">What is captured; it must not be disposed of before the recording has ended.</param>
    /// <param name="folder">The folder of the session's files; made where it is absent.</param>
    /// <param name="name">What their names begin with.</param>
    /// <param name="options">Rate and limits; by default 10 frames a second.</param>
    /// <exception cref="ArgumentException">The name is no file name, or there is no such rate.</exception>
    /// <exception cref="IOException">There is a session of that name, the files cannot be made, or FFmpeg is not
    /// installed.</exception>
    public static SessionRecorder Begin(IScreenSource screen, string folder, string name, RecorderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(screen);
        var files = new SessionFiles(folder, name);
        files.RequireNew();
        return new SessionRecorder(screen, files, options ?? new RecorderOptions());
    }

    /// <summary>Logs a press or release; it is in the file when this returns. After the end, nothing is logged.</summary>
    public void Log(KeyStroke stroke) => Append(() => _events.Log(stroke));

    /// <summary>Logs the beginning or the end of a fight.</summary>
    /// <param name="isStart">Whether it begins.</param>
    /// <param name="time">UTC seconds.</param>
    public void Mark(bool isStart, double time) => Append(() => _events.Mark(isStart, time));

    /// <summary>Ends the recording: what is captured is still written, and <see cref="Completion"/> has the session.</summary>
    /// <param name="reason">Why, for <c>NAME_session.json</c>. The first reason counts.</param>
    public void End(string reason) => End(reason, isFault: false);

    /// <summary>Ends the recording and waits until its files are closed.</summary>
    public void Dispose()
    {
        End("the program ended");
        ((IAsyncResult)Completion).AsyncWaitHandle.WaitOne();
    }

    /// <summary>
    /// Converts a small picture: the first one has OpenCV loaded, which takes up to a second and must not be part of the
    /// recording.
    /// </summary>
    private static void LoadConversion()
    {
        using var bgra = new Mat(2, 2, MatType.CV_8UC4, Scalar.All(0));
        using var planes = new Mat();
        Cv2.CvtColor(bgra, planes, ColorConversionCodes.BGRA2YUV_I420);
    }

    /// <summary>How far the system's clock is ahead of the recording's, in seconds.</summary>
    private static double SystemClockOffset() => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds - UtcClock.Now;

    internal void End(string reason, bool isFault)
    {
        lock (_ending)
        {
            if (_endReason is null)
            {
                (_endReason, _isFault) = (reason, isFault);
            }
        }

        _ended.Set();
    }

    private void Append(Action append)
    {
        try
        {
            append();
        }
        catch (IOException fault)
        {
            End(fault.Message, isFault: true);
        }
    }

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

    private long FreeBytes()
    {
        string folder = Path.GetFullPath(_files.Folder);
        _freeBytes = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        return _freeBytes;
    }

    private static string Megabytes(long bytes) => $"{bytes / 1e6:N0} MB";

    private RecordedSession Close()
    {
        string? fault = _encoder.Finish();
        if (fault is not null)
        {
            End(fault, isFault: true);
        }

        _frameLog.Dispose();
        _events.Dispose();
        _encoder.Dispose();
        if (_isFault && FreeBytes() < FullDisk)
        {
            _endReason = $"the disk of {_files.Folder} is full";
        }

        var info = _info with
        {
            EndReason = _endReason,
            Duplicates = _duplicates,
            Overflowed = _overflowed,
            LongestDelay = Math.Round(_longestDelay * 1000, 3),
            ClockStep = Math.Round(SystemClockOffset() - _clockOffset, 3),
        };
        try
        {
            var settled = SessionRepair.Settle(_files, _files.Video, _options.FramesPerSecond, RepairWay.OfRecorder);
            (info with { Frames = settled.Frames, Losses = settled.Losses }).Write(_files.Info);
            return new RecordedSession(_files, settled.Frames, settled.Seconds, _events.Count, _duplicates, _overflowed,
                _endReason!, _isFault, settled.Losses);
        }
        catch (InvalidDataException)
        {
            (info with { Frames = 0 }).Write(_files.Info);
            throw new IOException(
                $"{_files.Video}: found no whole frame when the recording ended ({_endReason}); expected at least one.");
        }
    }
}
