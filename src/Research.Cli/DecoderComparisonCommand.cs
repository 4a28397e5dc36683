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

    protected override IEnumerable<SweepTask> Plan(ParseResult parsed, int seeds) => DecoderComparisonSweep.Plan(
        new DecodingOptions
        {
            HiddenSize = Profile.Pick(smoke: 32, quick: 64, report: 256),
            Epochs = parsed.GetValue(_epochs) ?? Profile.Pick(smoke: 1, quick: 7, report: 40),
            BatchSize = Profile.Pick(smoke: 32, quick: 32, report: 64),
            Device = Device(parsed),
        },
        new ClickData(
            parsed.GetValue(_data) is { Length: > 0 } data ? Path.GetFullPath(data) : "",
                parsed.GetValue(_sessions) ?? Profile.Pick(smoke: 4, quick: 18, report: 200),
            Profile.Pick(smoke: 60, quick: 200, report: 1000), Seed: 1, Profile.Pick(smoke: 1, quick: 3, report: 20)),
        seeds);
}
