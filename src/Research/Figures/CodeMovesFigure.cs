using Research.LatentActions;

namespace Research.Figures;

/// <summary>Which codes go with which moves, and how well the codes guess the moves of other pairs.</summary>
public static class CodeMovesFigure
{
    private const int MostCodes = 40;

    /// <summary>Left the share of each move among the pairs of a code, for the most frequent codes, sorted by their main move; right true against guessed moves.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="learned">Codes and moves that were counted.</param>
    /// <param name="guesses">Guesses for other pairs.</param>
    public static Figure Draw(string title, CodesAndMoves learned, MoveGuesses guesses)
    {
        ArgumentNullException.ThrowIfNull(learned);
        ArgumentNullException.ThrowIfNull(guesses);
        int moves = learned.Names.Count;
        double[,] counts = learned.Counts();
        double Total(int code) => Enumerable.Range(0, moves).Sum(move => counts[move, code]);
        int Main(int code) => Enumerable.Range(0, moves).MaxBy(move => counts[move, code]);
        int[] codes = [.. Enumerable.Range(0, learned.CodeCount).Where(code => Total(code) > 0).OrderByDescending(Total).Take(MostCodes)
            .OrderBy(Main).ThenByDescending(code => counts[Main(code), code] / Total(code))];
        var shares = new double[codes.Length, moves];
        for (int row = 0; row < codes.Length; row++)
        {
            for (int move = 0; move < moves; move++)
            {
                shares[row, move] = counts[move, codes[row]] / Total(codes[row]);
            }
        }

        var figure = new Figure(title, 1, 2) { Width = 1000, Height = 620 };
        figure[0, 0].Title = $"Share of moves of the {codes.Length} most frequent codes";
        figure[0, 0].Add.Heatmap(shares, learned.Names, range: (0, 1));
        figure[0, 0].XAxis.Title = "True move";
        figure[0, 0].YAxis.Title = "Codes where the player is";
        figure[0, 0].YAxis.Ticks = [];
        figure[0, 1].Title = "Held-out pairs: true move, and guessed from the code";
        figure[0, 1].Add.Heatmap(Confusion(guesses), guesses.Names, guesses.Names, format: "0%", range: (0, 1), colorBar: "Share of the true move");
        figure[0, 1].XAxis.Title = "Guessed move";
        figure[0, 1].YAxis.Title = "True move";
        return figure;
    }

    private static double[,] Confusion(MoveGuesses guesses)
    {
        int moves = guesses.Names.Count;
        var shares = new double[moves, moves];
        for (int row = 0; row < moves; row++)
        {
            double total = Enumerable.Range(0, moves).Sum(column => guesses.Confusion[row, column]);
            for (int column = 0; column < moves; column++)
            {
                shares[row, column] = total == 0 ? double.NaN : guesses.Confusion[row, column] / total;
            }
        }

        return shares;
    }
}
