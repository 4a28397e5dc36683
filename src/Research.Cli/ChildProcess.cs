using System.Diagnostics;

namespace Research.Cli;

/// <summary>Another program, run to its end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program on this terminal.</summary>
    /// <returns>Its exit code.</returns>
    public static int Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
