using System.ComponentModel;
using System.Diagnostics;

namespace Research.Sessions;

/// <summary>The <c>ffmpeg</c> program at work.</summary>
internal sealed class FfmpegProcess : IDisposable
{
    private const string Setsid = "/usr/bin/setsid";

    /// <summary>What <c>setsid</c> ends with where it finds no program to start.</summary>
    private const int NoSuchProgram = 127;

    private const string Missing =
        "ffmpeg: found no such program; expected it on PATH, to encode the video (apt-get install ffmpeg).";

    private readonly Process _process;
    private readonly Task<string> _words;

    private FfmpegProcess(Process process)
    {
        _process = process;
        _words = process.StandardError.ReadToEndAsync();
        Id = process.Id;
    }

    /// <summary>Its process.</summary>
    public int Id { get; }

    /// <summary>Its standard input.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>Starts it; it says nothing but what went wrong.</summary>
    /// <remarks>
    /// It gets a terminal session of its own: Ctrl-C, which goes to every process of a terminal, must not end the video before
    /// its writer does.
    /// </remarks>
    /// <exception cref="IOException">It is not installed; where it is started by <c>setsid</c>, <see cref="End"/> says so
    /// instead.
    /// </exception>
    public static FfmpegProcess Start(params string[] arguments)
    {
        string[] command = ["ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", .. arguments];
        bool alone = OperatingSystem.IsLinux() && File.Exists(Setsid);
        var start = new ProcessStartInfo(alone ? Setsid : command[0], alone ? command : command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        try
        {
            return new FfmpegProcess(Process.Start(start)!);
        }
        catch (Win32Exception)
        {
            throw new IOException(Missing);
        }
    }

    /// <summary>Its version, <c>ffmpeg version 5.1.9</c>.</summary>
    /// <exception cref="IOException">It is not installed.</exception>
    public static string RequireVersion() =>
        ProgramOutput.FirstLine("ffmpeg", "-version")?.Split(" Copyright")[0] ?? throw new IOException(Missing);

    /// <summary>Closes its input and waits for its end.</summary>
    /// <param name="cancellation">Ends it at once.</param>
    /// <returns>What went wrong, or null.</returns>
    /// <exception cref="OperationCanceledException">It was ended before it was done.</exception>
    public string? End(CancellationToken cancellation = default)
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, and its exit code says how.
        }

        using (cancellation.Register(() => _process.Kill()))
        {
            _process.WaitForExit();
        }

        cancellation.ThrowIfCancellationRequested();
        string words = _words.GetAwaiter().GetResult().Trim();
        return _process.ExitCode == 0 ? null
            : _process.ExitCode == NoSuchProgram ? Missing
            : words.Length > 0 ? $"ffmpeg: {words.Split('\n')[0].Trim()}"
            : $"ffmpeg ended with exit code {_process.ExitCode}.";
    }

    /// <summary>Ends it at once if it has not ended, and waits until it has: from then on it creates no file.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
