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

    protected override IEnumerable<SweepTask> Plan(ParseResult parsed, int seeds)
    {
        var options = DodgeOptions.OfProfile;
        var data = DuelData.OfProfile(parsed.GetValue(_data) is { Length: > 0 } store ? Path.GetFullPath(store) : "");
        return DodgeSeedsSweep.Plan(options with { Epochs = parsed.GetValue(_epochs) ?? options.Epochs, Device = Device(parsed) },
            data with { Duels = parsed.GetValue(_duels) ?? data.Duels }, seeds);
    }
}
