using System.CommandLine;

namespace Research.Cli;

/// <summary><c>research bench</c>: the kit beside what it replaces, on this machine.</summary>
internal sealed class BenchCommand : KitCommand
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "Which to run, by default all; for profile, steady and training also which steps.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<int> _minutes = AtLeast("--minutes", "How long steady makes each step again and again.", 1, 10);

    public BenchCommand()
        : base("bench", "Measures the kit beside what it replaces, in one run on this machine.", "research bench training", "research bench profile autoencoder-512", "research bench steady --minutes 1")
    {
        Arguments.Add(_names);
        Takes(_minutes);
        SetAction(parsed => ChildProcess.Run("dotnet",
            [Path.Combine(Repository.Root, "tests/Research.Benchmarks/bin/Release/net10.0/Research.Benchmarks.dll"), .. parsed.GetValue(_names)!, $"--minutes={parsed.GetValue(_minutes)}"]));
    }
}
