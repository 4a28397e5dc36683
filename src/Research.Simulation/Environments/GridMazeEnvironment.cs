using OpenCvSharp;

namespace Research.Simulation.Environments;

/// <summary>
/// A small maze of cells with a goal, for checks of learning: the shortest way from every cell is known. An episode starts at a
/// free cell that the seed draws. Each step costs a little, the goal earns 1.
/// </summary>
public sealed class GridMazeEnvironment : IEnvironment
{
    /// <summary>Steps after which an episode is truncated.</summary>
    public const int LimitSteps = 50;

    /// <summary>Reward of a step that does not reach the goal, against a wall too.</summary>
    public const float StepReward = -0.02f;

    private const int Purpose = 5100, CellPixels = 32;
    private const byte Wall = 85, Goal = 170, Player = 255;
    private static readonly string[] Keys = ["seed", "distance"];
    private static readonly DiscreteSpace Moves = new(["UP", "RIGHT", "DOWN", "LEFT"]);

    private readonly string[] _map;
    private readonly int[] _starts, _distances;
    private readonly StepInfo _info = new(Keys);
    private EpisodeSeed _seed = new(Purpose);
    private int _cell, _steps;
    private bool _isUnderWay;

    /// <summary>A maze.</summary>
    /// <param name="map">Rows of equal length, of <c>#</c> (wall), <c>.</c> (free) and one <c>G</c> (goal); null: a maze of
    /// 5 × 5 in which the longest of the shortest ways has 12 steps.</param>
    /// <exception cref="ArgumentException">The map has other characters, rows of different lengths, not one goal, or a free cell
    /// without a way to the goal.</exception>
    public GridMazeEnvironment(IReadOnlyList<string>? map = null)
    {
        _map = [.. map ?? ["..#..", ".#...", "...#.", ".##..", "...#G"]];
        int goals = _map.Sum(row => row.Count(cell => cell == 'G'));
        if (_map.Length == 0 || _map[0].Length == 0 || goals != 1
            || _map.Any(row => row.Length != _map[0].Length || row.Any(cell => cell is not ('#' or '.' or 'G'))))
        {
            throw new ArgumentException($"Found the map \"{string.Join('/', _map)}\"; expected rows of equal length, of '#', '.' "
                + "and one 'G'.", nameof(map));
        }

        ObservationSpace = new BoxSpace(_map.Length, _map[0].Length);
        _distances = Distances();
        _starts = [.. Enumerable.Range(0, ObservationSpace.Size).Where(cell => At(cell) == '.')];
        if (_starts.Length == 0 || _starts.Any(cell => _distances[cell] < 0))
        {
            throw new ArgumentException($"Found the map \"{string.Join('/', _map)}\"; expected a free cell, and a way to the "
                + "goal from every one.", nameof(map));
        }
    }

    /// <summary>The map from above, [rows, columns]: 0 free, 85 wall, 170 goal, 255 player.</summary>
    public BoxSpace ObservationSpace { get; }

    /// <summary>UP, RIGHT, DOWN, LEFT.</summary>
    public ActionSpace ActionSpace => Moves;

    /// <summary>
    /// <c>seed</c> of the episode; <c>distance</c> in steps to the goal by the shortest way (breadth-first search).
    /// </summary>
    public IReadOnlyList<string> InfoKeys => Keys;

    /// <inheritdoc/>
    public Size RenderSize => new(_map[0].Length * CellPixels, _map.Length * CellPixels);

    /// <inheritdoc/>
    public double RenderFps => 10;

    /// <inheritdoc/>
    public StepInfo Reset(int? seed, Span<byte> observation)
    {
        var start = SeededStream.Of((ulong)_seed.Next(seed), Purpose + 1);
        (_cell, _steps, _isUnderWay) = (_starts[start.Below(_starts.Length)], 0, true);
        return Observe(observation);
    }

    /// <inheritdoc/>
    public StepResult Step(uint action, Span<byte> observation)
    {
        Moves.Require(action);
        if (!_isUnderWay)
        {
            throw new InvalidOperationException("No episode is under way: Reset begins one.");
        }

        _cell = Neighbour(_cell, (int)action);
        bool terminated = At(_cell) == 'G', truncated = ++_steps >= LimitSteps && !terminated;
        _isUnderWay = !terminated && !truncated;
        return new StepResult(terminated ? 1 : StepReward, terminated, truncated, Observe(observation));
    }

    /// <inheritdoc/>
    public void Render(Mat frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (_seed.Current is null)
        {
            throw new InvalidOperationException("No episode was begun: Reset begins one.");
        }

        byte[] cells = new byte[ObservationSpace.Size];
        Paint(cells);
        using var small = Mat.FromPixelData(_map.Length, _map[0].Length, MatType.CV_8UC1, cells);
        using var large = small.Resize(RenderSize, 0, 0, InterpolationFlags.Nearest);
        Cv2.CvtColor(large, frame, ColorConversionCodes.GRAY2BGR);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private char At(int cell) => _map[cell / _map[0].Length][cell % _map[0].Length];

    /// <summary>The cell after a move: the same one where a wall or the border is in the way.</summary>
    private int Neighbour(int cell, int move)
    {
        var (row, column) = (cell / _map[0].Length, cell % _map[0].Length);
        (row, column) = move switch
        {
            0 => (row - 1, column),
            1 => (row, column + 1),
            2 => (row + 1, column),
            _ => (row, column - 1),
        };
        bool isFree = row >= 0 && row < _map.Length && column >= 0 && column < _map[0].Length && _map[row][column] != '#';
        return isFree ? row * _map[0].Length + column : cell;
    }

    /// <summary>Steps to the goal from each cell by breadth-first search; −1 where there is no way.</summary>
    private int[] Distances()
    {
        int[] distances = new int[ObservationSpace.Size];
        Array.Fill(distances, -1);
        int goal = Enumerable.Range(0, distances.Length).First(cell => At(cell) == 'G');
        distances[goal] = 0;
        var next = new Queue<int>([goal]);
        while (next.TryDequeue(out int cell))
        {
            for (int move = 0; move < Moves.Count; move++)
            {
                int neighbour = Neighbour(cell, move);
                if (distances[neighbour] < 0)
                {
                    distances[neighbour] = distances[cell] + 1;
                    next.Enqueue(neighbour);
                }
            }
        }

        return distances;
    }

    private StepInfo Observe(Span<byte> observation)
    {
        if (!observation.IsEmpty)
        {
            Paint(ObservationSpace.Slice(observation));
        }

        _info.Set(0, _seed.Current!.Value);
        _info.Set(1, _distances[_cell]);
        return _info;
    }

    private void Paint(Span<byte> cells)
    {
        for (int cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] = At(cell) switch { '#' => Wall, 'G' => Goal, _ => 0 };
        }

        cells[_cell] = Player;
    }
}
