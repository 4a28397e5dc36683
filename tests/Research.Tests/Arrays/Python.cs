using System.Diagnostics;

namespace Research.Tests.Arrays;

/// <summary>Debian's Python, where it has the module that a test compares with.</summary>
internal static class Python
{
    private const string Executable = "/usr/bin/python3";

    public static string Quote(string path) => $"'{path.Replace("\\", "\\\\").Replace("'", "\\'")}'";

    /// <summary>Skips the test where Python or the module is not there.</summary>
    public static void Require(string module, string package) =>
        Skip.IfNot(File.Exists(Executable) && Start("-c", $"import {module}").ExitCode == 0,
            $"{Executable} has no {module} (apt-get install {package}).");

    /// <summary>What the script prints; skips the test where Python or the module is not there.</summary>
    /// <exception cref="InvalidOperationException">The script failed; the message is what it wrote to its error
    /// stream.</exception>
    public static string Run(string module, params string[] arguments)
    {
        Require(module, $"python3-{module}");
        var (exitCode, output, errors) = Start(arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException(errors);
    }

    private static (int ExitCode, string Output, string Errors) Start(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Executable,
            arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
