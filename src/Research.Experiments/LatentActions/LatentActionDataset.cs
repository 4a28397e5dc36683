using System.Security.Cryptography;
using System.Text.Json;
using Research.Arrays.Npy;
using Research.Sessions;
using Research.Training;

namespace Research.Experiments.LatentActions;

/// <summary>A step of an encoded dataset.</summary>
/// <param name="Episode">Name of the episode.</param>
/// <param name="Frame">Number of the first frame (t).</param>
/// <param name="Current">Frame t: bytes [H, W, 3], red first.</param>
/// <param name="Codes">The latent action: row-major [rows, columns], each in [0, codes).</param>
/// <param name="Next">Frame t + 1, likewise.</param>
public sealed record LatentActionStep(
    string Episode, int Frame, ReadOnlyMemory<byte> Current, IReadOnlyList<int> Codes, ReadOnlyMemory<byte> Next);

/// <summary>A complete dataset as (frame t, codes, frame t + 1), on disk: the format is in <c>datasets/README.md</c>.</summary>
public sealed class LatentActionDataset
{
    private const string DescriptionFile = "latents.json";

    private readonly FramePairs _pairs;
    private readonly int[] _codes;

    private LatentActionDataset(string folder, Description description, FramePairs pairs, int[] codes) =>
        (Folder, Rows, Columns, CodebookSize, _pairs, _codes) =
            (folder, description.Rows, description.Columns, description.Codes, pairs, codes);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Rows of the grid of codes.</summary>
    public int Rows { get; }

    /// <summary>Columns of the grid of codes.</summary>
    public int Columns { get; }

    /// <summary>Number of codes.</summary>
    public int CodebookSize { get; }

    /// <summary>Number of steps.</summary>
    public int Count => _pairs.Count;

    /// <summary>A step; its frames are read from their files.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such step.</exception>
    /// <exception cref="InvalidDataException">A frame cannot be read.</exception>
    public LatentActionStep this[int index]
    {
        get
        {
            var (episode, frame) = _pairs.Locate(index);
            return new LatentActionStep(_pairs.Episodes[episode].Name, frame, _pairs.Frame(episode, frame),
                new ArraySegment<int>(_codes, index * Rows * Columns, Rows * Columns), _pairs.Frame(episode, frame + 1));
        }
    }

    /// <summary>
    /// Encodes the episodes that are not encoded yet. An episode's file is written beside its place and renamed.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="pairs">The dataset, all of it or a part.</param>
    /// <param name="folder">Where the codes go; made where it is absent.</param>
    /// <param name="progress">Reports after every batch.</param>
    /// <param name="cancellation">Stops between batches; episodes that are done stay.</param>
    /// <returns>How many episodes were encoded.</returns>
    /// <exception cref="InvalidDataException">The folder has codes of another model or dataset, the frames have another size than
    /// the model's, or one cannot be read.</exception>
    public static int Write(
        LatentActionModel model, FramePairs pairs, string folder, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(pairs);
        OutputFolder.Require(folder);
        using var turn = FileLock.Wait(FileLock.Beside(folder), cancellation);
        RequireSame(Path.Combine(folder, DescriptionFile),
            new Description(Path.GetFullPath(pairs.Folder), Path.GetFullPath(model.Folder), pairs.DownsampleFactor, model.Rows,
                model.Columns, model.CodebookSize, WeightsOf(model)));
        int written = 0;
        for (int episode = 0; episode < pairs.Episodes.Count; episode++)
        {
            string file = FileOf(folder, pairs.Episodes[episode]);
            int first = pairs.FirstPair(episode), count = pairs.Episodes[episode].PairCount;
            if (File.Exists(file))
            {
                continue;
            }

            var shifted = progress is null ? null : new Shifted(progress, first, pairs.Count);
            int[] codes = model.Encode(pairs, first, count, shifted, cancellation);
            int[] shape = [count, model.Rows, model.Columns];
            var array = model.CodebookSize <= 256 ? NpyArray.Of<byte>(shape, [.. codes.Select(c => (byte)c)])
                : NpyArray.Of<int>(shape, codes);
            array.Write(file);
            written++;
        }

        return written;
    }

    /// <summary>Opens an encoded dataset; its frames must still be where they were.</summary>
    /// <exception cref="FileNotFoundException">The folder has no encoded dataset, or an incomplete one.</exception>
    /// <exception cref="InvalidDataException">Codes and frames do not fit.</exception>
    public static LatentActionDataset Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string file = Path.Combine(folder, DescriptionFile);
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"{file}: found no such file; expected a folder that encode-latents wrote.");
        }

        var description = Read(file);
        var pairs = FramePairs.Open(description.Dataset, description.Reduction);
        int place = description.Rows * description.Columns;
        int[] codes = new int[pairs.Count * place];
        for (int episode = 0; episode < pairs.Episodes.Count; episode++)
        {
            string codesFile = FileOf(folder, pairs.Episodes[episode]);
            if (!File.Exists(codesFile))
            {
                throw new FileNotFoundException(
                    $"{codesFile}: found no codes of this episode; expected those of all {pairs.Episodes.Count}. Run "
                    + "encode-latents again: it goes on where it was stopped.");
            }

            var array = NpyArray.Read(codesFile);
            int[] expected = [pairs.Episodes[episode].PairCount, description.Rows, description.Columns];
            if (!array.Shape.SequenceEqual(expected))
            {
                throw new InvalidDataException(
                    $"{codesFile}: found codes of the shape ({string.Join(", ", array.Shape)}); expected "
                    + $"({string.Join(", ", expected)}).");
            }

            int start = pairs.FirstPair(episode) * place;
            array.Values<int>().CopyTo(codes, start);
        }

        return new LatentActionDataset(folder, description, pairs, codes);
    }

    private static string FileOf(string folder, FrameEpisode episode) => Path.Combine(folder, episode.Name + ".npy");

    private static void RequireSame(string file, Description expected)
    {
        if (!File.Exists(file))
        {
            AtomicFile.Write(file, JsonSerializer.Serialize(expected, RunDirectory.Json) + "\n");
        }
        else if (Read(file) is var found && found != expected)
        {
            throw new InvalidDataException(found with { Weights = expected.Weights } == expected
                ? $"{file}: found codes "
                    + (found.Weights is null ? "without a hash of their weights" : "by other weights than now")
                    + $"; expected those of the weights in {found.Run}, or another folder."
                : $"{file}: found codes of {found.Dataset} by {found.Run}; expected {expected.Dataset} by {expected.Run}, or "
                    + "another folder.");
        }
    }

    /// <summary>SHA-256 of the weights, which training the run again changes.</summary>
    private static string WeightsOf(LatentActionModel model)
    {
        using var weights = File.OpenRead(Path.Combine(model.Folder, "model.safetensors"));
        return Convert.ToHexStringLower(SHA256.HashData(weights));
    }

    private static Description Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<Description>(File.ReadAllText(file), RunDirectory.Json)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: found no JSON ({e.Message}); expected what encode-latents wrote.", e);
        }
    }

    private sealed record Description(
        string Dataset, string Run, int Reduction, int Rows, int Columns, int Codes, string? Weights);

    /// <summary>Progress of an episode as that of the complete dataset.</summary>
    private sealed class Shifted(IProgress<WorkProgress> dataset, int first, int total) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) =>
            dataset.Report(value with { Name = "latents", Done = first + value.Done, Total = total });
    }
}
