using Research.Alignment;
using Research.Capture;

namespace Research.Experiments.ClosedLoop;

/// <summary>Hears whether a key was pressed, whichever window has the focus.</summary>
internal sealed class StopKey : IDisposable
{
    private readonly IKeySource _keyboard = KeySource.Open();
    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;
    private volatile bool _isPressed;

    /// <summary>Begins to listen.</summary>
    public StopKey(string key)
    {
        _thread = new Thread(() => Listen(key)) { IsBackground = true, Name = "stop key" };
        _thread.Start();
    }

    /// <summary>Whether it was, or can never be, as the keyboard is gone.</summary>
    public bool IsPressed => _isPressed;

    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _keyboard.Dispose();
        _end.Dispose();
    }

    private void Listen(string key)
    {
        try
        {
            _keyboard.Listen(stroke => _isPressed |= stroke.Key == key && stroke.Transition == KeyTransition.Down, _end.Token);
        }
        catch (IOException)
        {
            _isPressed = true;
        }
    }
}
