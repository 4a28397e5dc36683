namespace Research.Simulation.Maze;

/// <summary>Somebody in the maze: the top left pixel of the 8 × 8 that it covers, and where it goes.</summary>
internal struct MazeWalker(int x, int y)
{
    public const int Tile = 8;

    /// <summary>Pixels in a frame.</summary>
    public const int Pace = 2;

    public int X = x * Tile;
    public int Y = y * Tile;
    public MazeMove Heading;

    /// <summary>Whether it is in the middle of a tile, where it may turn.</summary>
    public readonly bool IsInTile => X % Tile == 0 && Y % Tile == 0;

    /// <summary>The tile that its middle is in.</summary>
    public readonly (int X, int Y) Place => ((X + Tile / 2) / Tile, (Y + Tile / 2) / Tile);

    /// <summary>The tile it is in the middle of, or comes to next.</summary>
    public readonly (int X, int Y) Next
    {
        get
        {
            var (dx, dy) = Heading.Step();
            return ((X + (dx > 0 ? Tile - 1 : 0)) / Tile, (Y + (dy > 0 ? Tile - 1 : 0)) / Tile);
        }
    }

    /// <summary>Whether the way is free: always between two tiles, where it goes on or back.</summary>
    public readonly bool CanGo(MazeLayout layout, MazeMove move)
    {
        if (move == MazeMove.Still)
        {
            return false;
        }

        if (!IsInTile)
        {
            return move == Heading || move == Heading.Back();
        }

        var (dx, dy) = move.Step();
        return layout.IsOpen(X / Tile + dx, Y / Tile + dy);
    }

    public void Go(MazeMove move)
    {
        var (dx, dy) = move.Step();
        X += Pace * dx;
        Y += Pace * dy;
        Heading = move;
    }
}
