using System.Globalization;
using System.Text.Json.Nodes;
using OpenCvSharp;

namespace Research.Simulation.Maze;

/// <summary>
/// Episodes of the maze as numbered PNG files, with the player's true moves beside them. A run that was
/// killed goes on with the first episode that is missing.
/// </summary>
public static class MazeEpisodes
{
    /// <summary>Changes with the rules, so that episodes of old ones are not mixed with new ones.</summary>
    private const int Rules = 1;

    private const int LatestStart = 1500;

    /// <summary>Writes the episodes that are not there yet.</summary>
    /// <param name="folder">Where they go; made where it is absent.</param>
    /// <param name="episodes">How many, at least 1.</param>
    /// <param name="frames">Frames in each, at least 2.</param>
    /// <param name="seed">Seed of games and player.</param>
    /// <param name="progress">Reports every frame.</param>
    /// <param name="cancellation">Stops between two frames; what is not complete is removed.</param>
    /// <returns>How many were written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There would be no pair of frames.</exception>
    /// <exception cref="InvalidDataException">The folder has episodes of another seed, length or set of rules.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static int Write(
        string folder, int episodes, int frames, int seed = 1, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 2);
        using var filled = GeneratedFolder.Claim(folder, "maze.json",
            new JsonObject { ["rules"] = Rules, ["frames"] = frames, ["seed"] = seed }, cancellation);
        int written = 0;
        for (int episode = 0; episode < episodes; episode++)
        {
            bool isNew = filled.Add($"episode_{episode:0000}", place =>
                WriteEpisode(place, new MazeGame(unchecked(seed * 1_000_003 + episode)), frames, done =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    progress?.Report(new WorkProgress("maze", episode * frames + done, episodes * frames));
                }));
            written += isNew ? 1 : 0;
        }

        return written;
    }

    /// <summary>
    /// The folder of episodes that stand in where a researcher has none: in <c>datasets/.cache</c>, made on first use.
    /// </summary>
    /// <param name="episodes">How many.</param>
    /// <param name="frames">Frames in each.</param>
    /// <param name="seed">Seed of games and player.</param>
    /// <param name="progress">Reports every frame while the cache is filled.</param>
    /// <param name="cancellation">Stops the fill; the next call goes on with it.</param>
    public static string Default(
        int episodes, int frames, int seed = 1, IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        string folder = GeneratedFolder.InCache($"maze-v{Rules}-{episodes}-episodes-{frames}-frames-seed-{seed}");
        Write(folder, episodes, frames, seed, progress, cancellation);
        return folder;
    }

    private static void WriteEpisode(string place, MazeGame game, int frames, Action<int> painted)
    {
        Directory.CreateDirectory(place);
        game.Skip(LatestStart);
        var painter = new MazePainter();
        var lines = new List<string>();
        for (int number = 0; number < frames; number++)
        {
            string file = Path.Combine(place, number.ToString("00000", CultureInfo.InvariantCulture) + ".png");
            File.WriteAllBytes(file, Encode(painter.Paint(game.Frame)));
            lines.Add(game.Step().ToJson());
            painted(number + 1);
        }

        File.WriteAllText(Path.Combine(place, "actions.jsonl"), string.Join('\n', lines.SkipLast(1)) + "\n");
    }

    private static byte[] Encode(ReadOnlySpan<byte> rgb)
    {
        using var picture = Mat.FromPixelData(MazePainter.Height, MazePainter.Width, MatType.CV_8UC3, rgb.ToArray());
        using var turned = new Mat();
        Cv2.CvtColor(picture, turned, ColorConversionCodes.RGB2BGR);
        Cv2.ImEncode(".png", turned, out byte[] file, new ImageEncodingParam(ImwriteFlags.PngCompression, 6));
        return file;
    }
}
