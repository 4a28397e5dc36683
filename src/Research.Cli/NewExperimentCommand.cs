using System.CommandLine;
using Research.Notebooks;

namespace Research.Cli;

/// <summary><c>research new-experiment</c>: a small experiment that runs, to be changed into one's own.</summary>
internal sealed class NewExperimentCommand : KitCommand
{
    private readonly Argument<string> _name = PathArgument("NAME",
        "What it is called: lower-case words with hyphens, such as dodge-by-ear.");

    public NewExperimentCommand()
        : base("new-experiment",
            "Writes a notebook, a model and its test: a small experiment that runs, to be changed. Overwrites nothing.",
            "research new-experiment dodge-by-ear")
    {
        Arguments.Add(_name);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var files = NewExperiment.Write(parsed.GetValue(_name)!, Repository.Root);
        Console.WriteLine(string.Join('\n', files));
        Console.WriteLine($"""

            Run it:   ./research reproduce --profile smoke --only {Path.GetFileNameWithoutExtension(files[0])}
            Test it:  ./research test --filter {Path.GetFileNameWithoutExtension(files[2])}
            """);
        return ExitCode.Done;
    }
}
