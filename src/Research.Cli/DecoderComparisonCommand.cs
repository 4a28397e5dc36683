using System.CommandLine;
using Research.Experiments.ActionDecoder;
using Research.Sweeps;

namespace Research.Cli;

/// <summary><c>research sweep decoder-comparison</c>: the decoders of notebook 07.</summary>
internal sealed class DecoderComparisonCommand : PlannedSweepCommand
{
    private readonly Option<string> _data = new(
        "--data")
    {
        Description = "A folder of sessions of mouse and keyboard; without it the default ones.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<int?> _sessions = AtLeast("--sessions", "How many of the default sessions; by default the profile's.",
        1);
    private readonly Option<int?> _epochs = AtLeast("--epochs", "Most epochs; by default the profile's.", 1);

    public DecoderComparisonCommand()
        : base("decoder-comparison", "The four action decoders of notebook 07, each trained and scored on sessions kept apart.",
            "research sweep decoder-comparison --seeds 5")
    {
        Takes(_data, _sessions, _epochs);
    }

    protected override IEnumerable<SweepTask> Plan(ParseResult parsed, int seeds)
    {
        var options = DecodingOptions.OfProfile;
        var data = ClickData.OfProfile(parsed.GetValue(_data) is { Length: > 0 } folder ? Path.GetFullPath(folder) : "");
        return DecoderComparisonSweep.Plan(
            options with { Epochs = parsed.GetValue(_epochs) ?? options.Epochs, Device = Device(parsed) },
            data with { Sessions = parsed.GetValue(_sessions) ?? data.Sessions }, seeds);
    }
}
