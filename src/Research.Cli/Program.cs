using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Runtime.InteropServices;
using OpenCvSharp;
using Research.Cli;
using Research.Natives;
using Research.Notebooks;
using Spectre.Console;

// Numbers and dates look the same wherever the kit runs, in cells too.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(new CurrentConsole()) });
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Width = 1000; // a file has no width to fit into
}

var parsed = new ResearchCommand().Parse(args);
if (parsed.CommandResult.Children.FirstOrDefault(child => child.Tokens.Any(token => token.Value.Length == 0)) is { } empty)
{
    Console.Error.WriteLine($"{NameOf(empty)}: found an empty text; expected a value.");
    return ExitCode.WrongUsage;
}

if (parsed.Errors.Count > 0)
{
    // "Required command was not provided" says nothing beside the word that is not a command.
    foreach (var error in parsed.Errors.Where(e => parsed.Errors.Count == 1
        || !e.Message.StartsWith("Required command", StringComparison.Ordinal)))
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine($"'{string.Join(' ', PathOf(parsed.CommandResult.Command))} --help' shows the usage.");
    return ExitCode.WrongUsage;
}

// The first Ctrl-C, or the first SIGTERM, asks the work to stop where nothing is half done; the second ends the process. What
// cannot be asked ends at once. A kernel takes SIGINT itself, and ends by SIGTERM.
using var interrupt = new CancellationTokenSource();
bool canBeAsked = parsed.Action is AsynchronousCommandLineAction
    || parsed.CommandResult.Command is KitCommand { WaitsForChild: true };
using var onInterrupt = canBeAsked ? PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop) : null;
using var onTerminate = canBeAsked ? PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop) : null;

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
catch (Exception fault)
{
    Console.Error.WriteLine(FaultText.Of(fault));
    return fault is ParameterException ? ExitCode.WrongUsage : ExitCode.Failed;
}

// TorchSharp and OpenCvSharp wrap the fault in exceptions of their own, with traces in the message.
static bool IsOfNativeLibrary(Exception? fault) =>
    fault is not null && (fault is DllNotFoundException or TypeInitializationException or OpenCvSharpException
        || fault is NotSupportedException { Source: "TorchSharp" } || IsOfNativeLibrary(fault.InnerException));

static string NameOf(SymbolResult result) => result switch
{
    OptionResult option => option.Option.Name,
    ArgumentResult argument => argument.Argument.Name,
    _ => "The command",
};

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !interrupt.IsCancellationRequested;
    interrupt.Cancel();
}

static IEnumerable<string> PathOf(Command command) =>
    [.. command.Parents.OfType<Command>().SelectMany(PathOf), command.Name];
