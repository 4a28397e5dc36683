using System.Globalization;

namespace Research.Sessions;

/// <summary>The numbered frames of one episode.</summary>
/// <param name="Name">Name of its folder, such as <c>episode_0007</c>.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="FrameCount">Frames: 00000.png to the one before this number.</param>
/// <param name="Bytes">Bytes of all files.</param>
public sealed record FrameEpisode(string Name, string Folder, int FrameCount, long Bytes)
{
    /// <summary>Pairs of consecutive frames.</summary>
    public int PairCount => Math.Max(0, FrameCount - 1);

    /// <summary>The file of a frame.</summary>
    public string FrameFile(int frame) => Path.Combine(Folder, frame.ToString("00000", CultureInfo.InvariantCulture) + ".png");

    /// <summary>What happened from frame to frame; null where the episode has no <c>actions.jsonl</c>.</summary>
    /// <exception cref="InvalidDataException">The file does not fit the frames.</exception>
    public IReadOnlyList<PairAction>? Actions()
    {
        string file = Path.Combine(Folder, "actions.jsonl");
        return File.Exists(file) ? PairAction.Read(file, PairCount) : null;
    }

    internal static FrameEpisode Open(string folder)
    {
        var files = new DirectoryInfo(folder).EnumerateFiles("*.png").ToList();
        var numbers = new HashSet<int>();
        foreach (var file in files)
        {
            string stem = Path.GetFileNameWithoutExtension(file.Name);
            if (stem.Length != 5 || !int.TryParse(stem, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                throw new InvalidDataException(
                    $"{file.FullName}: found a picture of this name; expected numbers of five digits, 00000.png and on.");
            }

            numbers.Add(number);
        }

        var episode = new FrameEpisode(Path.GetFileName(folder), folder, files.Count, files.Sum(f => f.Length));
        int missing = Enumerable.Range(0, files.Count).FirstOrDefault(number => !numbers.Contains(number), -1);
        return missing < 0
            ? episode
            : throw new InvalidDataException(
                $"{episode.FrameFile(missing)}: found no such picture, but "
                + $"{Path.GetFileName(episode.FrameFile(numbers.Max()))}; expected numbers without a gap.");
    }
}
