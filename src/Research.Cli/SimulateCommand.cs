namespace Research.Cli;

/// <summary><c>research simulate</c>: data of games that play themselves.</summary>
internal sealed class SimulateCommand : KitCommand
{
    public SimulateCommand()
        : base("simulate", "Makes data of a simulated game with a scripted player.",
            "research simulate boss-fight --fights 15 -o ~/recordings")
    {
        Subcommands.Add(new PlayCommand());
        Subcommands.Add(new StageCommand());
        Subcommands.Add(new DuelCommand());
        Subcommands.Add(new MazeCommand());
        Subcommands.Add(new ClicksCommand());
        Subcommands.Add(new ControlsCommand());
    }
}
