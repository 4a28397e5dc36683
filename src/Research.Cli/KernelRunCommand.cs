using System.CommandLine;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Research.Notebooks;
using Research.Notebooks.Jupyter;

namespace Research.Cli;

/// <summary>
/// <c>research kernel run</c>: what a front end starts. It takes SIGINT as the request to stop the running cell.
/// </summary>
internal sealed class KernelRunCommand : KitCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

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
        EndWithParent(); // first: the front end may die while the kernel starts
        var connection = ConnectionFile.Load(parsed.GetValue(_connection)!);
        var log = Console.Error;
        using var engine = new PolyglotEngine(Environment.CurrentDirectory);
        using var kernel = new JupyterKernel(connection, engine, log);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal =>
        {
            signal.Cancel = true;
            kernel.Interrupt();
        });
        ExceptionHandling.SetUnhandledExceptionHandler(kernel.ShowUnhandled);
        kernel.Completion.Wait();
        kernel.Dispose();
        // A cell that does not stop, or a thread that it started, must not keep the process.
        Environment.Exit(ExitCode.Done);
        return ExitCode.Done;
    }

    /// <summary>Ends the process once the front end that started it has died, as Jupyter's own kernel does.</summary>
    /// <remarks>
    /// A thread of its own watches: a cell may keep the thread pool busy. Where the variable names another process than the one
    /// that started this one, it was inherited, and nothing is watched. On Windows it holds a handle, not an id.
    /// </remarks>
    private static void EndWithParent()
    {
        string? parent = Environment.GetEnvironmentVariable("JPY_PARENT_PID");
        if (OperatingSystem.IsWindows() || !int.TryParse(parent, out int id) || id != ParentProcess.Id)
        {
            return;
        }

        var watch = new Thread(() =>
        {
            while (ParentProcess.Id == id)
            {
                Thread.Sleep(Pause);
            }

            Environment.Exit(ExitCode.Done);
        })
        {
            IsBackground = true,
            Name = "kernel parent",
        };
        watch.UnsafeStart();
    }
}
