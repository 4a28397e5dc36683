using Research.Metrics;
using Research.Sessions;

namespace Research.Experiments.LatentActions;

/// <summary>
/// The codes of a dataset beside the player's true moves: of each pair its move, and the code at the player's place of the grid.
/// </summary>
public sealed class LatentActionProbe
{
    private readonly int[] _codes, _moves, _episodes;
    private readonly int[] _grid;
    private readonly int _places;

    private LatentActionProbe(IReadOnlyList<string> names, int codeCount, int[] codes, int[] moves, int[] episodes, int[] grid) =>
        (Names, CodeCount, _codes, _moves, _episodes, _grid, _places) =
            (names, codeCount, codes, moves, episodes, grid, grid.Length / Math.Max(1, moves.Length));

    /// <summary>The moves of the maze's player.</summary>
    public static IReadOnlyList<string> MazeMoves { get; } = ["STILL", "UP", "RIGHT", "DOWN", "LEFT"];

    /// <summary>The place of the grid that the player was in, of each pair.</summary>
    internal int[] Cells { get; private init; } = [];

    /// <summary>Places in a row of the grid.</summary>
    internal int Columns { get; private init; }

    /// <summary>The episode of each pair.</summary>
    internal IReadOnlyList<int> Episodes => _episodes;

    /// <summary>The code of a place of the grid; −1 outside.</summary>
    internal int CodeAt(int pair, int row, int column) =>
        row < 0 || column < 0 || column >= Columns || row >= _places / Columns ? -1
            : _grid[pair * _places + row * Columns + column];

    /// <summary>What moves are called, in the order of their numbers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of codes of the model.</summary>
    public int CodeCount { get; }

    /// <summary>The code where the player was, of each pair.</summary>
    public IReadOnlyList<int> Codes => _codes;

    /// <summary>Number of the true move of each pair.</summary>
    public IReadOnlyList<int> Moves => _moves;

    /// <summary>
    /// Mutual information of the code at the player and its move. The chance level comes from exchanging complete episodes: a
    /// player that keeps its direction in a corner of the maze with a code of its own is no latent action.
    /// </summary>
    public MutualInformation MutualInformationAtPlayer(int shuffles = 100) =>
        MutualInformation.Of(_codes, _moves, shuffles, groups: _episodes);

    /// <summary>Encodes pairs and reads their moves.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pairs">Pairs of episodes with an <c>actions.jsonl</c> that has <c>move</c>, <c>x</c> and <c>y</c>.</param>
    /// <param name="names">The moves.</param>
    /// <param name="progress">Reports after every batch.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="InvalidDataException">An episode does not say what the player did, or where it was.</exception>
    public static LatentActionProbe Of(
        LatentActionModel model, FramePairs pairs, IReadOnlyList<string> names, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(names);
        var places = ReadMoves(pairs, names);
        int[] grid = model.Encode(pairs, progress: progress, cancellation: cancellation);
        int[] cells = [.. places.Select(place => model.CellOf(place.X, place.Y))];
        return new LatentActionProbe(names, model.CodebookSize,
            [.. cells.Select((cell, pair) => grid[pair * model.Rows * model.Columns + cell])], [.. places.Select(p => p.Move)],
            [.. Enumerable.Range(0, pairs.Count).Select(p => pairs.Locate(p).Episode)], grid)
        {
            Cells = cells,
            Columns = model.Columns,
        };
    }

    /// <summary>Sees that every pair has a move and a place, before a model is trained.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <exception cref="InvalidDataException">An episode does not say what the player did, or where it was.</exception>
    public static void RequireMoves(FramePairs pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ReadMoves(pairs, MazeMoves);
    }

    private static List<(int Move, int X, int Y)> ReadMoves(FramePairs pairs, IReadOnlyList<string> names)
    {
        var moves = new List<(int Move, int X, int Y)>();
        foreach (var episode in pairs.Episodes)
        {
            var actions = episode.Actions()
                ?? throw new InvalidDataException(
                    $"{episode.Folder}: found no actions.jsonl; expected one, to compare codes with.");
            foreach (var (action, line) in actions.Select((action, i) => (action, i + 1)))
            {
                int move = names.ToList().IndexOf(action.Move ?? "");
                if (move < 0 || action is not { X: { } x, Y: { } y })
                {
                    throw new InvalidDataException(
                        $"{episode.Folder}/actions.jsonl, line {line}: found the move '{action.Move}' at ({action.X}, "
                        + $"{action.Y}); expected one of {string.Join(", ", names)}, and x and y.");
                }

                moves.Add((move, x, y));
            }
        }

        return moves;
    }

    /// <summary>How often each code goes with each move: [moves, codes].</summary>
    public double[,] Counts()
    {
        double[,] counts = new double[Names.Count, CodeCount];
        for (int pair = 0; pair < _codes.Length; pair++)
        {
            counts[_moves[pair], _codes[pair]]++;
        }

        return counts;
    }

    /// <summary>
    /// Guesses the moves of other pairs by their codes: the move that a code goes with most often here; for a code not seen here
    /// the most frequent move.
    /// </summary>
    /// <param name="others">Pairs that were not counted here.</param>
    /// <param name="shuffleSeed">Seed to shuffle this side's codes with, so that they carry no information; null: as they
    /// are.</param>
    public ProbeResult Classify(LatentActionProbe others, int? shuffleSeed = null)
    {
        ArgumentNullException.ThrowIfNull(others);
        int[] codes = [.. _codes];
        if (shuffleSeed is { } seed)
        {
            new Random(seed).Shuffle(codes);
        }

        int[,] counts = new int[CodeCount, Names.Count];
        for (int pair = 0; pair < codes.Length; pair++)
        {
            counts[codes[pair], _moves[pair]]++;
        }

        int usual = Enumerable.Range(0, Names.Count).MaxBy(move => _moves.Count(m => m == move));
        int[] guess = [.. Enumerable.Range(0, CodeCount).Select(code =>
            Enumerable.Range(0, Names.Count).Sum(move => counts[code, move]) == 0 ? usual : Enumerable.Range(0, Names.Count)
                .MaxBy(move => counts[code, move]))];
        int[,] confusion = new int[Names.Count, Names.Count];
        for (int pair = 0; pair < others._moves.Length; pair++)
        {
            confusion[others._moves[pair], guess[others._codes[pair]]]++;
        }

        return new ProbeResult(Names, confusion);
    }
}

/// <summary>True moves against guessed ones.</summary>
/// <param name="Names">What moves are called.</param>
/// <param name="Confusion">Number of pairs: [true move, guessed move].</param>
public sealed record ProbeResult(IReadOnlyList<string> Names, int[,] Confusion)
{
    /// <summary>Share of right guesses.</summary>
    public double Accuracy => Enumerable.Range(0, Names.Count).Sum(m => Confusion[m, m]) / (double)Confusion.Cast<int>().Sum();

    /// <summary>Mean F1 of the moves that occur.</summary>
    public double MacroF1 => Enumerable.Range(0, Names.Count).Where(move => Of(move, 0) > 0)
        .Average(move => 2.0 * Confusion[move, move] / (Of(move, 0) + Of(move, 1)));

    /// <summary>Pairs of a true (0) or guessed (1) move.</summary>
    private int Of(int move, int side) => Enumerable.Range(0, Names.Count)
        .Sum(other => side == 0 ? Confusion[move, other] : Confusion[other, move]);
}
