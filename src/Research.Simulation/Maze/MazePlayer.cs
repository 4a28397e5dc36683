namespace Research.Simulation.Maze;

/// <summary>
/// The scripted player: looks half a tile ahead, presses a key early, lets it go late, and sometimes hesitates.
/// </summary>
internal sealed class MazePlayer(Random random)
{
    private const int Sight = 4, LeastHold = 2, MostHold = 8;
    private const double Straightness = 1.5, Hesitates = 1 / 7.0, HoldsOnStraight = 0.25;

    private MazeMove _key;
    private int _hold, _hesitation;

    /// <summary>The key that is held until the next frame.</summary>
    public MazeMove Key(
        MazeLayout layout, in MazeWalker self, IReadOnlySet<(int X, int Y)> pellets, IReadOnlyList<MazeWalker> ghosts)
    {
        if (_hesitation > 0)
        {
            _hesitation--;
            return MazeMove.Still;
        }

        bool isHalfWay = (self.X % MazeWalker.Tile == MazeWalker.Tile / 2) || (self.Y % MazeWalker.Tile == MazeWalker.Tile / 2);
        bool isStopped = self.IsInTile && !self.CanGo(layout, self.Heading);
        if (isHalfWay || (isStopped && !self.CanGo(layout, _key)))
        {
            Decide(layout, self, pellets, ghosts);
        }

        return _hold-- > 0 ? _key : MazeMove.Still;
    }

    /// <summary>Forgets what it was about to do.</summary>
    public void Reset() => (_key, _hold, _hesitation) = (MazeMove.Still, 0, 0);

    private void Decide(
        MazeLayout layout, in MazeWalker self, IReadOnlySet<(int X, int Y)> pellets, IReadOnlyList<MazeWalker> ghosts)
    {
        var tile = self.Next;
        var heading = self.Heading;
        int[,] distances = layout.DistancesTo(pellets);
        int[,] threats = layout.DistancesTo(ghosts.Select(g => g.Place));
        double Cost(MazeMove way)
        {
            var (x, y) = (tile.X + way.Step().X, tile.Y + way.Step().Y);
            int near = threats[y, x], here = threats[tile.Y, tile.X];
            double danger = near <= Sight && near <= here ? 10 * (Sight + 1 - near) : 0;
            return distances[y, x] + danger - (way == heading ? Straightness : 0) + random.NextDouble();
        }

        var ways = MazeMoves.Directions.Where(way => layout.IsOpen(tile.X + way.Step().X, tile.Y + way.Step().Y)).ToArray();
        var best = ways.MinBy(Cost);
        bool isTurn = best != heading;
        if (isTurn && !ways.Contains(heading) && random.NextDouble() < Hesitates)
        {
            _hesitation = random.Next(3, 13) + MazeWalker.Tile / 2 / MazeWalker.Pace;
        }

        int toTile = self.IsInTile ? 0 : MazeWalker.Tile / 2 / MazeWalker.Pace;
        (_key, _hold) = isTurn ? (best, toTile + random.Next(LeastHold, MostHold + 1))
            : random.NextDouble() < HoldsOnStraight ? (best, toTile + random.Next(LeastHold, MostHold + 1)) : (best, 0);
    }
}
