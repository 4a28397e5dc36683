using System.Globalization;
using OpenCvSharp;
using Research.Alignment;
using Research.Sessions;
using Research.Training;

namespace Research.Capture;

/// <summary>
/// Records a screen and the keys pressed before it: <c>NAME.mp4</c>, <c>NAME_frames.jsonl</c>, <c>NAME_events.jsonl</c> and
/// <c>NAME_session.json</c>. One thread captures by the clock and never waits for another; one writes. Every line is in its file
/// before the picture that it belongs to is, so that a recording which was cut off needs only its ends trimmed
/// (<see cref="SessionRepair"/>). Source: Cuphead report, appendix C; SPEC.md §F.
/// </summary>
public sealed partial class SessionRecorder : IDisposable
{
    private const long FullDisk = 1_000_000;

    private readonly IScreenSource _screen;
    private readonly RecorderOptions _options;
    private readonly SessionFiles _files;
    private readonly PictureQueue _queue;
    private readonly VideoEncoder _encoder;
    private readonly LineLog _frameLog;
    private readonly RecordedEvents _events;
    private readonly RecordedMouse? _mouse;
    private readonly RecordingInfo _info;
    private readonly FrameSchedule _schedule;
    private readonly ScreenLog _screenLog;
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
        _screenLog = new ScreenLog(screen.Width, screen.Height);
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
            _mouse = options.LogsMouse ? new RecordedMouse(files.Mouse, options.FramesPerSecond) : null;
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
            _mouse?.Dispose();
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

    /// <summary>Logs what the mouse did, where the options ask for it; not before the first frame.</summary>
    public void Log(MouseInput input)
    {
        if (input.Time >= (long)(Start * 1e9))
        {
            Append(() => _mouse?.Log(input));
        }
    }

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
        _mouse?.Dispose();
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
            SizeChanges = _screenLog.SizeChanges,
            Covered = _screenLog.Covered,
            Hidden = _screenLog.Hidden,
            Black = _screenLog.Black,
            LongestDelay = Math.Round(_longestDelay * 1000, 3),
            ClockStep = Math.Round(SystemClockOffset() - _clockOffset, 3),
        };
        try
        {
            var settled = SessionRepair.Settle(_files, _files.Video, _options.FramesPerSecond, RepairWay.OfRecorder);
            (info with { Frames = settled.Frames, Losses = settled.Losses }).Write(_files.Info);
            return new RecordedSession(_files, settled.Frames, settled.Seconds, _events.Count, _duplicates, _overflowed,
                _endReason!, _isFault, settled.Losses)
            {
                Notices = _screenLog.Notices(),
            };
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException or VideoException)
        {
            (info with { Frames = 0 }).Write(_files.Info);
            throw new IOException(
                $"{_files.Video}: found no whole frame when the recording ended ({_endReason}); expected at least one.");
        }
    }
}
