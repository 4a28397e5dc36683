using System.CommandLine;
using Research.Experiments.LatentActions;
using Research.Sweeps;

namespace Research.Cli;

/// <summary><c>research sweep vqvae-variants</c>: the variants of notebook 06.</summary>
internal sealed class VqvaeVariantsCommand : PlannedSweepCommand
{
    private readonly Option<string> _data = new(
        "--data")
    {
        Description = "A folder of episodes; without it the maze's.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "",
    };
    private readonly Option<int?> _episodes = AtLeast("--episodes", "Episodes of the maze; by default the profile's.", 1);
    private readonly Option<int?> _epochs = AtLeast("--epochs", "Epochs; by default the profile's.", 1);
    private readonly Option<string[]> _variants =
        new("--variants")
        {
            Description = "Only these, such as 64,cure.",
            CustomParser = result => [.. result.Tokens.SelectMany(t =>
                t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        };

    public VqvaeVariantsCommand()
        : base("vqvae-variants",
            "The latent action models of notebook 06: the report's sequence, each switch by itself, the cure.",
            "research sweep vqvae-variants --seeds 3",
            "research sweep vqvae-variants --on slurm --seeds 5 --time 6:00:00 --variants 64,cure")
    {
        Takes(_data, _episodes, _epochs, _variants);
    }

    protected override IEnumerable<SweepTask> Plan(ParseResult parsed, int seeds)
    {
        var options = LatentActionOptions.OfProfile;
        var data = EpisodeData.OfProfile(parsed.GetValue(_data) is { Length: > 0 } folder ? Path.GetFullPath(folder) : "");
        return VqvaeVariantsSweep.Plan(
            options with { Epochs = parsed.GetValue(_epochs) ?? options.Epochs, Device = Device(parsed) },
            data with { Episodes = parsed.GetValue(_episodes) ?? data.Episodes }, seeds, parsed.GetValue(_variants));
    }
}
