using System.Runtime.InteropServices;
using OpenCvSharp;
using Research.Figures;
using Research.Sessions;

namespace Research.Experiments.LatentActions;

/// <summary>Figures of latent-action models.</summary>
public static class LatentActionPlots
{
    private const int MostCodes = 40;

    private static readonly string[] Labels = ["still", "moving"];

    /// <summary>The first frames of six episodes.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="pairs">The episodes.</param>
    public static Chart Episodes(string title, FramePairs pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return new Chart(title).ImageGrid([.. pairs.Episodes.Take(6).Select((episode, i) =>
            Picture.OfBytes(episode.Name, pairs.Frame(i, 0).Span, pairs.Height, pairs.Width))], columns: 6);
    }

    /// <summary>
    /// A row for each shown pair, the still one and the moving one: frame t, frame t + 1, the drawing, and the difference of the
    /// last two.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="variants">The variants.</param>
    /// <param name="name">The one that draws.</param>
    public static Chart NextFrame(string title, VqvaeVariants variants, string name)
    {
        ArgumentNullException.ThrowIfNull(variants);
        var pairs = variants.HeldOut;
        return new Chart(title).ImageGrid(
            [.. variants.Shown.Zip(variants[name].Draw(pairs, variants.Shown)).SelectMany((pair, row) =>
            {
                var (episode, frame) = pairs.Locate(pair.First);
                var next = pairs.Frame(episode, frame + 1);
                return new[]
                {
                    Picture.OfBytes($"{Labels[row]}: frame t", pairs.Frame(episode, frame).Span, pairs.Height, pairs.Width),
                    Picture.OfBytes("frame t + 1", next.Span, pairs.Height, pairs.Width),
                    Picture.OfBytes("as drawn", pair.Second, pairs.Height, pairs.Width),
                    Difference(next.ToArray(), pair.Second),
                };
            })], columns: 4, new() { ColorBar = "Difference" });

        Picture Difference(byte[] next, byte[] drawn) => new("difference", [.. Enumerable.Range(0, pairs.Height * pairs.Width)
            .Select(i => Enumerable.Range(3 * i, 3).Sum(at => Math.Abs(next[at] - drawn[at])) / (3 * 255f))], pairs.Height,
            pairs.Width)
        {
            Colors = new ScottPlot.Colormaps.Viridis(),
        };
    }

    /// <summary>A row for each shown pair: the drawings after each kept epoch, and the true frame last.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="variants">The variants.</param>
    /// <param name="name">The one that draws.</param>
    /// <exception cref="InvalidDataException">A file of the run is no picture of the shown pairs.</exception>
    public static Chart Snapshots(string title, VqvaeVariants variants, string name)
    {
        ArgumentNullException.ThrowIfNull(variants);
        var (pairs, shown) = (variants.HeldOut, variants.Shown);
        Picture[][] columns =
        [
            .. variants[name].Snapshots.Select(s => Strip(s.File, shown.Count, pairs.Height, pairs.Width)
                .Select(pixels => Picture.OfBytes($"epoch {s.Epoch}", pixels, pairs.Height, pairs.Width)).ToArray()),
            [.. shown.Select(pairs.Locate).Select(place => Picture.OfBytes("frame t + 1",
                pairs.Frame(place.Episode, place.Frame + 1).Span, pairs.Height, pairs.Width))],
        ];
        return new Chart(title).ImageGrid([.. Enumerable.Range(0, shown.Count)
            .SelectMany(row => columns.Select(column => column[row]))], columns.Length);
    }

    /// <summary>A row for each shown pair: mean activations, the map of codes, and their histogram.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="variants">The variants.</param>
    /// <param name="name">The one that encodes.</param>
    public static ChartGrid Codebook(string title, VqvaeVariants variants, string name)
    {
        ArgumentNullException.ThrowIfNull(variants);
        var (model, pairs) = (variants[name], variants.HeldOut);
        var (rows, codes) = (model.Rows, model.CodebookSize);
        float[][] activations = [.. variants.Shown.Select(pair => model.Activations(pairs, pair))];
        double most = activations.Max(pair => pair.Max(Math.Abs));
        var grid = new ChartGrid(title, activations.Length, 3) { Height = 60 + 320 * activations.Length };
        for (int row = 0; row < activations.Length; row++)
        {
            int[] chosen = model.Encode(pairs, variants.Shown[row], 1);
            grid[row, 0].Title($"{Labels[row]}: mean activation");
            grid[row, 0].HeatMap(Grid(activations[row].Select(a => (double)a), rows), null, null,
                new() { Format = "", Range = (-most, most), ColorBar = "", Colors = Palette.BlueRed });
            grid[row, 1].Title($"{Labels[row]}: codes");
            grid[row, 1].HeatMap(Grid(chosen.Select(c => (double)c), rows), null, null,
                new() { Format = "0", Range = (0, codes - 1), ColorBar = "", Colors = new ScottPlot.Colormaps.Viridis() });
            grid[row, 2].Title($"{Labels[row]}: {chosen.Distinct().Count()} of {codes} codes");
            grid[row, 2].Histogram([new("", [.. chosen.Select(c => (double)c)])],
                new() { Bins = (-0.5, codes - 0.5, 1), X = "Code", Y = "Places" });
        }

        return grid;
    }

    /// <summary>The share of each move among the pairs of the most frequent codes, and true against guessed moves.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="probes">Codes and moves.</param>
    /// <param name="name">The model.</param>
    public static ChartGrid CodeMoves(string title, ActionProbes probes, string name)
    {
        ArgumentNullException.ThrowIfNull(probes);
        var learned = probes[name].Train;
        var guesses = learned.Classify(probes[name].Test);
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

    /// <summary>
    /// Perplexities by epoch on a logarithmic axis of the trained variants with 256 codes and their first seed, the report's
    /// models dashed, and where half of the codebook would be.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="variants">The variants.</param>
    public static Chart Perplexity(string title, VqvaeVariants variants)
    {
        ArgumentNullException.ThrowIfNull(variants);
        var runs = variants.Names.Where(name => variants[name].CodebookSize == LatentActionsPublished.Codes
            && !name.Contains("seed", StringComparison.Ordinal)).ToList();
        return new Chart(title) { Height = Math.Max(480, 90 + 24 * runs.Count) }.Curves(
            [.. runs.Select(name => new Curve(name, variants[name].Training.Curve("val_perplexity"))
            {
                Dashed = VqvaeVariants.Sequence.Contains(name),
            })],
            new()
            {
                Logarithmic = true,
                Reference = LatentActionsPublished.CriterionPerplexity,
                X = "Epoch",
                Y = "Perplexity (grey: half of the codebook)",
            });
    }

    /// <summary>Perplexity against PSNR of all trained variants, to explore.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="variants">The variants.</param>
    public static ExploredFigure Tradeoff(string title, VqvaeVariants variants)
    {
        ArgumentNullException.ThrowIfNull(variants);
        string[] names = [.. variants.Names];
        double[] Final(string metric) => [.. names.Select(name => variants.Final(name, metric))];
        return Explore.Variants(new(title, "Perplexity, held out", "PSNR, held out (dB)"), names, Final("val_perplexity"),
            Final("val_psnr"), [.. names.Select(name => name.StartsWith("cure", StringComparison.Ordinal) ? "cure"
                : name.Split(',')[0] == VqvaeVariants.Report ? "report's final model" : "one switch")]);
    }

    /// <summary>
    /// How often each code is chosen on the held-out pairs, by rank: the report's final model, the cure, and two switches between
    /// them.
    /// </summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="variants">The variants.</param>
    public static Chart CodebookUsage(string title, VqvaeVariants variants)
    {
        ArgumentNullException.ThrowIfNull(variants);
        string[] names = [VqvaeVariants.Report, "finite scalars", "revival", "cure"];
        return new Chart(title).CodebookUsage(
            [.. names.Select(name => (name, variants[name].Evaluate(variants.HeldOut).Usage.Counts))]);
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
