using System.ComponentModel;
using System.Diagnostics;

namespace Research;

/// <summary>What other programs print.</summary>
public static class ProgramOutput
{
    /// <summary>All that a program prints.</summary>
    /// <exception cref="InvalidOperationException">It is not installed.</exception>
    public static (int ExitCode, string Output, string Errors) All(string program, IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, errors.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"{program}: found no such program on PATH; expected it to be installed.");
        }
    }

    /// <summary>The first line that a program prints, or null where it is absent, fails or prints nothing.</summary>
    public static string? FirstLine(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.Trim()
                : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
