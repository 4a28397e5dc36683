using System.CommandLine;
using System.Runtime.InteropServices;
using OpenCvSharp;
using Research;
using Research.Cli;
using Research.Training;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Width = 160;
}

var parsed = new ResearchCommand().Parse(args);
if (parsed.Errors.Count > 0)
{
    // "Required command was not provided" says nothing beside the word that is not a command.
    foreach (var error in parsed.Errors.Where(e => parsed.Errors.Count == 1 || !e.Message.StartsWith("Required command", StringComparison.Ordinal)))
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine($"'{string.Join(' ', PathOf(parsed.CommandResult.Command))} --help' shows the usage.");
    return ExitCode.WrongUsage;
}

// The first Ctrl-C, or the first SIGTERM, asks the work to stop at a whole place; the second ends the process.
using var interrupt = new CancellationTokenSource();
using var onInterrupt = parsed.CommandResult.Command is KernelRunCommand ? null : PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    return await parsed.InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, interrupt.Token);
}
catch (Exception fault) when (IsOfNativeLibrary(fault) && NativeLibraries.Fault is not null)
{
    Console.Error.WriteLine(NativeLibraries.Fault);
    return ExitCode.Failed;
}
catch (Exception fault) when (fault is FormatException or IOException or ArgumentException or UnauthorizedAccessException or NotSupportedException
    or InvalidDataException or InvalidOperationException or ArithmeticException or OpenCVException or OpenCvSharpException or ExternalException)
{
    Console.Error.WriteLine(fault.Message);
    return ExitCode.Failed;
}
catch (OperationCanceledException fault)
{
    Console.Error.WriteLine(fault is TrainingInterruptedException ? fault.Message : "Interrupted.");
    return ExitCode.Failed;
}

// TorchSharp and OpenCvSharp wrap the fault in exceptions of their own, with traces in the message.
static bool IsOfNativeLibrary(Exception? fault) =>
    fault is not null && (fault is DllNotFoundException or TypeInitializationException or OpenCvSharpException
        || fault is NotSupportedException { Source: "TorchSharp" } || IsOfNativeLibrary(fault.InnerException));

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}

static IEnumerable<string> PathOf(Command command) =>
    [.. command.Parents.OfType<Command>().SelectMany(PathOf), command.Name];
