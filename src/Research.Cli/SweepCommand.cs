namespace Research.Cli;

/// <summary><c>research sweep</c>: many trainings, each a run of its own.</summary>
internal sealed class SweepCommand : KitCommand
{
    public SweepCommand()
        : base("sweep", "Trains many models, here or on a cluster. What was stopped goes on from where it was.",
            "research sweep focal-grid --profile quick",
            "research sweep vqvae-variants --on local --seeds 3 --max-parallel 2",
            "research sweep status vqvae-variants --watch",
            "research sweep collect vqvae-variants")
    {
        foreach (var verb in (KitCommand[])
        [
            new FocalGridCommand(), new VqvaeVariantsCommand(), new DecoderComparisonCommand(), new DodgeSeedsCommand(),
            new ClosedLoopCommand(),            new SweepStatusCommand(), new SweepCollectCommand(), new SweepTaskCommand(),
        ])
        {
            Subcommands.Add(verb);
        }
    }
}
