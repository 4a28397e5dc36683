using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PuppeteerSharp;

namespace Research.Figures;

/// <summary>
/// A headless Chromium with one page, which PuppeteerSharp drives through a pipe. It ends with this object, and also when this
/// process is killed: the pipe then closes, Chromium quits, and the shell around it removes the profile.
/// </summary>
internal sealed class Chromium : IDisposable
{
    /// <summary>
    /// PuppeteerSharp hides Chromium's error output, and cannot remove the profile once this process is killed. This shell keeps
    /// the output and removes the profile. What it writes is read through a file that was opened before it is removed with the
    /// profile. Signals that a terminal sends to all of us must not end the shell before that.
    /// </summary>
    private const string Launch = """
        trap : INT TERM HUP
        profile=${0%/*} browser=$1
        shift
        exec 2>>"$profile/last-words" 1>/dev/null 0</dev/null
        "$browser" "$@"
        code=$?
        rm -rf "$profile"
        echo "exit code $code" >&2
        exit $code
        """;

    private const string ExitCode = "exit code ";

    /// <summary>How often it is asked whether a browser that starts has ended already.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private static readonly string[] Flags =
    [
        "--headless", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage",
        "--disable-component-update", "--disable-default-apps", "--disable-extensions", "--disable-sync", "--hide-scrollbars",
        "--mute-audio", "--no-default-browser-check", "--no-first-run", "--password-store=basic", "--use-mock-keychain",
    ];

    private readonly TimeSpan _timeout;
    private readonly FileStream _words;
    private readonly Launcher _launcher = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _end = new();
    private readonly IBrowser? _browser;
    private readonly IPage? _page;
    private volatile bool _crashed;
    private bool _disposed;

    /// <param name="executable">Chromium's executable.</param>
    /// <param name="sandbox">Whether Chromium confines its page.</param>
    /// <param name="timeout">How long it may take to start, and over each call.</param>
    /// <exception cref="ChromiumEndedException">Chromium ended before its page was there.</exception>
    /// <exception cref="FigureRenderException">The page was not there in time.</exception>
    internal Chromium(string executable, bool sandbox, TimeSpan timeout)
    {
        _timeout = timeout;
        Profile = Directory.CreateTempSubdirectory("research-chromium-").FullName;
        string launch = Path.Combine(Profile, "launch");
        File.WriteAllText(launch, Launch);
        _words = new(Path.Combine(Profile, "last-words"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite);
        string[] confined = sandbox ? [] : ["--no-sandbox"];
        var options = new LaunchOptions
        {
            ExecutablePath = "/bin/sh",
            IgnoreDefaultArgs = true,
            Args =
            [
                Quoted(launch), Quoted(executable), .. Flags, .. confined, $"--user-data-dir={Quoted(Profile)}", "about:blank",
            ],
            Pipe = true,
            DefaultViewport = null,
        };
        try
        {
            _browser = Wait(Task.Run(() => _launcher.LaunchAsync(options)));
            _browser.Disconnected += (_, _) => _gone.TrySetResult();
            _page = Wait(_browser.PagesAsync())[0];
            _page.Error += (_, _) =>
            {
                _crashed = true;
                _gone.TrySetResult();
            };
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The folder of this run's browser profile.</summary>
    internal string Profile { get; }

    /// <summary>Calls a method of the DevTools protocol on the page and waits for its result.</summary>
    /// <exception cref="ChromiumEndedException">The browser or its page ended first.</exception>
    /// <exception cref="FigureRenderException">The browser refused, or took too long.</exception>
    internal JsonElement Call(string method, JsonObject parameters)
    {
        if (_gone.Task.IsCompleted || !_browser!.IsConnected)
        {
            throw new ChromiumEndedException(Ending());
        }

        return Wait(_page!.Client.SendAsync(method, parameters)) ?? default;
    }

    /// <summary>Ends the browser, also while another thread waits for it.</summary>
    public void Dispose()
    {
        lock (_end)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            Close();
            _words.Dispose();
        }

        RemoveProfile();
    }

    /// <summary>PuppeteerSharp hands the arguments to a shell as they are.</summary>
    private static string Quoted(string path) => $"'{path.Replace("'", """'\''""", StringComparison.Ordinal)}'";

    /// <summary>Waits for one step alone, so that nothing of a figure that is interrupted goes on behind the next one.</summary>
    private T Wait<T>(Task<T> step)
    {
        _ = step.ContinueWith(late => late.Exception, TaskScheduler.Default); // nobody looks at a step that was given up
        var watch = Stopwatch.StartNew();
        while (Task.WaitAny([step, _gone.Task], Moment) < 0)
        {
            if (_browser is null && LastWords().Code is not null)
            {
                throw new ChromiumEndedException(Ending()); // PuppeteerSharp may go on waiting for a process that ended at once
            }

            if (watch.Elapsed > _timeout)
            {
                throw new FigureRenderException(
                    FormattableString.Invariant(
                        $"Chromium did not answer within {_timeout.TotalSeconds:0.#} s. {LastWords().Text}"),
                    new TimeoutException());
            }
        }

        try
        {
            return step.IsCompleted ? step.GetAwaiter().GetResult() : throw new ChromiumEndedException(Ending());
        }
        catch (Exception failure) when (failure is PuppeteerException or ProcessException)
        {
            if (failure is TargetClosedException || _browser is not { IsConnected: true })
            {
                throw new ChromiumEndedException(Ending());
            }

            throw new FigureRenderException($"Chromium answered: {failure.Message}", failure);
        }
    }

    /// <summary>How it ended, after a moment for that to be known and for its last words to arrive.</summary>
    private string Ending()
    {
        lock (_end)
        {
            if (_disposed)
            {
                return "Chromium was closed.";
            }

            if (_crashed && _browser is { IsConnected: true })
            {
                return "Chromium's page crashed.";
            }

            var (code, text) = LastWords();
            for (int patience = 0; code is null && patience < 40; patience++)
            {
                Thread.Sleep(50);
                (code, text) = LastWords();
            }

            return $"Chromium ended{(code is null ? "" : $" with exit code {code}")}. {text}";
        }
    }

    /// <summary>The exit code, once there is one, and the last lines that Chromium wrote to its standard error.</summary>
    private (string? Code, string Text) LastWords()
    {
        const int Kept = 12;
        _words.Position = 0;
        using var reader = new StreamReader(_words, leaveOpen: true);
        var lines = reader.ReadToEnd().Split('\n').Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        string? code = null;
        if (lines is [.., var last] && last.StartsWith(ExitCode, StringComparison.Ordinal))
        {
            code = last[ExitCode.Length..];
            lines.RemoveAt(lines.Count - 1);
        }

        return (code, lines.Count == 0 ? "It wrote no error."
            : "Its last lines were:\n" + string.Join('\n', lines.TakeLast(Kept)));
    }

    /// <summary>Asks it to end; what does not is killed with all its children.</summary>
    private void Close()
    {
        var patience = TimeSpan.FromSeconds(3);
        if (_browser is { IsConnected: true })
        {
            var closing = _browser.CloseAsync();
            _ = closing.ContinueWith(late => late.Exception, TaskScheduler.Default);
            Task.WaitAny([closing], patience);
        }

        try
        {
            if (_launcher.Process?.Process is { HasExited: false } shell)
            {
                shell.Kill(entireProcessTree: true);
                shell.WaitForExit(patience);
            }
        }
        catch (InvalidOperationException)
        {
            // it was never started, or PuppeteerSharp has seen its end and let go of it
        }
    }

    /// <summary>
    /// Only where the shell was killed is there anything left; Chromium's children may write for a moment longer.
    /// </summary>
    private void RemoveProfile()
    {
        for (int attempt = 0; attempt < 20 && Directory.Exists(Profile); attempt++)
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
}
