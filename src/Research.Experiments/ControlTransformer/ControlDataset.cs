using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Research.Sessions;
using Research.Sessions.Controls;

namespace Research.Experiments.ControlTransformer;

/// <summary>A folder of recordings.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Recordings">Them, by name.</param>
public sealed record ControlDataset(string Folder, IReadOnlyList<ControlRecording> Recordings)
{
    /// <summary>SHA-256 over names and arrays, in hexadecimal.</summary>
    public string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var recording in Recordings)
            {
                hash.AppendData(System.Text.Encoding.UTF8.GetBytes(recording.Name));
                foreach (var array in (ReadOnlyMemory<float>[])[recording.Frames, recording.Controls, recording.GameState])
                {
                    hash.AppendData(MemoryMarshal.AsBytes(array.Span));
                }
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Reads the recordings of a folder.</summary>
    /// <param name="folder">A folder with <c>.npz</c> files.</param>
    /// <param name="first">Reads the first so many only; null: all.</param>
    /// <exception cref="InvalidDataException">There is none, or one cannot be read.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static ControlDataset Open(string folder, int? first = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: found no such folder; expected one with recordings (.npz).");
        }

        string[] files = [.. Directory.EnumerateFiles(folder, "*.npz").Where(file => !AtomicFile.IsUnfinished(file))
            .Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? new ControlDataset(folder, [.. files.Take(first ?? files.Length).Select(ControlRecording.Read)])
            : throw new InvalidDataException($"{folder}: found no .npz file; expected recordings.");
    }

    /// <summary>Sees that there are enough recordings.</summary>
    /// <param name="least">So many are needed; 3 where classifiers are cross-validated, by two of them at least.</param>
    /// <returns>This dataset.</returns>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public ControlDataset RequireRecordings(int least) => Recordings.Count >= least ? this : throw new InvalidDataException(
        $"{Folder}: found {Recordings.Count} recording{(Recordings.Count == 1 ? "" : "s")}; expected at least {least}, for one "
        + "is held out, and classifiers are cross-validated by complete recordings among the others.");

    /// <summary>
    /// Holds out complete recordings: windows of one recording resemble each other, and each recording is of another person.
    /// </summary>
    /// <param name="validationShare">Fraction of the recordings to validate on, in (0, 1); at least one of each side.</param>
    /// <param name="seed">Which ones.</param>
    /// <exception cref="InvalidDataException">There is one recording only.</exception>
    public (IReadOnlyList<ControlRecording> Train, IReadOnlyList<ControlRecording> Validation) Split(double validationShare = 0.2,
        int seed = 42)
    {
        if (Recordings.Count < 2)
        {
            throw new InvalidDataException(
                $"{Folder}: found {Recordings.Count} recording; expected at least 2, for one is kept apart to validate with.");
        }

        int count = Math.Clamp((int)Math.Round(validationShare * Recordings.Count), 1, Recordings.Count - 1);
        int[] order = EpochShuffle.Of(Recordings.Count, seed, epoch: 0);
        var validation = order[..count].ToHashSet();
        return ([.. Recordings.Where((_, i) => !validation.Contains(i))],
            [.. Recordings.Where((_, i) => validation.Contains(i))]);
    }

    /// <summary>
    /// The windows to train on and to validate on: complete recordings are held out (<see cref="Split"/>), and the statistics of
    /// the training recordings scale both.
    /// </summary>
    /// <param name="options">The split, the length of a window and the stride.</param>
    /// <exception cref="InvalidDataException">There is one recording only.</exception>
    public (ControlWindows Train, ControlWindows Validation) Windows(ControlOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (train, validation) = Split(options.ValidationShare, options.Seed);
        var statistics = FeatureStatistics.Of(train);
        ControlWindows Of(IReadOnlyList<ControlRecording> recordings) =>
            new(recordings, statistics, options.Size.MaxSeqLen, options.Stride);
        return (Of(train), Of(validation));
    }
}
