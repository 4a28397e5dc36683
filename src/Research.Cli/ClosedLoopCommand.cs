using System.CommandLine;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ClosedLoop;
using Research.Sweeps;

namespace Research.Cli;

/// <summary><c>research sweep closed-loop</c>: the policies of notebook 09 over seeds.</summary>
internal sealed class ClosedLoopCommand : PlannedSweepCommand
{
    private readonly Option<int?> _updates = AtLeast("--updates", "Updates of PPO; by default the profile's.", 1);
    private readonly Option<int?> _rounds = AtLeast("--rounds", "Rounds of DAgger; by default the profile's.", 1);

    public ClosedLoopCommand()
        : base("closed-loop", "The clones, DAgger, and PPO from the clone of noisy fights and from scratch, once for each seed.",
            "research sweep closed-loop --seeds 5")
    {
        Takes(_updates, _rounds);
    }

    /// <summary>The clone, with the profile's epochs.</summary>
    public static FrameStackOptions CloneOfProfile => new() { Epochs = Profile.Pick(smoke: 1, quick: 6, report: 8) };

    protected override IEnumerable<SweepTask> Plan(ParseResult parsed, int seeds)
    {
        var clone = CloneOfProfile with { Device = Device(parsed) };
        int rounds = parsed.GetValue(_rounds) ?? Profile.Pick(smoke: 1, quick: 8, report: 10);
        int updates = parsed.GetValue(_updates) ?? Profile.Pick(smoke: 2, quick: 60, report: 120);
        var dagger = new DaggerOptions
        {
            Rounds = rounds,
            FightsPerRound = Profile.Pick(smoke: 1, quick: 100, report: 150),
            Policy = clone with { Epochs = 1 },
        };
        var ppo = PpoPolicy.FineTuning(updates) with { Device = clone.Device };
        return ClosedLoopSweep.Plan((clone, dagger, ppo), FightData.OfProfile, seeds);
    }
}
