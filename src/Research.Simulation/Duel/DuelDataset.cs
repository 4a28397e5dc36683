using System.Text.Json.Nodes;
using OpenCvSharp;
using Research.Arrays.Elements;
using Research.Arrays.Zarr;

namespace Research.Simulation.Duel;

/// <summary>
/// Writes duels as the document's dataset is laid out: a zarr v2 group with a group an episode. Filling it can be
/// stopped and taken up.
/// </summary>
public static class DuelDataset
{
    /// <summary>Changes with the rules, so that no store has episodes by two of them.</summary>
    private const int Rules = 1;

    private const int FramesAtOnce = 64;

    /// <summary>Adds the episodes that the store does not have yet, up to a number.</summary>
    /// <param name="store">The folder of the store; made where it is absent.</param>
    /// <param name="episodes">How many there are to be, at least 1: <c>episode_0</c> and on.</param>
    /// <param name="seed">Seed of all episodes.</param>
    /// <param name="size">Of the frames, 16:9.</param>
    /// <param name="progress">Reports the frames.</param>
    /// <param name="cancellation">Stops it; complete episodes are kept.</param>
    /// <returns>All of its episodes.</returns>
    /// <exception cref="InvalidDataException">The store has something else in it.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static IReadOnlyList<DuelEpisode> Write(
        string store, int episodes, int seed, Size size, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(store);
        ArgumentOutOfRangeException.ThrowIfLessThan(episodes, 1);
        using var filled = GeneratedFolder.Claim(store, cancellation);
        var made = new JsonObject
        {
            ["made_by"] = "research duel",
            ["rules"] = Rules,
            ["seed"] = seed,
            ["width"] = size.Width,
            ["height"] = size.Height,
        };
        if (!filled.Add("", root => ZarrGroup.Create(root, attributes: made)))
        {
            GeneratedFolder.RequireSame(filled.Path, made, ZarrGroup.Open(filled.Path).Attributes);
        }

        var there = ZarrGroup.Open(filled.Path).GroupNames.ToHashSet();
        DuelEpisode[] all = [.. Enumerable.Range(0, episodes).Select(number => DuelEpisode.Fight(seed, number))];
        int total = all.Sum(e => e.Frames.Count), done = all.Where(e => there.Contains(NameOf(e))).Sum(e => e.Frames.Count);
        var told = new Lock();
        Parallel.ForEach(all.Where(e => !there.Contains(NameOf(e))),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            episode => filled.Add(NameOf(episode), place => WriteEpisode(place, episode, size, frames =>
            {
                lock (told)
                {
                    done += frames;
                    progress?.Report(new WorkProgress(Path.GetFileName(filled.Path), done, total));
                }
            }, cancellation)));
        return all;
    }

    private static string NameOf(DuelEpisode episode) => $"episode_{episode.Number}";

    private static void WriteEpisode(
        string folder, DuelEpisode episode, Size size, Action<int> onFrames, CancellationToken cancellation)
    {
        int frames = episode.Frames.Count, actions = DuelEpisode.ActionNames.Count, numbers = DuelFrame.StateNames.Count;
        var group = ZarrGroup.Create(folder, attributes: new JsonObject
        {
            ["fps"] = DuelEpisode.FramesPerSecond,
            ["action_keys"] = Names(DuelEpisode.ActionNames),
            ["state_attributes"] = Names(DuelFrame.StateNames),
        });
        group.CreateArray("actions", new([frames, actions], [100, actions], ElementType.UInt8))
            .Write<byte>(episode.Actions.ToArray());
        group.CreateArray("state", new([frames, numbers], [100, numbers], ElementType.Float32))
            .Write<float>([.. episode.Frames.SelectMany(f => f.State)]);
        var pictures = group.CreateArray("frames",
            new([frames, 3, size.Height, size.Width], [1, 3, size.Height, size.Width], ElementType.UInt8));
        using var painter = new DuelPainter(episode, size);
        byte[] block = new byte[FramesAtOnce * painter.FrameBytes];
        for (int first = 0; first < frames; first += FramesAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(FramesAtOnce, frames - first);
            for (int i = 0; i < count; i++)
            {
                painter.Paint(episode.Frames[first + i], block.AsSpan(i * painter.FrameBytes, painter.FrameBytes));
            }

            pictures.Write<byte>(block.AsSpan(0, count * painter.FrameBytes), first..(first + count));
            onFrames(count);
        }
    }

    private static JsonArray Names(IReadOnlyList<string> names) => [.. names.Select(name => (JsonNode)name)];
}
