using System.CommandLine;
using Research.Simulation.Maze;

namespace Research.Cli;

/// <summary><c>research simulate maze</c>: episodes of the maze game as numbered pictures.</summary>
internal sealed class MazeCommand : KitCommand
{
    private readonly Option<int> _episodes = AtLeast("--episodes", "Number of episodes.", 1, 20);
    private readonly Option<int> _frames = AtLeast("--frames", "Frames in each episode.", 2, 100, most: 20_000);
    private readonly Option<int> _seed =
        new("--seed") { Description = "Seed of games and player.", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _output = OutputOption(
        "The folder to write to; made where it is absent. Episodes that are there already are kept.");

    public MazeCommand()
        : base("maze",
            "Lets a scripted player run through a maze with four ghosts, and writes every frame as a PNG file, with the true "
                + "moves beside them.",
            "research simulate maze --episodes 20 --frames 100 --seed 1 -o ~/maze",
            "research simulate maze --episodes 300 --frames 1500 -o ~/maze-full")
    {
        Does(Run, _episodes, _frames, _seed, _output);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetValue(_output)!;
        int episodes = parsed.GetValue(_episodes), frames = parsed.GetValue(_frames);
        int written = MazeEpisodes.Write(folder, episodes, frames, parsed.GetValue(_seed), new ProgressLine("frames"),
            cancellation);
        ProgressLine.Finish($"{folder}: {episodes:N0} episodes of {frames:N0} frames, {written:N0} of them new");
        return ExitCode.Done;
    }
}
