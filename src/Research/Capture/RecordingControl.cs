using System.Collections.Concurrent;
using Research.Alignment;

namespace Research.Capture;

/// <summary>What a recording is doing.</summary>
public enum RecordingState
{
    /// <summary>It waits to be begun.</summary>
    Waiting,

    /// <summary>It records.</summary>
    Recording,

    /// <summary>It has ended, or ends.</summary>
    Ended,
}

/// <summary>
/// What stands between the keys, the panel and the recorder: a queue of messages that one thread works off in order. Hot keys
/// act; every other key is logged. A key that was down already when the recording begins is logged as going down with the first
/// frame. Source: Cuphead report, appendices C.2 and C.3.
/// </summary>
public sealed class RecordingControl : IDisposable
{
    private readonly BlockingCollection<Message> _messages = [];
    private readonly Dictionary<(string Key, int? Code), KeyStroke> _held = [];
    private readonly CancellationTokenSource _stopListening = new();
    private readonly IKeySource _keys;
    private readonly HotKeys _hotKeys;
    private readonly Func<SessionRecorder> _begin;
    private readonly TaskCompletionSource<RecordedSession?> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _listening, _working;
    private volatile SessionRecorder? _recorder;
    private volatile string _lastAction = "";
    private volatile bool _isPaused;
    private volatile RecordingState _state;
    private int _fights;
    private double _deafUntil = double.NegativeInfinity;
    private volatile bool _isFighting;

    /// <summary>Begins to listen.</summary>
    /// <param name="keys">The keys; not disposed of.</param>
    /// <param name="hotKeys">Which of them steer.</param>
    /// <param name="begin">Begins the recording, when the hot key or <see cref="Begin"/> asks for it.</param>
    public RecordingControl(IKeySource keys, HotKeys hotKeys, Func<SessionRecorder> begin)
    {
        (_keys, _hotKeys, _begin) = (keys, hotKeys, begin);
        _listening = new Thread(Listen) { IsBackground = true, Name = "keys" };
        _working = new Thread(Work) { IsBackground = true, Name = "recording control" };
        _working.Start();
        _listening.Start();
    }

    /// <summary>What the recording is doing.</summary>
    public RecordingState State => _state;

    /// <summary>The recording; null before it begins.</summary>
    public SessionRecorder? Recorder => _recorder;

    /// <summary>Fights that were marked.</summary>
    public int Fights => Volatile.Read(ref _fights);

    /// <summary>Whether a fight is going on.</summary>
    public bool IsFighting => _isFighting;

    /// <summary>The last thing that happened, in words; empty at first.</summary>
    public string LastAction => _lastAction;

    /// <summary>The session once it is complete on disk; null where the recording never began.</summary>
    public Task<RecordedSession?> Completion => _completion.Task;

    /// <summary>While true no key is heard: someone types a name. A key pressed then is not held afterwards either.</summary>
    public bool IsPaused
    {
        get => _isPaused;
        set
        {
            if (_isPaused && !value)
            {
                Volatile.Write(ref _deafUntil, UtcClock.Now); // what was pressed in the pause may still be on its way
            }

            _isPaused = value;
        }
    }

    /// <summary>Begins the recording, as the hot key does.</summary>
    public void Begin() => Post(new Message.Begin());

    /// <summary>Ends the recording, or the waiting for it.</summary>
    /// <param name="reason">Why, in words.</param>
    public void End(string reason) => Post(new Message.End(reason));

    /// <summary>Ends the recording and stops listening.</summary>
    public void Dispose()
    {
        End("the program ended");
        _stopListening.Cancel();
        _working.Join();
        _listening.Join();
        _stopListening.Dispose();
        _messages.Dispose();
    }

    private void Post(Message message)
    {
        try
        {
            _messages.Add(message);
        }
        catch (InvalidOperationException)
        {
            // The recording has ended; nobody waits for messages.
        }
    }

    private void Listen()
    {
        try
        {
            _keys.Listen(Hear, _stopListening.Token, HearMouse);
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception fault)
        {
            Post(new Message.Deaf(fault));
        }
    }

    /// <summary>The mouse steers nothing, so that it needs no turn among the messages.</summary>
    private void HearMouse(MouseInput input)
    {
        if (!_isPaused)
        {
            _recorder?.Log(input);
        }
    }

    private void Hear(KeyStroke stroke)
    {
        bool isLost = _isPaused || stroke.Time < Volatile.Read(ref _deafUntil);
        if (!isLost || stroke.Transition == KeyTransition.Up)
        {
            Post(new Message.Key(stroke));
        }
    }

    private void Work()
    {
        try
        {
            foreach (var message in _messages.GetConsumingEnumerable())
            {
                Handle(message);
                if (_state == RecordingState.Ended)
                {
                    break;
                }
            }

            _messages.CompleteAdding();
            _completion.SetResult(_recorder?.Completion.GetAwaiter().GetResult());
        }
        catch (Exception fault)
        {
            _state = RecordingState.Ended;
            _messages.CompleteAdding();
            _completion.SetException(fault);
        }
    }

    private void Handle(Message message)
    {
        switch (message)
        {
            case Message.Key(var stroke):
                Handle(stroke);
                break;
            case Message.Begin when _state == RecordingState.Waiting:
                BeginRecording();
                break;
            case Message.End(var reason):
                EndRecording(reason);
                break;
            case Message.Deaf(var fault) when _recorder is not null:
                EndRecording($"the keys can no longer be heard: {fault.Message}", isFault: true);
                break;
            case Message.Deaf(var fault):
                throw new IOException(fault.Message, fault);
        }
    }

    private void Handle(KeyStroke stroke)
    {
        if (_hotKeys.Contains(stroke.Key))
        {
            if (stroke.Transition == KeyTransition.Down)
            {
                Act(stroke);
            }
        }
        else if (stroke.Transition == KeyTransition.Down ? _held.TryAdd((stroke.Key, stroke.Code), stroke)
            : _held.Remove((stroke.Key, stroke.Code)))
        {
            if (_recorder is { } recorder)
            {
                // it may have happened while FFmpeg started
                recorder.Log(stroke with { Time = Math.Max(stroke.Time, recorder.Start) });
                _lastAction = $"{stroke.Key} {(stroke.Transition == KeyTransition.Down ? "down" : "up")}";
            }
        }
    }

    private void Act(KeyStroke stroke)
    {
        if (stroke.Key == _hotKeys.Toggle)
        {
            if (_state == RecordingState.Waiting)
            {
                BeginRecording();
            }
            else
            {
                EndRecording("stopped by its hot key");
            }
        }
        else if (_recorder is null)
        {
            _lastAction = $"{stroke.Key} ignored: nothing is being recorded";
        }
        else if (stroke.Key == _hotKeys.FightStart == _isFighting)
        {
            _lastAction = _isFighting ? $"{stroke.Key} ignored: a fight is going on"
                : $"{stroke.Key} ignored: there is no fight to end";
        }
        else
        {
            _isFighting = !_isFighting;
            _fights += _isFighting ? 1 : 0;
            _recorder.Mark(_isFighting, Math.Max(stroke.Time, _recorder.Start));
            _lastAction = _isFighting ? "fight start" : "fight end";
        }
    }

    private void BeginRecording()
    {
        var recorder = _begin();
        foreach (var press in _held.Values)
        {
            recorder.Log(press with { Time = recorder.Start });
        }

        (_recorder, _state, _lastAction) = (recorder, RecordingState.Recording, "recording began");
        recorder.Completion.ContinueWith(_ => Post(new Message.End("")), TaskScheduler.Default);
    }

    private void EndRecording(string reason, bool isFault = false)
    {
        _recorder?.End(reason, isFault);
        (_state, _lastAction) = (RecordingState.Ended, reason.Length > 0 ? reason : "the recording ended");
    }

    private abstract record Message
    {
        public sealed record Key(KeyStroke Stroke) : Message;

        public sealed record Begin : Message;

        public sealed record End(string Reason) : Message;

        public sealed record Deaf(Exception Fault) : Message;
    }
}
