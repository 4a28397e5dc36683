namespace Research.Simulation.Maze;

/// <summary>What a frame shows.</summary>
/// <param name="Layout">The maze.</param>
/// <param name="Pellets">Tiles that have a pellet.</param>
/// <param name="Player">The player.</param>
/// <param name="Ghosts">Chase, ambush, patrol, wander.</param>
/// <param name="Score">Points.</param>
/// <param name="Lives">Lives that are left, the one that is played not counted.</param>
/// <param name="Number">Frames since the game began.</param>
/// <param name="Dying">Frames since the player was caught; 0 while it lives.</param>
internal sealed record MazeFrame(
    MazeLayout Layout, IReadOnlySet<(int X, int Y)> Pellets, MazeWalker Player, IReadOnlyList<MazeWalker> Ghosts, int Score,
        int Lives, int Number, int Dying);

/// <summary>A line of <c>actions.jsonl</c>: what belongs to the step from a frame to the next.</summary>
/// <param name="Action">The key that is held.</param>
/// <param name="Move">Where the player goes.</param>
/// <param name="X">The player's middle in the first of the two frames, in pixels from the left.</param>
/// <param name="Y">The same from the top.</param>
public readonly record struct MazeStep(MazeMove Action, MazeMove Move, int X, int Y)
{
    internal string ToJson() => FormattableString.Invariant(
        $"{{\"action\":\"{(Action == MazeMove.Still ? "NONE" : Name(Action))}\",\"move\":\"{Name(Move)}\",\"x\":{X},\"y\":{Y}}}");

    private static string Name(MazeMove move) => move.ToString().ToUpperInvariant();
}
