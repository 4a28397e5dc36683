using System.Diagnostics;

namespace Research.Cli.Tests;

/// <summary>The research command as its user calls it: a process with arguments, output, errors and an exit code.</summary>
internal sealed record Kit(int ExitCode, string Output, string Errors)
{
    public static Kit Run(params string[] arguments) => Run(new Dictionary<string, string?>(), arguments);

    /// <summary>
    /// Runs the command and sends SIGTERM, which it takes as Ctrl-C, once it has written <paramref name="cue"/>. (SIGINT itself
    /// is ignored by every child of a shell's background job, and tests may run in one.)
    /// </summary>
    public static Kit RunAndInterrupt(string cue, params string[] arguments) =>
        Run(new Dictionary<string, string?>(), arguments, cue);

    public static Kit Run(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        Run(environment, arguments, cue: null);

    private static Kit Run(IReadOnlyDictionary<string, string?> environment, string[] arguments, string? cue)
    {
        string command = Path.Combine(AppContext.BaseDirectory, "Research.Cli.dll");
        var start = new ProcessStartInfo("dotnet",
            [command, .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RESEARCH_HOME"] = Repository.Root;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = "";
        while (cue is not null && !output.Contains(cue) && process.StandardOutput.ReadLine() is { } line)
        {
            output += line + "\n";
        }

        if (cue is not null)
        {
            Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
        }

        output += process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Kit(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }
}
