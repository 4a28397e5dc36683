using System.CommandLine;
using Research.Experiments.DodgeTiming;
using Research.Sweeps;

namespace Research.Cli;

/// <summary><c>research sweep dodge-seeds</c>: the detector of notebook 05 over seeds.</summary>
internal sealed class DodgeSeedsCommand : PlannedSweepCommand
{
    private readonly Option<string> _data = new(
        "--data")
    {
        Description = "A zarr store of episodes; without it the simulated duel's.",
        HelpName = "STORE",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<int?> _duels = AtLeast("--duels", "Episodes of the simulated duel; by default the profile's.", 1);
    private readonly Option<int?> _epochs = AtLeast("--epochs", "Epochs; by default the profile's.", 1);

    public DodgeSeedsCommand()
        : base("dodge-seeds", "The detector of dodges of notebook 05, once for each seed.",
            "research sweep dodge-seeds --seeds 5")
    {
        Takes(_data, _duels, _epochs);
    }

    protected override IEnumerable<SweepTask> Plan(ParseResult parsed, int seeds) => DodgeSeedsSweep.Plan(
        new DodgeOptions
        {
            Epochs = parsed.GetValue(_epochs) ?? Profile.Pick(smoke: 2, quick: 20, report: 20),
            BatchSize = Profile.Pick(smoke: 8, quick: 16, report: 32),
            DownsampleFactor = Profile.Pick(smoke: 4, quick: 4, report: 1),
            Device = Device(parsed),
        },
        new DuelData(
            parsed.GetValue(_data) is { Length: > 0 } store ? Path.GetFullPath(store) : "",
                parsed.GetValue(_duels) ?? Profile.Pick(smoke: 6, quick: 50, report: 100), Seed: 1, new DodgeSampling()),
        seeds);
}
