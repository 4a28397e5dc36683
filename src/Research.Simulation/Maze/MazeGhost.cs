namespace Research.Simulation.Maze;

/// <summary>How a ghost chooses its way.</summary>
internal enum MazeGhost
{
    /// <summary>Red: to the player.</summary>
    Chase,

    /// <summary>Pink: to four tiles ahead of the player.</summary>
    Ambush,

    /// <summary>Cyan: round the four corners.</summary>
    Patrol,

    /// <summary>Orange: anywhere.</summary>
    Wander,
}

internal static class MazeGhosts
{
    private const int Ahead = 4;

    /// <summary>Where a ghost in the middle of a tile goes; back only where it cannot go elsewhere.</summary>
    public static MazeMove Choose(
        this MazeGhost ghost, MazeLayout layout, in MazeWalker self, in MazeWalker player, int corner, Random random)
    {
        var walker = self;
        var ways = MazeMoves.Directions.Where(d => d != walker.Heading.Back() && walker.CanGo(layout, d)).ToArray();
        if (ways.Length <= 1)
        {
            return ways.Length == 1 ? ways[0] : walker.Heading.Back();
        }

        if (ghost == MazeGhost.Wander)
        {
            return ways[random.Next(ways.Length)];
        }

        var target = ghost switch
        {
            MazeGhost.Ambush => AheadOf(layout, player),
            MazeGhost.Patrol => Corner(layout, corner),
            _ => player.Place,
        };
        int[,] distances = layout.DistancesTo([target]);
        return ways.MinBy(way => distances[walker.Place.Y + way.Step().Y, walker.Place.X + way.Step().X]);
    }

    /// <summary>The open tile nearest to a corner of the maze; four corners in turn, clockwise.</summary>
    public static (int X, int Y) Corner(MazeLayout layout, int corner)
    {
        var (x, y) = (corner % 4) switch
        {
            0 => (0, 0),
            1 => (MazeLayout.Columns, 0),
            2 => (MazeLayout.Columns, MazeLayout.Rows),
            _ => (0, MazeLayout.Rows),
        };
        return layout.Corridors.MinBy(tile => Math.Abs(tile.X - x) + Math.Abs(tile.Y - y));
    }

    private static (int X, int Y) AheadOf(MazeLayout layout, in MazeWalker player)
    {
        var (x, y) = player.Place;
        var (dx, dy) = player.Heading.Step();
        for (int i = 0; i < Ahead && layout.IsOpen(x + dx, y + dy); i++)
        {
            (x, y) = (x + dx, y + dy);
        }

        return (x, y);
    }
}
