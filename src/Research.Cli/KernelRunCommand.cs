using System.CommandLine;
using System.Runtime.InteropServices;
using Research.Notebooks;
using Research.Notebooks.Jupyter;

namespace Research.Cli;

/// <summary>
/// <c>research kernel run</c>: what a front end starts. It takes SIGINT as the request to stop the running cell.
/// </summary>
internal sealed class KernelRunCommand : KitCommand
{
    private readonly Argument<string> _connection = PathArgument("CONNECTION_FILE", "What the front end wrote.");

    public KernelRunCommand()
        : base("run", "Runs the kernel of a connection file.")
    {
        Hidden = true;
        Arguments.Add(_connection);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var connection = ConnectionFile.Load(parsed.GetValue(_connection)!);
        var log = Console.Error;
        using var engine = new PolyglotEngine(Environment.CurrentDirectory);
        using var kernel = new JupyterKernel(connection, engine, log);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            kernel.Interrupt();
        });
        kernel.Completion.Wait();
        kernel.Dispose();
        // A cell that does not stop, or a thread that it started, must not keep the process.
        Environment.Exit(ExitCode.Done);
        return ExitCode.Done;
    }
}
