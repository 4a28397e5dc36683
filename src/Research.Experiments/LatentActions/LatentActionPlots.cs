using System.Runtime.InteropServices;
using OpenCvSharp;
using Research.Figures;

namespace Research.Experiments.LatentActions;

/// <summary>Two frames and the second one as a model drew it: bytes [H, W, 3] each, red first.</summary>
/// <param name="Label">What the pair is called.</param>
/// <param name="Current">Frame t.</param>
/// <param name="Next">Frame t + 1.</param>
/// <param name="Drawn">Frame t + 1 as drawn.</param>
public sealed record DrawnPair(string Label, ReadOnlyMemory<byte> Current, ReadOnlyMemory<byte> Next, ReadOnlyMemory<byte> Drawn);

/// <summary>A pair's latent grid, row by row.</summary>
/// <param name="Label">What the pair is called.</param>
/// <param name="Activations">The mean over channels at each place.</param>
/// <param name="Codes">The code at each place.</param>
public sealed record PairCodes(string Label, IReadOnlyList<float> Activations, IReadOnlyList<int> Codes);

/// <summary>Figures of latent-action models.</summary>
public static class LatentActionPlots
{
    private const int MostCodes = 40;

    /// <summary>A row a pair: frame t, frame t + 1, the drawing, and the difference of the last two.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="height">Rows of a frame.</param>
    /// <param name="width">Columns of a frame.</param>
    public static Chart NextFrame(string title, IReadOnlyList<DrawnPair> pairs, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        Picture Difference(DrawnPair pair) => new("difference", [.. Enumerable.Range(0, height * width).Select(i =>
            Enumerable.Range(3 * i, 3).Sum(at => Math.Abs(pair.Next.Span[at] - pair.Drawn.Span[at])) / (3 * 255f))], height,
                width)
        {
            Colors = new ScottPlot.Colormaps.Viridis(),
        };
        return new Chart(title).ImageGrid(
            [.. pairs.SelectMany(pair => new[]
            {
                Picture.OfBytes($"{pair.Label}: frame t", pair.Current.Span, height, width),
                    Picture.OfBytes("frame t + 1", pair.Next.Span, height, width),
                Picture.OfBytes("as drawn", pair.Drawn.Span, height, width), Difference(pair),
            })], columns: 4, new() { ColorBar = "Difference" });
    }

    /// <summary>A row a frame: what a model drew after each kept epoch, and the true frame last.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="truth">The true frames: bytes [H, W, 3] each, red first.</param>
    /// <param name="snapshots">Epochs, and PNG files with the drawings side by side.</param>
    /// <param name="height">Rows of a frame.</param>
    /// <param name="width">Columns of a frame.</param>
    /// <exception cref="InvalidDataException">A file is no picture of that many frames.</exception>
    public static Chart Snapshots(
        string title, IReadOnlyList<ReadOnlyMemory<byte>> truth, IReadOnlyList<(int Epoch, string File)> snapshots, int height,
            int width)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(snapshots);
        Picture[][] columns =
        [
            .. snapshots.Select(s => Strip(s.File, truth.Count, height, width)
            .Select(pixels => Picture.OfBytes($"epoch {s.Epoch}", pixels, height, width)).ToArray()),
            [.. truth.Select(frame => Picture.OfBytes("frame t + 1", frame.Span, height, width))],
        ];
        return new Chart(title).ImageGrid([.. Enumerable.Range(0, truth.Count)
            .SelectMany(row => columns.Select(column => column[row]))], columns.Length);
    }

    /// <summary>A row a pair: mean activations, the map of codes, and their histogram.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="rows">Rows of the grid.</param>
    /// <param name="codes">Number of codes.</param>
    public static ChartGrid Codebook(string title, IReadOnlyList<PairCodes> pairs, int rows, int codes)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        double most = pairs.Max(pair => pair.Activations.Max(Math.Abs));
        var grid = new ChartGrid(title, pairs.Count, 3) { Height = 60 + 320 * pairs.Count };
        for (int row = 0; row < pairs.Count; row++)
        {
            var pair = pairs[row];
            grid[row, 0].Title($"{pair.Label}: mean activation");
            grid[row, 0].HeatMap(Grid(pair.Activations.Select(a => (double)a), rows), null, null,
                new() { Format = "", Range = (-most, most), ColorBar = "", Colors = Palette.BlueRed });
            grid[row, 1].Title($"{pair.Label}: codes");
            grid[row, 1].HeatMap(Grid(pair.Codes.Select(c => (double)c), rows), null, null,
                new() { Format = "0", Range = (0, codes - 1), ColorBar = "", Colors = new ScottPlot.Colormaps.Viridis() });
            grid[row, 2].Title($"{pair.Label}: {pair.Codes.Distinct().Count()} of {codes} codes");
            grid[row, 2].Histogram([new("", [.. pair.Codes.Select(c => (double)c)])],
                new() { Bins = (-0.5, codes - 0.5, 1), X = "Code", Y = "Places" });
        }

        return grid;
    }

    /// <summary>The share of each move among the pairs of the most frequent codes, and true against guessed moves.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="learned">Codes and moves that were counted.</param>
    /// <param name="guesses">Guesses for other pairs.</param>
    public static ChartGrid CodeMoves(string title, LatentActionProbe learned, ProbeResult guesses)
    {
        ArgumentNullException.ThrowIfNull(learned);
        ArgumentNullException.ThrowIfNull(guesses);
        double[,] counts = learned.Counts();
        int[] moves = [.. Enumerable.Range(0, learned.Names.Count)];
        double Total(int code) => moves.Sum(move => counts[move, code]);
        int Main(int code) => moves.MaxBy(move => counts[move, code]);
        int[] codes = [.. Enumerable.Range(0, learned.CodeCount).Where(code => Total(code) > 0).OrderByDescending(Total)
            .Take(MostCodes)
            .OrderBy(Main).ThenByDescending(code => counts[Main(code), code] / Total(code))];
        double[,] shares = new double[codes.Length, moves.Length];
        double[,] confusion = new double[moves.Length, moves.Length];
        foreach (int move in moves)
        {
            for (int row = 0; row < codes.Length; row++)
            {
                shares[row, move] = counts[move, codes[row]] / Total(codes[row]);
            }

            double total = moves.Sum(guessed => (double)guesses.Confusion[move, guessed]);
            foreach (int guessed in moves)
            {
                confusion[move, guessed] = guesses.Confusion[move, guessed] / total;
            }
        }

        var grid = new ChartGrid(title, 1, 2) { Height = 560 };
        var viridis = new ScottPlot.Colormaps.Viridis();
        grid[0, 0].Title($"Share of moves of the {codes.Length} most frequent codes");
        grid[0, 0].HeatMap(shares, null, learned.Names,
            new() { Format = "", Range = (0, 1), X = "True move", Y = "Codes where the player is", Colors = viridis });
        grid[0, 1].Title("Held-out pairs: guessed from the code");
        grid[0, 1].HeatMap(confusion, guesses.Names, guesses.Names,
            new()
            {
                Format = "0%",
                Range = (0, 1),
                ColorBar = "Share of the true move",
                X = "Guessed move",
                Y = "True move",
                Colors = viridis,
            });
        return grid;
    }

    /// <summary>Perplexities by epoch on a logarithmic axis, and where half of the codebook would be.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="runs">Names, perplexities, and whether the run is one of the document's: these are dashed.</param>
    /// <param name="codes">Number of codes.</param>
    public static Chart Perplexity(
        string title, IReadOnlyList<(string Name, IReadOnlyList<double> Perplexity, bool IsReported)> runs, int codes)
    {
        ArgumentNullException.ThrowIfNull(runs);
        return new Chart(title) { Height = Math.Max(480, 90 + 24 * runs.Count) }.Curves(
            [.. runs.Select(run => new Curve(run.Name, run.Perplexity) { Dashed = run.IsReported })],
            new() { Logarithmic = true, Reference = codes / 2.0, X = "Epoch", Y = "Perplexity (grey: half of the codebook)" });
    }

    private static byte[][] Strip(string file, int count, int height, int width)
    {
        using var read = Cv2.ImRead(file);
        if (read.Empty() || read.Rows != height || read.Cols != width * count)
        {
            throw new InvalidDataException(
                $"{file}: found {(read.Empty() ? "no picture" : $"{read.Rows}×{read.Cols} pixels")}; expected "
                + $"{height}×{width * count}.");
        }

        using var strip = new Mat();
        Cv2.CvtColor(read, strip, ColorConversionCodes.BGR2RGB);
        return [.. Enumerable.Range(0, count).Select(row =>
        {
            using var part = new Mat(strip, new Rect(row * width, 0, width, height));
            part.GetArray(out Vec3b[] pixels);
            return MemoryMarshal.AsBytes<Vec3b>(pixels).ToArray();
        })];
    }

    private static double[,] Grid(IEnumerable<double> values, int rows)
    {
        double[] all = [.. values];
        double[,] grid = new double[rows, all.Length / rows];
        Buffer.BlockCopy(all, 0, grid, 0, grid.Length * sizeof(double));
        return grid;
    }
}
