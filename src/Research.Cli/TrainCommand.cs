namespace Research.Cli;

/// <summary><c>research train</c>: one model of an experiment, by its configuration.</summary>
internal sealed class TrainCommand : KitCommand
{
    public TrainCommand()
        : base("train", "Trains one model on a folder of data, by a configuration.",
            "research train control-transformer recordings --curriculum")
    {
        Subcommands.Add(new TrainControlsCommand());
    }
}
