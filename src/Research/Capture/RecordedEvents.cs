using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Research.Alignment;

namespace Research.Capture;

/// <summary>
/// The event log of a recording, written to by several threads: what was logged is in the file when the call returns.
/// </summary>
internal sealed class RecordedEvents(string path) : IDisposable
{
    private readonly LineLog _log = new(path);
    private readonly Lock _lock = new();
    private bool _isClosed;
    private int _count;

    /// <summary>Events in the file.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>Logs a press or release. After the end, nothing is logged.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Log(KeyStroke stroke)
    {
        string key = JsonEncodedText.Encode(stroke.Key, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;
        string code = stroke.Code is { } number ? $",\"code\":{number}" : "";
        Append(
            $"{{\"event\":\"{(stroke.Transition == KeyTransition.Down ? "keydown" : "keyup")}\",\"key\":\"{key}\"{code},\"t\":{Number(stroke.Time)}}}\n");
    }

    /// <summary>Logs the beginning or the end of a fight. After the end, nothing is logged.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Mark(bool isStart, double time) =>
        Append($"{{\"event\":\"marker\",\"type\":\"{(isStart ? "fight_start" : "fight_end")}\",\"t\":{Number(time)}}}\n");

    /// <summary>Ends the log.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _log.Dispose();
            _isClosed = true;
        }
    }

    private static string Number(double time) => time.ToString("R", CultureInfo.InvariantCulture);

    private void Append(string line)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _log.Append(Encoding.UTF8.GetBytes(line));
                _count++;
            }
        }
    }
}
