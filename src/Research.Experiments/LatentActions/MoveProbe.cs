using Research.Classical;
using Research.Metrics;

namespace Research.Experiments.LatentActions;

/// <summary>A classifier of true moves by the codes around the player.</summary>
/// <param name="Guesses">True moves against guessed ones.</param>
/// <param name="Accuracy">Share of right guesses, with its interval over episodes.</param>
public sealed record MoveProbe(ProbeResult Guesses, ConfidenceInterval Accuracy)
{
    private static readonly (int Down, int Right)[] Around = [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)];

    /// <summary>
    /// Trains a classifier for each move, on which code is where the player was and which are beside, above and below it, and
    /// guesses the likeliest move of other pairs.
    /// </summary>
    /// <param name="learned">Pairs to learn from.</param>
    /// <param name="tested">Pairs of other episodes.</param>
    /// <param name="options">How to train; null: a logistic regression.</param>
    /// <param name="shuffleSeed">Seed to shuffle the codes to learn from with, so that they carry no information; null: as they
    /// are.</param>
    public static MoveProbe Train(
        LatentActionProbe learned, LatentActionProbe tested, ClassifierOptions? options = null, int? shuffleSeed = null)
    {
        ArgumentNullException.ThrowIfNull(learned);
        ArgumentNullException.ThrowIfNull(tested);
        options ??= new() { Kind = ClassifierKind.LogisticRegression };
        int[] order = [.. Enumerable.Range(0, learned.Moves.Count)];
        if (shuffleSeed is { } seed)
        {
            new Random(seed).Shuffle(order);
        }

        FeatureTable learn = Features(learned, order), test = Features(tested, [.. Enumerable.Range(0, tested.Moves.Count)]);
        float[][] said = [.. learned.Names.Select((_, move) =>
            BinaryClassifier.Train(learn, [.. learned.Moves.Select(m => m == move)], options).Predict(test))];
        int[] guesses = [.. tested.Moves.Select((_, pair) => Enumerable.Range(0, said.Length).MaxBy(move => said[move][pair]))];
        int[,] confusion = new int[learned.Names.Count, learned.Names.Count];
        foreach (var (move, guess) in tested.Moves.Zip(guesses))
        {
            confusion[move, guess]++;
        }

        return new(new ProbeResult(learned.Names, confusion), Bootstrap.Of(
            RowRange.OfGroups(tested.Episodes),
            drawn => drawn.SelectMany(d => d.Rows).Average(pair => guesses[pair] == tested.Moves[pair] ? 1.0 : 0.0),
            options.Seed, blockFrames: 1, units: "episodes", parts: "pairs"));
    }

    /// <summary>A 1 for the code of each of five places, all else 0: [N, 5 × codes].</summary>
    private static FeatureTable Features(LatentActionProbe pairs, int[] order)
    {
        int width = 5 * pairs.CodeCount;
        float[] values = new float[order.Length * width];
        foreach (var (row, pair) in order.Index())
        {
            var (y, x) = Math.DivRem(pairs.Cells[pair], pairs.Columns);
            foreach (var (place, (dy, dx)) in Around.Index())
            {
                if (pairs.CodeAt(pair, y + dy, x + dx) is >= 0 and var code)
                {
                    values[row * width + place * pairs.CodeCount + code] = 1;
                }
            }
        }

        return new(values, pairs.Episodes);
    }
}
