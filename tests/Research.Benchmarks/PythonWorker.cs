using System.Diagnostics;

namespace Research.Benchmarks;

/// <summary>A Python process that stays: it greets, then answers a line for each line it is given, so that its start is not timed.</summary>
internal sealed class PythonWorker : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;

    private PythonWorker(Process process, string greeting) => (_process, Greeting) = (process, greeting);

    /// <summary>The first line that it wrote: the version of what it measures.</summary>
    public string Greeting { get; }

    /// <summary>Of all its threads, since its start.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a script that lies beside the benchmarks; null where this machine lacks Python or a module that the script needs.</summary>
    public static PythonWorker? Start(string script)
    {
        if (!File.Exists(Python))
        {
            return null;
        }

        var process = Process.Start(new ProcessStartInfo(Python, ["-W", "ignore", Path.Combine(AppContext.BaseDirectory, script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        if (process.StandardOutput.ReadLine() is { } greeting)
        {
            return new PythonWorker(process, greeting);
        }

        process.Dispose();
        return null;
    }

    /// <summary>Gives a line and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The script ended instead.</exception>
    public string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"Python ended during '{question}'.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
