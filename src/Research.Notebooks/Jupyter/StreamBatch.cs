using System.Text;

namespace Research.Notebooks.Jupyter;

/// <summary>Collects what a cell prints, so that many small pieces become few messages and a flood has an end.</summary>
/// <param name="send">Takes the stream's name and the text.</param>
internal sealed class StreamBatch(Action<string, string> send)
{
    /// <summary>So many characters of one cell are shown.</summary>
    public const int Limit = 4_000_000;

    private const int Full = 64 << 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private string _name = "stdout";
    private Timer? _timer;
    private long _shown, _leftOut;

    public void Write(string name, string text)
    {
        lock (_gate)
        {
            int taken = (int)Math.Min(text.Length, Limit - _shown);
            if (taken < text.Length && taken > 0 && char.IsHighSurrogate(text[taken - 1]))
            {
                taken--;
            }

            _leftOut += text.Length - taken;
            _shown += taken;
            if (taken == 0)
            {
                return;
            }

            if (name != _name)
            {
                Send();
            }

            _name = name;
            _text.Append(text, 0, taken);
            if (_text.Length >= Full)
            {
                Send();
            }
            else if (_text.Length == taken)
            {
                // Only the first text of a batch starts the timer: a cell that prints steadily would put it off for ever.
                (_timer ??= new Timer(static self => ((StreamBatch)self!).Flush(), this, Timeout.Infinite, Timeout.Infinite))
                .Change(Pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Sends what is there.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            Send();
        }
    }

    /// <summary>Sends what is there, and how much was left out; what comes later counts anew.</summary>
    public void End()
    {
        lock (_gate)
        {
            Send();
            _timer?.Dispose();
            _timer = null;
            if (_leftOut > 0)
            {
                send("stderr",
                    $"\n… {_leftOut:N0} more characters were left out: of what one cell prints, the first {Limit:N0} are "
                        + "shown.\n");
            }

            _leftOut = _shown = 0;
        }
    }

    private void Send()
    {
        if (_text.Length == 0)
        {
            return;
        }

        send(_name, _text.ToString());
        _text.Clear();
    }
}
