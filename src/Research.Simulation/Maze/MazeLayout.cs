namespace Research.Simulation.Maze;

/// <summary>Walls and corridors of a maze: 21 × 20 tiles.</summary>
public sealed class MazeLayout
{
    /// <summary>Rows of tiles.</summary>
    public const int Rows = 21;

    /// <summary>Columns of tiles.</summary>
    public const int Columns = 20;

    private readonly bool[,] _open = new bool[Rows, Columns];

    private MazeLayout(int floor, int wall, string tiles)
    {
        (Floor, Wall) = (floor, wall);
        string[] lines = tiles.Split('\n');
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                _open[row, column] = lines[row][column] == '.';
            }
        }

        Corridors = [.. from row in Enumerable.Range(0, Rows) from column in Enumerable.Range(0, Columns)
            where _open[row, column] select (column, row)];
    }

    /// <summary>The layouts that the game goes through.</summary>
    public static IReadOnlyList<MazeLayout> All { get; } =
    [
        new(0x001c88, 0xe46f6f, """
            ####################
            #.......####.......#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #....##......##....#
            #.################.#
            #.################.#
            #....##......##....#
            ####.##.####.##.####
            ####.##.####.##.####
            #..................#
            #.#####.####.#####.#
            #.#####.####.#####.#
            #....##.####.##....#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #.##.##......##.##.#
            #.##.##########.##.#
            #.##.##########.##.#
            #..................#
            ####################
            """),
        new(0x181a4b, 0x54b899, """
            ####################
            #..................#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #.##............##.#
            #.##.##########.##.#
            #.##.##########.##.#
            #.##....####....##.#
            #.#####.####.#####.#
            #.#####.####.#####.#
            #.......####.......#
            #######.####.#######
            #######.####.#######
            #....##......##....#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #.......####.......#
            #.#####.####.#####.#
            #.#####.####.#####.#
            #.......####.......#
            ####################
            """),
        new(0x2c1408, 0xd0a04a, """
            ####################
            #....##......##....#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #.......####.......#
            ####.##########.####
            ####.##########.####
            #..................#
            #.################.#
            #.################.#
            #..................#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #....##.####.##....#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #....##......##....#
            ####################
            """),
        new(0x0a2a20, 0xa878d8, """
            ####################
            #....##......##....#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #....##.####.##....#
            #.##.##.####.##.##.#
            #.##.##.####.##.##.#
            #....##......##....#
            ####.##.####.##.####
            ####.##.####.##.####
            #..................#
            #.################.#
            #.################.#
            #..................#
            #.##.##########.##.#
            #.##.##########.##.#
            #.##....####....##.#
            #.#####.####.#####.#
            #.#####.####.#####.#
            #.......####.......#
            ####################
            """),
    ];

    /// <summary>The tiles that can be walked on, row by row from the top.</summary>
    public IReadOnlyList<(int X, int Y)> Corridors { get; }

    internal int Floor { get; }

    internal int Wall { get; }

    /// <summary>Whether a tile can be walked on; outside the maze none can.</summary>
    public bool IsOpen(int x, int y) => x >= 0 && y >= 0 && x < Columns && y < Rows && _open[y, x];

    /// <summary>Steps from every tile to the nearest of some tiles; −1 where no way leads to one.</summary>
    internal int[,] DistancesTo(IEnumerable<(int X, int Y)> targets)
    {
        int[,] distances = new int[Rows, Columns];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                distances[row, column] = -1;
            }
        }

        var queue = new Queue<(int X, int Y)>();
        foreach (var (x, y) in targets.Where(t => IsOpen(t.X, t.Y)))
        {
            distances[y, x] = 0;
            queue.Enqueue((x, y));
        }

        while (queue.TryDequeue(out var tile))
        {
            foreach (var (dx, dy) in MazeMoves.Directions.Select(d => d.Step()))
            {
                var (x, y) = (tile.X + dx, tile.Y + dy);
                if (IsOpen(x, y) && distances[y, x] < 0)
                {
                    distances[y, x] = distances[tile.Y, tile.X] + 1;
                    queue.Enqueue((x, y));
                }
            }
        }

        return distances;
    }
}
