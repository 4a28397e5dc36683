using System.Diagnostics;
using Research.Alignment;
using Research.Capture.X11;

namespace Research.Capture;

/// <summary>
/// A second process that releases the keys that this one may press, however this one ends: it reads a pipe whose other end only
/// this process holds, and acts when the pipe closes.
/// </summary>
public sealed class KeyWatchdog : IDisposable
{
    private const string Ready = "ready";
    private const byte AllIsReleased = (byte)'0';
    private const int Rounds = 10;
    private static readonly TimeSpan BetweenRounds = TimeSpan.FromMilliseconds(50), Longest = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private KeyWatchdog(Process process) => _process = process;

    /// <summary>Whether it is still there.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts it, and returns when it is ready.</summary>
    /// <param name="program">A program that calls <see cref="Guard"/> with its input and output.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="IOException">It does not become ready.</exception>
    public static KeyWatchdog Start(string program, IEnumerable<string> arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (process.StandardOutput.ReadLine() == Ready)
        {
            return new KeyWatchdog(process);
        }

        process.StandardInput.Close();
        using var _ = process;
        throw new IOException($"Found that the process that would release the keys does not start: {errors.Result.Trim()}");
    }

    /// <summary>The work of the second process: waits for the end of the first, then releases the keys.</summary>
    /// <param name="keys">Names of keys, as event logs have them.</param>
    /// <param name="pipe">Ends when the first process does.</param>
    /// <param name="output">Gets a line when all is ready.</param>
    /// <exception cref="ArgumentException">The keyboard has no such key.</exception>
    /// <exception cref="IOException">There is no display.</exception>
    public static void Guard(IReadOnlyList<string> keys, Stream pipe, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(pipe);
        ArgumentNullException.ThrowIfNull(output);
        _ = LibC.setsid(); // what ends the first process by its terminal or its group does not end this one
        using var presser = XTestKeys.Open(DisplayName.OfThisSession(), new ActionSet([.. keys.Select(key => (key, key))]));
        output.WriteLine(Ready);
        output.Flush();
        int told = -1;
        for (int read = pipe.ReadByte(); read >= 0; read = pipe.ReadByte())
        {
            told = read;
        }

        // The server may have a press of the dead process still to read: one look is not enough.
        for (int round = 0; round < (told == AllIsReleased ? 1 : Rounds); round++)
        {
            Thread.Sleep(round == 0 ? TimeSpan.Zero : BetweenRounds);
            presser.ReleaseAll();
        }
    }

    /// <summary>Ends it. All keys must be released.</summary>
    public void Dispose()
    {
        if (IsAlive)
        {
            try
            {
                _process.StandardInput.BaseStream.WriteByte(AllIsReleased);
                _process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }

            _ = _process.WaitForExit(Longest);
        }

        _process.Dispose();
    }
}
