using System.Diagnostics;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>Every notebook of the project, run headless in the smoke profile: the run that <c>RESEARCH_SMOKE_RUN</c> names, else one of its own.</summary>
internal sealed class SmokeRun : IDisposable
{
    /// <summary>The environment variable that names the folder of a run that was made before, so that CI makes only one.</summary>
    public const string Variable = "RESEARCH_SMOKE_RUN";

    private readonly TemporaryFolder? _own;

    public SmokeRun()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } made)
        {
            Results = Path.GetDirectoryName(Path.GetFullPath(made))!;
        }
        else
        {
            _own = new TemporaryFolder();
            Results = _own.Path;
            Make();
        }

        Assert.True(File.Exists(Path.Combine(Folder, "summary.json")), $"{Folder}: found no summary.json, expected a whole run of ./research reproduce --profile smoke.");
    }

    /// <summary>The folder of the folders of the profiles.</summary>
    public string Results { get; }

    private string Folder => Path.Combine(Results, "smoke");

    /// <summary>What came of a notebook.</summary>
    public NotebookDocument Executed(string name) => NotebookDocument.Load(Path.Combine(Folder, "notebooks", name));

    public void Dispose() => _own?.Dispose();

    private void Make()
    {
        var start = new ProcessStartInfo("dotnet", [DebianJupyter.Program, "reproduce", "--profile", "smoke", "--out", Folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RESEARCH_HOME"] = Repository.Root;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.GetAwaiter().GetResult());
    }
}
