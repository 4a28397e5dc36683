using System.Diagnostics;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>
/// Every notebook of the project, run headless in the smoke profile: the run that <c>RESEARCH_SMOKE_RUN</c> names, else one of
/// its own.
/// </summary>
public sealed class SmokeRun : IDisposable
{
    /// <summary>
    /// The environment variable that names the folder of a run that was made before, so that CI makes only one.
    /// </summary>
    public const string Variable = "RESEARCH_SMOKE_RUN";

    private readonly Lazy<string> _results;
    private TemporaryFolder? _own;

    /// <summary>Nothing runs before the results are asked for.</summary>
    public SmokeRun() => _results = new(() =>
    {
        string results;
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } made)
        {
            results = Path.GetDirectoryName(Path.GetFullPath(made))!;
        }
        else
        {
            _own = new TemporaryFolder();
            results = _own.Path;
            Make(FolderIn(results));
        }

        string folder = FolderIn(results);
        Assert.True(File.Exists(Path.Combine(folder, "summary.json")),
            $"{folder}: found no summary.json, expected a complete run of ./research reproduce --profile smoke.");
        return results;
    });

    /// <summary>The folder of the folders of the profiles.</summary>
    public string Results => _results.Value;

    private static string FolderIn(string results) => Path.Combine(results, "smoke");

    /// <summary>What came of a notebook.</summary>
    public NotebookDocument Executed(string name) => NotebookDocument.Load(Path.Combine(FolderIn(Results), "notebooks", name));

    public void Dispose() => _own?.Dispose();

    private static void Make(string folder)
    {
        var start = new ProcessStartInfo("dotnet", [DebianJupyter.Program, "reproduce", "--profile", "smoke", "--out",
            folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root, // a test beside this one may be in a folder that it deletes
        };
        start.Environment["RESEARCH_HOME"] = Repository.Root;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.GetAwaiter().GetResult());
    }
}
