using System.CommandLine;
using Research.Cli;
using Spectre.Console;

if (Console.IsOutputRedirected)
{
    AnsiConsole.Profile.Capabilities.Ansi = false;
    AnsiConsole.Profile.Width = 160;
}

var root = new RootCommand("A research kit for imitation learning from gameplay.")
{
    new ReproduceCommand(),
    new TestCommand(),
    new EdaCommand(),
    new NotebookCommand(),
    new BenchCommand(),
    new DoctorCommand(),
};
KitCommand.ShowExamples(root);

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        Console.Error.WriteLine(error.Message);
    }

    Console.Error.WriteLine($"'research {string.Join(' ', PathOf(parsed.CommandResult.Command))}--help' shows the usage.");
    return ExitCode.WrongUsage;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception fault) when (fault is FormatException or IOException or ArgumentException or UnauthorizedAccessException or NotSupportedException)
{
    Console.Error.WriteLine(fault.Message);
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Interrupted.");
    return ExitCode.Failed;
}

static IEnumerable<string> PathOf(Command command) =>
    command is RootCommand ? [] : [.. command.Parents.OfType<Command>().SelectMany(PathOf), command.Name + " "];
