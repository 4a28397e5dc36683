using System.Text;
using Research.Alignment;

namespace Research.Capture;

/// <summary>
/// The mouse log of a recording: every button and notch of the wheel, and motion summed over a frame. What was logged is in the
/// file when the call returns, but for the motion of the frame at hand.
/// </summary>
internal sealed class RecordedMouse : IDisposable
{
    private readonly LineLog _log;
    private readonly Lock _lock = new();
    private readonly long _frame;
    private MouseInput? _motion;
    private bool _isClosed;

    /// <summary>Begins the log.</summary>
    /// <param name="path">The file, which must not be there.</param>
    /// <param name="framesPerSecond">The rate of the recording.</param>
    internal RecordedMouse(string path, int framesPerSecond)
    {
        (_log, _frame) = (new LineLog(path), 1_000_000_000 / framesPerSecond);
        _log.Append(Encoding.UTF8.GetBytes(MouseLog.Header + "\n"));
    }

    /// <summary>Logs what the mouse did. After the end, nothing is logged.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal void Log(MouseInput input)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            if (_motion is { } summed && (input.Action != MouseAction.Move || input.Time - summed.Time >= _frame))
            {
                Append(summed);
                _motion = null;
            }

            if (input.Action != MouseAction.Move)
            {
                Append(input);
                return;
            }

            _motion = _motion is { } before ? before with { Dx = before.Dx + input.Dx, Dy = before.Dy + input.Dy } : input;
        }
    }

    /// <summary>Ends the log.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                if (!_isClosed && _motion is { } summed)
                {
                    Append(summed);
                }
            }
            catch (IOException)
            {
                // the disk is full, which ends the recording anyway: the motion of the last frame is lost, and no line is cut off
            }
            finally
            {
                _isClosed = true;
                _log.Dispose();
            }
        }
    }

    private void Append(MouseInput input) => _log.Append(Encoding.UTF8.GetBytes(MouseLog.Line(input) + "\n"));
}
