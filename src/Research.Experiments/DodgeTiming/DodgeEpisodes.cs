using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Research.Arrays.Zarr;

namespace Research.Experiments.DodgeTiming;

/// <summary>
/// A dataset of recorded episodes: a zarr group with the groups <c>episode_0</c>, <c>episode_1</c>, … Source: dodge-timing
/// document; datasets/README.md has the format.
/// </summary>
public sealed class DodgeEpisodes
{
    /// <summary>What the document's recorder calls the dodge.</summary>
    public const string DodgeKey = "dodge_roll/dash";

    private const string Prefix = "episode_";

    private readonly Lazy<string> _fingerprint;

    private DodgeEpisodes(string path, IReadOnlyList<DodgeEpisode> items, EpisodeFormat format)
    {
        (Path, Items, Height, Width) = (path, items, format.Height, format.Width);
        (ActionNames, StateNames, FramesPerSecond) = (format.ActionNames, format.StateNames, format.FramesPerSecond);
        _fingerprint = new(Digest);
    }

    /// <summary>The store.</summary>
    public string Path { get; }

    /// <summary>The episodes by their numbers.</summary>
    public IReadOnlyList<DodgeEpisode> Items { get; }

    /// <summary>Rows of a frame.</summary>
    public int Height { get; }

    /// <summary>Columns of a frame.</summary>
    public int Width { get; }

    /// <summary>Names of the action columns, as the first episode has them.</summary>
    public IReadOnlyList<string> ActionNames { get; }

    /// <summary>Names of the columns of state.</summary>
    public IReadOnlyList<string> StateNames { get; }

    /// <summary>Frames a second; null where no attribute says so.</summary>
    public double? FramesPerSecond { get; }

    /// <summary>SHA-256 over presses, state and the first frame of every episode, in hexadecimal.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>Opens a dataset and reads all of it but the frames.</summary>
    /// <param name="path">A zarr store: a folder, or a zip.</param>
    /// <param name="dodge">The name of the dodge among <c>action_keys</c>.</param>
    /// <param name="first">Takes the first so many episodes only; null: all.</param>
    /// <param name="missing">What to do where a chunk of an episode is not there.</param>
    /// <exception cref="InvalidDataException">There is no episode, or one lacks a chunk, an array or a name, or its arrays
    /// disagree in length, or its frames are not those of the others.
    /// </exception>
    public static DodgeEpisodes Open(
        string path, string dodge = DodgeKey, int? first = null, MissingChunks missing = MissingChunks.Refuse)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var root = ZarrGroup.Open(path);
        var found = root.GroupNames.Select(name => (Name: name, Number: NumberOf(name))).Where(g => g.Number >= 0)
            .OrderBy(g => g.Number).ToList();
        if (found.Count == 0)
        {
            string there = root.GroupNames.Count == 0 ? "no groups" : $"the groups {string.Join(", ", root.GroupNames.Take(8))}";
            throw new InvalidDataException($"{path}: found {there}; expected {Prefix}0, {Prefix}1 and so on.");
        }

        var episodes = new List<DodgeEpisode>();
        EpisodeFormat? format = null;
        foreach (var (name, number) in found.Take(first ?? found.Count))
        {
            var (episode, own) = EpisodeReader.Read(path, root.Group(name), name, number, dodge, missing);
            format ??= own;
            if (!own.HasFramesOf(format))
            {
                throw new InvalidDataException(
                    $"{path}/{name}/frames: found frames of {own.Width}×{own.Height} pixels; expected "
                    + $"{format.Width}×{format.Height} as in {episodes[0].Name}.");
            }

            if (!own.StateNames.SequenceEqual(format.StateNames))
            {
                throw new InvalidDataException(
                    $"{path}/{name}: found state_attributes {string.Join(", ", own.StateNames)}; expected "
                    + $"{string.Join(", ", format.StateNames)} as in {episodes[0].Name}.");
            }

            episode.RequireComplete(); // frames are read while a network trains
            episodes.Add(episode);
        }

        return new DodgeEpisodes(path, episodes, format!);
    }

    private static int NumberOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None,
            CultureInfo.InvariantCulture, out int number) ? number : -1;

    private string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] frame = new byte[3 * Height * Width];
        foreach (var episode in Items)
        {
            hash.AppendData(BitConverter.GetBytes(episode.Number));
            hash.AppendData([.. Enumerable.Range(0, episode.FrameCount).Select(f => episode.IsPressed(f) ? (byte)1 : (byte)0)]);
            hash.AppendData(MemoryMarshal.AsBytes(episode.State.Span));
            if (episode.FrameCount > 0)
            {
                episode.ReadFrames(0, 1, frame);
                hash.AppendData(frame);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
