using System.CommandLine;
using System.Runtime.InteropServices;
using Research.Notebooks.Jupyter;

namespace Research.Cli;

/// <summary><c>research lab</c>: an installed Jupyter front end on the notebooks.</summary>
internal sealed class LabCommand : KitCommand
{
    private static readonly string[] FrontEnds = ["lab", "notebook"];

    private readonly Argument<string[]> _arguments =
        new("ARGUMENT") { Description = "Passed on to Jupyter, after '--'.", Arity = ArgumentArity.ZeroOrMore };

    public LabCommand()
        : base("lab", "Starts JupyterLab or Notebook, whichever is installed, on notebooks/, with the kernel registered.",
            "research lab", "research lab -- --no-browser --port 8888")
    {
        Arguments.Add(_arguments);
        WaitsForChild = true;
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        string? frontEnd = FrontEnds.FirstOrDefault(name => ProgramOutput.FirstLine("jupyter", name, "--version") is not null);
        if (frontEnd is null)
        {
            Console.Error.WriteLine(
                "Found neither JupyterLab nor Jupyter Notebook. Install one: apt-get install jupyter-notebook, or open the "
                + "folder in VS Code.");
            return ExitCode.Failed;
        }

        KernelSpec.Install(KernelSpec.UserFolder, KernelSpec.DefaultName, KernelCommand.Program, Repository.Root);
        // Ctrl-C is Jupyter's: it asks whether to end, and a second one says yes.
        using var left = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        return ChildProcess.Run("jupyter", [frontEnd, $"--notebook-dir={Path.Combine(Repository.Root, "notebooks")}",
            .. parsed.GetValue(_arguments)!]);
    }
}
