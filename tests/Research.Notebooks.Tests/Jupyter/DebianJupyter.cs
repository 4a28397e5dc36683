using System.Diagnostics;
using Research.Notebooks.Jupyter;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>
/// Debian's Jupyter with this kit's kernel registered for nobody else, and a copy of the notebooks to write to.
/// </summary>
internal sealed class DebianJupyter : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly TemporaryFolder _folder = new();

    public DebianJupyter(params string[] modules)
    {
        Skip.IfNot(File.Exists(Python), $"{Python} is not installed.");
        foreach (string module in modules)
        {
            Skip.IfNot(Run(["-c", $"import {module}"]).ExitCode == 0,
                $"Debian's Python has no module {module}: .devcontainer/install.sh --tests installs it.");
        }

        KernelSpec.Install(KernelSpec.FolderUnder(_folder.Path), KernelSpec.DefaultName, Program, Repository.Root);

        // Notebooks refer to ../src.
        Directory.CreateDirectory(Notebooks);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks")))
        {
            File.Copy(file, Path.Combine(Notebooks, Path.GetFileName(file)));
        }

        Directory.CreateSymbolicLink(_folder.At("src"), Path.Combine(Repository.Root, "src"));
    }

    /// <summary>The kit's command.</summary>
    public static string Program => Path.Combine(Repository.Root, "src/Research.Cli/bin/Release/net10.0/Research.Cli.dll");

    public string Notebooks => _folder.At("notebooks");

    /// <summary>Where kernels are registered, a folder each.</summary>
    public string Kernels => KernelSpec.FolderUnder(_folder.Path);

    /// <summary>Starts Python with arguments, in a folder of its own settings.</summary>
    public Process Start(params string[] arguments) => Start(arguments, new Dictionary<string, string>());

    /// <inheritdoc cref="Start(string[])"/>
    public Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(Python,
            arguments)
        { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Path };
        start.Environment["JUPYTER_PATH"] = Path.Combine(_folder.Path, "share", "jupyter");
        start.Environment["JUPYTER_CONFIG_DIR"] = _folder.At("config");
        start.Environment["JUPYTER_DATA_DIR"] = _folder.At("data");
        start.Environment["JUPYTER_RUNTIME_DIR"] = _folder.At("runtime");
        start.Environment["IPYTHONDIR"] = _folder.At("ipython");
        start.Environment["PYDEVD_DISABLE_FILE_VALIDATION"] = "1";
        start.Environment["RESEARCH_PROFILE"] = "smoke";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs Python to its end.</summary>
    public (int ExitCode, string Output) Run(params string[] arguments) => Run(arguments, new Dictionary<string, string>());

    /// <inheritdoc cref="Run(string[])"/>
    public (int ExitCode, string Output) Run(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        using var process = Start(arguments, environment);
        var errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    /// <summary>Executes a notebook of <see cref="Notebooks"/> as nbclient does, and reads what it has become.</summary>
    /// <param name="source">Its file.</param>
    /// <param name="target">Where it goes, in the same folder.</param>
    /// <param name="kernel">The kernel's name; null: the notebook's own.</param>
    /// <param name="environment">What the kernel's environment has besides.</param>
    public NotebookDocument Execute(
        string source, string target, string? kernel = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        string[] chosen = kernel is null ? [] : [kernel];
        string executed = Path.Combine(Notebooks, target);
        var (code, output) = Run([Path.Combine(AppContext.BaseDirectory, "Jupyter", "nbclient_run.py"),
            Path.Combine(Notebooks, source), executed, .. chosen], environment ?? new Dictionary<string, string>());
        Assert.True(code == 0, output);
        return NotebookDocument.Load(executed);
    }

    public void Dispose() => _folder.Dispose();
}
