using System.Text.Json;
using OpenCvSharp;

namespace Research.Notebooks;

/// <summary>One figure of each notebook, small: what a tour of the notebooks shows.</summary>
public static class Thumbnails
{
    /// <summary>Width in pixels.</summary>
    public const int Width = 320;

    /// <summary>The file beside the thumbnails that says which run and which figures they are of.</summary>
    public const string SourceFile = "source.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>
    /// The figure of each notebook that says what it is about: a part of the figure's name, which is made of its title.
    /// </summary>
    private static readonly Dictionary<string, string> Figures = new()
    {
        ["01-eda-class-balance"] = "class-imbalance",
        ["02-autoencoder-reconstruction-pca"] = "first-autoencoder-test-session",
        ["03-baseline-bce"] = "scores-by-action",
        ["04-focal-grid-search"] = "best-composite-f1-first",
        ["05-dodge-timing"] = "how-early-a-dodge-can-be",
        ["06-vqvae-latent-actions"] = "perplexity-over-the-held-out-episodes",
        ["07-action-decoder"] = "times-of-the-actions",
        ["08-control-transformer"] = "f1-with-the-true-history",
        ["09-the-policy-plays"] = "fights-won-by-round-of-dagger",
    };

    /// <summary>Writes <c>NOTEBOOK.png</c> for each notebook, and what they come from.</summary>
    /// <param name="results">The folder of a complete reproduction of all of these notebooks.</param>
    /// <param name="output">The folder to write to; made where it is absent.</param>
    /// <returns>The files written, the pictures only.</returns>
    /// <exception cref="InvalidDataException">The folder has no complete reproduction, or one that lacks a figure.</exception>
    public static IReadOnlyList<string> Write(string results, string output)
    {
        string summaryFile = Path.Combine(results, "summary.json");
        var summary = ReproductionSummary.Load(summaryFile)
            ?? throw new InvalidDataException(
                $"{summaryFile}: found no such file; expected the summary of a whole reproduction. Run ./research reproduce "
                    + "first.");
        var sources = Figures.ToDictionary(f => f.Key, f => FigureOf(summary, f.Key, f.Value, summaryFile));
        OutputFolder.Require(output);
        var written = new List<string>();
        foreach (var (notebook, figure) in sources)
        {
            string file = Path.Combine(output, $"{notebook}.png");
            byte[] png = Shrink(Path.Combine(results, figure));
            AtomicFile.Write(file, path => File.WriteAllBytes(path, png));
            written.Add(file);
        }

        var source =
            new
            {
                profile = summary.Profile.ToString().ToLowerInvariant(),
                started = summary.Started,
                revision = summary.Revision,
                machine = summary.Machine,
                figures = sources,
            };
        AtomicFile.Write(Path.Combine(output, SourceFile), JsonSerializer.Serialize(source, Json) + "\n");
        return written;
    }

    /// <summary>
    /// The figure of each notebook that says what it is about, where it has that one, else its first: small, by the notebook's
    /// name. A notebook without a figure is left out.
    /// </summary>
    /// <param name="summary">A reproduction.</param>
    /// <param name="results">Its folder.</param>
    public static IReadOnlyDictionary<string, byte[]> Of(ReproductionSummary summary, string results) => summary.Notebooks
        .Where(notebook => notebook.Figures.Count > 0)
        .ToDictionary(notebook => notebook.Name, notebook =>
        {
            string? telling = Figures.TryGetValue(notebook.Name, out string? part)
                ? notebook.Figures.FirstOrDefault(figure => figure.Contains(part, StringComparison.Ordinal)) : null;
            return Shrink(Path.Combine(results, telling ?? notebook.Figures[0]));
        });

    private static string FigureOf(ReproductionSummary summary, string notebook, string part, string summaryFile) =>
        summary.Notebooks.FirstOrDefault(n => n.Name == notebook)?.Figures.FirstOrDefault(f =>
            f.Contains(part, StringComparison.Ordinal))
        ?? throw new InvalidDataException(
            $"{summaryFile}: found no figure '{part}' of {notebook}; expected one. Run ./research reproduce, all notebooks.");

    private static byte[] Shrink(string figure)
    {
        using var large = Cv2.ImRead(figure);
        if (large.Empty())
        {
            throw new InvalidDataException($"{figure}: found no picture; expected a PNG.");
        }

        using var small = new Mat();
        Cv2.Resize(large, small, new Size(Width, Math.Max(1, (int)Math.Round((double)large.Rows * Width / large.Cols))),
            interpolation: InterpolationFlags.Area);
        Cv2.ImEncode(".png", small, out byte[] png); // ImWrite says nothing of a full disk
        return png;
    }
}
