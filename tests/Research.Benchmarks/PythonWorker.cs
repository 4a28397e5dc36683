using System.Diagnostics;

namespace Research.Benchmarks;

/// <summary>A Python process that stays: it reads a command a line and answers when the work is done, so that its start is not timed.</summary>
internal sealed class PythonWorker : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Process process;

    private PythonWorker(Process process, string greeting) => (this.process, Greeting) = (process, greeting);

    /// <summary>The first line that it wrote.</summary>
    public string Greeting { get; }

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
            return new(process, greeting);
        }

        process.Dispose();
        return null;
    }

    /// <summary>Has a command done and waits.</summary>
    /// <exception cref="InvalidOperationException">Python ended instead.</exception>
    public void Do(string command, int argument)
    {
        process.StandardInput.WriteLine($"{command} {argument}");
        process.StandardInput.Flush();
        if (process.StandardOutput.ReadLine() is null)
        {
            throw new InvalidOperationException($"Python ended during '{command} {argument}'.");
        }
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
