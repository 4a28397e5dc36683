using System.Diagnostics;

namespace Research.Figures;

/// <summary>
/// A headless Chromium whose DevTools pipe is the standard input and output of the process that is started here. It ends
/// with this object, and also when this process is killed: the pipe then closes, Chromium quits, and the shell around it
/// removes the profile.
/// </summary>
internal sealed class ChromiumProcess : IDisposable
{
    /// <summary>
    /// Chromium reads DevTools commands from descriptor 3 and answers on 4. The shell stays, to remove the profile; signals
    /// that a terminal sends to all of us must not end it before that.
    /// </summary>
    private const string Launch = """
        trap : INT TERM HUP
        profile=$1 browser=$2
        shift 2
        "$browser" "$@" 3<&0 4>&1 1>/dev/null 0</dev/null
        code=$?
        rm -rf "$profile"
        exit $code
        """;

    private static readonly string[] Flags =
    [
        "--remote-debugging-pipe", "--headless", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage",
        "--disable-component-update", "--disable-default-apps", "--disable-extensions", "--disable-sync", "--hide-scrollbars",
        "--mute-audio", "--no-default-browser-check", "--no-first-run", "--password-store=basic", "--use-mock-keychain",
    ];

    private readonly Process _process;
    private readonly Queue<string> _lastWords = new();
    private bool _disposed;

    internal ChromiumProcess(string executable, bool sandbox)
    {
        Profile = Directory.CreateTempSubdirectory("research-chromium-").FullName;
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["-c", Launch, "chromium", Profile, executable, .. Flags, $"--user-data-dir={Profile}"])
        {
            start.ArgumentList.Add(argument);
        }

        if (!sandbox)
        {
            start.ArgumentList.Add("--no-sandbox");
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>The folder of this run's browser profile.</summary>
    internal string Profile { get; }

    internal Stream Commands => _process.StandardInput.BaseStream;

    internal Stream Answers => _process.StandardOutput.BaseStream;

    /// <summary>The last lines that Chromium wrote to its standard error, for error messages.</summary>
    internal string LastWords
    {
        get
        {
            lock (_lastWords)
            {
                return _lastWords.Count == 0 ? "It wrote no error." : "Its last lines were:\n" + string.Join('\n', _lastWords);
            }
        }
    }

    /// <summary>How it ended, after a moment for that to be known and for its last words to arrive.</summary>
    internal string Ending()
    {
        lock (_process)
        {
            if (_disposed)
            {
                return "Chromium was closed.";
            }

            _process.WaitForExitAsync().Wait(TimeSpan.FromSeconds(2));
            return $"Chromium ended{(_process.HasExited ? $" with exit code {_process.ExitCode}" : "")}. {LastWords}";
        }
    }

    public void Dispose()
    {
        lock (_process)
        {
            _disposed = true;
            Close();
            _process.Dispose();
        }

        RemoveProfile();
    }

    private void Close()
    {
        try
        {
            Commands.Dispose();
        }
        catch (IOException)
        {
            // the pipe is broken: it is gone already
        }

        if (!_process.WaitForExit(TimeSpan.FromSeconds(3)))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(TimeSpan.FromSeconds(3));
        }
    }

    /// <summary>Only where the shell was killed is there anything left; Chromium's children may write for a moment longer.</summary>
    private void RemoveProfile()
    {
        for (var attempt = 0; attempt < 20 && Directory.Exists(Profile); attempt++)
        {
            try
            {
                Directory.Delete(Profile, recursive: true);
            }
            catch (IOException)
            {
                Thread.Sleep(50);
            }
        }
    }

    private void Remember(string? line)
    {
        const int Kept = 12;
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_lastWords)
        {
            _lastWords.Enqueue(line);
            if (_lastWords.Count > Kept)
            {
                _lastWords.Dequeue();
            }
        }
    }
}
