using System.CommandLine;
using Research.Sweeps;

namespace Research.Cli;

/// <summary>A sweep that was begun: <c>NAME --profile --out</c>.</summary>
internal sealed class SweepName
{
    private readonly Argument<string> _name = new("NAME") { Description = "Name of the sweep, such as focal-grid." };
    private readonly Option<ProfileKind> _profile = ReproduceCommand.ProfileOption();
    private readonly Option<string?> _output =
        new("--output", "-o", "--out") { Description = "Where its runs are; by default results/PROFILE." };

    public void AddTo(Command command)
    {
        _name.Validators.Add(KitCommand.RefuseOptions);
        command.Arguments.Add(_name);
        command.Options.Add(_profile);
        command.Options.Add(_output);
    }

    public SweepFolder Open(ParseResult parsed) =>
        SweepFolder.Open(parsed.GetValue(_output) ?? ReproduceCommand.DefaultOutput(parsed.GetValue(_profile)),
            parsed.GetValue(_name)!);
}
