using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Research.TestDisplay;

/// <summary>One of this assembly's programs in a process of its own, on a display.</summary>
public sealed class DisplayProgram : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ManualResetEventSlim _ready = new();

    private DisplayProgram(VirtualDisplay display, string[] arguments)
    {
        ArgumentNullException.ThrowIfNull(display);
        var start = new ProcessStartInfo("dotnet",
            [typeof(DisplayProgram).Assembly.Location,
            .. arguments])
        { RedirectStandardInput = true, RedirectStandardOutput = true };
        _process = display.Start(start);
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data == "ready")
            {
                _ready.Set();
            }
            else if (line.Data is not null)
            {
                _lines.Enqueue(line.Data);
            }
        };
        _process.BeginOutputReadLine();
        if (!_ready.Wait(TimeSpan.FromSeconds(30)))
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)} did not start.");
        }
    }

    /// <summary>What it has written.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The ground truth window, which takes the focus.</summary>
    /// <param name="display">Where it is shown.</param>
    /// <param name="perSecond">How often it draws.</param>
    /// <param name="keys">Names of up to eight keys whose state it shows.</param>
    public static DisplayProgram Truth(VirtualDisplay display, double perSecond, params string[] keys) =>
        new(display, ["truth", perSecond.ToString(CultureInfo.InvariantCulture), .. keys]);

    /// <summary>A listener, which writes <c>name Down|Up seconds</c> for every key.</summary>
    public static DisplayProgram Keys(VirtualDisplay display) => new(display, ["keys"]);

    /// <summary>Stops it where it stands.</summary>
    public void Stop() => Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public void Continue() => Signal("CONT");

    /// <inheritdoc/>
    public void Dispose()
    {
        Continue();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _ready.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
    }
}
