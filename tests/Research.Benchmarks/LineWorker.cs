using System.Diagnostics;

namespace Research.Benchmarks;

/// <summary>
/// A process that stays: it greets, then answers a line for each line it is given, so that its start is not timed.
/// </summary>
internal sealed class LineWorker : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;

    private LineWorker(Process process, string greeting) => (_process, Greeting) = (process, greeting);

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

    /// <summary>
    /// Starts a Python script that lies beside the benchmarks; null where this machine lacks Python or a module that the
    /// script needs.
    /// </summary>
    public static LineWorker? StartPython(string script) => File.Exists(Python)
        ? Start(new ProcessStartInfo(Python, ["-W", "ignore", Path.Combine(AppContext.BaseDirectory, script)]))
        : null;

    /// <summary>Starts <see cref="StockWorker"/>.</summary>
    /// <param name="allocator">What it is told by RESEARCH_ALLOCATOR: <c>default</c>, or <c>kit</c> for the kit's settings of
    /// the C library's allocator.</param>
    /// <exception cref="InvalidOperationException">It ended instead of greeting.</exception>
    public static LineWorker StartStock(string allocator)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Research.Benchmarks.dll");
        var start = new ProcessStartInfo("dotnet", [program, StockWorker.Argument]);
        start.Environment["RESEARCH_ALLOCATOR"] = allocator;
        start.Environment["MALLOC_ARENA_MAX"] = allocator == "default" ? null : "1";
        return Start(start)
            ?? throw new InvalidOperationException($"'dotnet {program} {StockWorker.Argument}' ended at once.");
    }

    private static LineWorker? Start(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        if (process.StandardOutput.ReadLine() is { } greeting)
        {
            return new LineWorker(process, greeting);
        }

        process.Dispose();
        return null;
    }

    /// <summary>Gives a line and waits for the answer.</summary>
    /// <exception cref="InvalidOperationException">The process ended instead.</exception>
    public string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"{_process.StartInfo.FileName} ended during '{question}'.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
