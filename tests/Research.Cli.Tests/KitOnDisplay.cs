using System.Diagnostics;
using System.Text;
using Research.TestDisplay;

namespace Research.Cli.Tests;

/// <summary>The research command before a virtual screen, while it runs.</summary>
internal sealed class KitOnDisplay : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private KitOnDisplay(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                lock (_output)
                {
                    _output.Append(line).Append('\n');
                }
            }
        });
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public bool HasExited => _process.HasExited;

    public static KitOnDisplay Start(VirtualDisplay display, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Research.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["RESEARCH_HOME"] = Repository.Root;
        return new(display.Start(start));
    }

    public void Signal(string name) => Process.Start("kill", [$"-{name}", $"{_process.Id}"]).WaitForExit();

    /// <summary>Ends the processes that it has started.</summary>
    public void KillChildren() => Process.Start("pkill", ["-KILL", "-P", $"{_process.Id}"]).WaitForExit();

    /// <summary>Waits for something that it brings about.</summary>
    public void Await(Func<bool> condition, string what, Action? meanwhile = null)
    {
        for (int i = 0; i < 600; i++)
        {
            if (condition())
            {
                return;
            }

            Assert.False(HasExited, $"It ended before {what}: {Output}{(HasExited ? _errors.Result : "")}");
            meanwhile?.Invoke();
            Thread.Sleep(100);
        }

        Assert.Fail($"Waited for {what} in vain: {Output}");
    }

    /// <summary>What it wrote, once it has ended.</summary>
    public (int ExitCode, string Output, string Errors) Finish()
    {
        Assert.True(_process.WaitForExit(120_000), $"It does not end: {Output}");
        _reading.Wait();
        return (_process.ExitCode, Output, _errors.Result);
    }

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
