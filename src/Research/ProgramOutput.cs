using System.ComponentModel;
using System.Diagnostics;

namespace Research;

/// <summary>What other programs print.</summary>
public static class ProgramOutput
{
    /// <summary>The first line that a program prints, or null where it is absent, fails or prints nothing.</summary>
    public static string? FirstLine(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
