using System.CommandLine;

namespace Research.Cli;

/// <summary><c>research bench</c>: the kit beside what it replaces, on this machine.</summary>
internal sealed class BenchCommand : KitCommand
{
    private readonly Argument<string[]> _names =
        new("NAME")
        {
            Description = "Which to run, by default all; for training also which steps.",
            Arity = ArgumentArity.ZeroOrMore,
        };

    public BenchCommand()
        : base("bench", "Measures the kit beside what it replaces, in one run on this machine.", "research bench training",
            "research bench training autoencoder-512")
    {
        Arguments.Add(_names);
        WaitsForChild = true;
        SetAction(parsed => ChildProcess.Run("dotnet",
            [Path.Combine(Repository.Root, "tests/Research.Benchmarks/bin/Release/net10.0/Research.Benchmarks.dll"),
            .. parsed.GetValue(_names)!]));
    }
}
