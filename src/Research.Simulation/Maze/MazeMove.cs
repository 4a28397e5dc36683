namespace Research.Simulation.Maze;

/// <summary>Where somebody goes in the maze, or which key is held.</summary>
public enum MazeMove
{
    /// <summary>Nowhere; no key.</summary>
    Still,

    /// <summary>Up.</summary>
    Up,

    /// <summary>To the right.</summary>
    Right,

    /// <summary>Down.</summary>
    Down,

    /// <summary>To the left.</summary>
    Left,
}

internal static class MazeMoves
{
    public static MazeMove[] Directions { get; } = [MazeMove.Up, MazeMove.Right, MazeMove.Down, MazeMove.Left];

    public static (int X, int Y) Step(this MazeMove move) => move switch
    {
        MazeMove.Up => (0, -1),
        MazeMove.Right => (1, 0),
        MazeMove.Down => (0, 1),
        MazeMove.Left => (-1, 0),
        _ => (0, 0),
    };

    public static MazeMove Back(this MazeMove move) => move switch
    {
        MazeMove.Up => MazeMove.Down,
        MazeMove.Right => MazeMove.Left,
        MazeMove.Down => MazeMove.Up,
        MazeMove.Left => MazeMove.Right,
        _ => MazeMove.Still,
    };
}
