using System.Diagnostics;

namespace Research.Benchmarks;

/// <summary>A Python script that answers a line for each line it is given, so that starting it is not measured.</summary>
internal sealed class PythonWorker : IDisposable
{
    private readonly Process _process;

    private PythonWorker(Process process) => _process = process;

    /// <returns>Null where there is no Python with OpenCV.</returns>
    public static PythonWorker? Start(string script)
    {
        const string Python = "/usr/bin/python3";
        if (!File.Exists(Python))
        {
            return null;
        }

        using (var probe = Process.Start(new ProcessStartInfo(Python, ["-c", "import cv2"]) { RedirectStandardError = true })!)
        {
            probe.StandardError.ReadToEnd();
            probe.WaitForExit();
            if (probe.ExitCode != 0)
            {
                return null;
            }
        }

        return new PythonWorker(Process.Start(new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!);
    }

    /// <exception cref="InvalidOperationException">The script ended; what it said is on stderr.</exception>
    public string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The Python script ended without an answer.");
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
