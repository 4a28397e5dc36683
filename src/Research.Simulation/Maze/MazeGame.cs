namespace Research.Simulation.Maze;

/// <summary>The game: a player and four ghosts in a maze, frame by frame. Its rules are in <c>datasets/README.md</c>.</summary>
internal sealed class MazeGame
{
    private const int PelletPoints = 10, FirstLives = 2, Shrinking = 12, Waiting = 12, Touch = 6, GhostRest = 5;

    private readonly Random _random;
    private readonly MazePlayer _policy;
    private readonly MazeWalker[] _ghosts = new MazeWalker[4];
    private readonly int[] _corners = [0, 0, 0, 0];
    private HashSet<(int X, int Y)> _pellets = [];
    private int _layout, _score, _lives, _dying, _waiting, _number;
    private MazeWalker _player;

    public MazeGame(int seed)
    {
        _random = new Random(seed);
        _policy = new MazePlayer(_random);
        _layout = _random.Next(MazeLayout.All.Count);
        BeginGame();
    }

    private MazeLayout Layout => MazeLayout.All[_layout];

    /// <summary>What is on the screen now; later steps do not change it.</summary>
    public MazeFrame Frame => new(Layout, _pellets.ToHashSet(), _player, [.. _ghosts], _score, _lives, _number, _dying);

    /// <summary>Plays on by a number of frames that is drawn by lot.</summary>
    public void Skip(int most)
    {
        for (int left = _random.Next(most + 1); left > 0; left--)
        {
            Step();
        }
    }

    /// <summary>Points of the game.</summary>
    public int Score => _score;

    /// <summary>Lives that are left, the one that is played not counted.</summary>
    public int Lives => _lives;

    /// <summary>The player was caught at this frame.</summary>
    public bool IsCaught => _dying == 1;

    /// <summary>Plays on to the next frame.</summary>
    /// <param name="held">The key that is held; null for the scripted player's.</param>
    public MazeStep Step(MazeMove? held = null)
    {
        var (x, y) = (_player.X + MazeWalker.Tile / 2, MazePainter.Top + _player.Y + MazeWalker.Tile / 2);
        _number++;
        if (_dying > 0)
        {
            Die();
            return new MazeStep(MazeMove.Still, MazeMove.Still, x, y);
        }

        if (_waiting > 0)
        {
            _waiting--;
            return new MazeStep(MazeMove.Still, MazeMove.Still, x, y);
        }

        var key = held ?? _policy.Key(Layout, _player, _pellets, _ghosts);
        var move = _player.CanGo(Layout, key) ? key : _player.CanGo(Layout, _player.Heading) ? _player.Heading : MazeMove.Still;
        if (move != MazeMove.Still)
        {
            _player.Go(move);
        }

        for (int i = 0; i < _ghosts.Length; i++)
        {
            MoveGhost(i);
        }

        var (seenX, seenY) = (_player.X, _player.Y);
        if (_ghosts.Any(g => Math.Abs(g.X - seenX) + Math.Abs(g.Y - seenY) < Touch))
        {
            _dying = 1;
        }
        else
        {
            Eat();
        }

        return new MazeStep(key, move, x, y);
    }

    private void MoveGhost(int index)
    {
        ref var ghost = ref _ghosts[index];
        if ((_number + index) % GhostRest == 0)
        {
            return;
        }

        if (ghost.IsInTile)
        {
            if (ghost.Place == MazeGhosts.Corner(Layout, _corners[index]))
            {
                _corners[index]++;
            }

            ghost.Heading = ((MazeGhost)index).Choose(Layout, ghost, _player, _corners[index], _random);
        }

        ghost.Go(ghost.Heading);
    }

    private void Eat()
    {
        if (!_player.IsInTile || !_pellets.Remove(_player.Place))
        {
            return;
        }

        _score += PelletPoints;
        if (_pellets.Count == 0)
        {
            _layout = (_layout + 1) % MazeLayout.All.Count;
            BeginMaze();
        }
    }

    private void Die()
    {
        if (_dying++ < Shrinking)
        {
            return;
        }

        if (_lives-- == 0)
        {
            _layout = (_layout + 1) % MazeLayout.All.Count;
            BeginGame();
        }
        else
        {
            BeginLife();
        }
    }

    private void BeginGame()
    {
        (_score, _lives) = (0, FirstLives);
        BeginMaze();
    }

    private void BeginMaze()
    {
        _pellets = [.. Layout.Corridors];
        BeginLife();
    }

    /// <summary>
    /// The player begins at the open tile nearest to the middle of the lower half, the ghosts round the middle of the upper.
    /// </summary>
    private void BeginLife()
    {
        _player = At(MazeLayout.Columns / 2, 16);
        for (int i = 0; i < _ghosts.Length; i++)
        {
            _ghosts[i] = At(i % 2 == 0 ? 5 : 14, i < 2 ? 4 : 8);
        }

        (_dying, _waiting) = (0, Waiting);
        _policy.Reset();
    }

    private MazeWalker At(int x, int y)
    {
        var (column, row) = Layout.Corridors.MinBy(tile => Math.Abs(tile.X - x) + Math.Abs(tile.Y - y));
        return new MazeWalker(column, row);
    }
}
