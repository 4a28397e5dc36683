using System.Text.Json.Nodes;
using Research.Arrays.Elements;
using Research.Arrays.Zarr;

namespace Research.Experiments.Tests.DodgeTiming;

/// <summary>
/// Small stores of episodes. In a frame of a dodge's last half second a bright block comes nearer, so that it can be learned.
/// </summary>
internal static class EpisodeStore
{
    public const int Height = 12, Width = 16, ChunkFrames = 16;

    private static readonly string[] Keys = ["move_left", "move_right", "attack", "dodge_roll/dash"];

    /// <summary>A store of episodes that begin a dodge of two frames at each of the given frames.</summary>
    public static string Write(TemporaryFolder folder, string name, int frames, params int[][] onsets)
    {
        string path = Path.Combine(folder.Path, name);
        var root = ZarrGroup.Create(path);
        for (int episode = 0; episode < onsets.Length; episode++)
        {
            bool[] pressed = new bool[frames];
            foreach (int onset in onsets[episode])
            {
                pressed.AsSpan(onset, Math.Min(2, frames - onset)).Fill(true);
            }

            Add(root, $"episode_{episode}", pressed);
        }

        return path;
    }

    /// <summary>Adds an episode.</summary>
    /// <param name="root">The store.</param>
    /// <param name="name">Of its group.</param>
    /// <param name="pressed">When the dodge is pressed.</param>
    /// <param name="keys">Names of the four columns of actions; null for none at all.</param>
    /// <param name="column">Where the dodge stands.</param>
    /// <param name="state">[T, 2] of state; by default a count down to the next dodge, and an animation of two kinds.</param>
    public static void Add(
        ZarrGroup root, string name, bool[] pressed, string[]? keys = null, int column = 3, float[]? state = null)
    {
        int frames = pressed.Length;
        byte[] actions = new byte[frames * 4];
        byte[] pictures = new byte[frames * 3 * Height * Width];
        float[] known = new float[frames * 2];
        var random = new Random(frames);
        for (int frame = 0; frame < frames; frame++)
        {
            actions[4 * frame + column] = pressed[frame] ? (byte)1 : (byte)0;
            int next = Array.IndexOf(pressed, true, frame), away = next < 0 ? 99 : next - frame;
            known[2 * frame] = Math.Min(away, 40) + (float)random.NextDouble();
            known[2 * frame + 1] = away < 10 ? 7 : 3;
            var picture = pictures.AsSpan(frame * 3 * Height * Width, 3 * Height * Width);
            random.NextBytes(picture);
            for (int i = 0; i < picture.Length; i++)
            {
                picture[i] = (byte)(picture[i] / 4 + (away < 10 && i % Width < 10 - away ? 180 : 0));
            }
        }

        var attributes = new JsonObject { ["fps"] = 20, ["state_attributes"] = new JsonArray("countdown", "animation") };
        if (keys is null || keys.Length > 0)
        {
            attributes["action_keys"] = new JsonArray([.. (keys ?? Keys).Select(key => (JsonNode)key)]);
        }

        var group = root.CreateGroup(name, attributes);
        group.CreateArray("actions", new([frames, 4], [100, 4], ElementType.UInt8)).Write<byte>(actions);
        group.CreateArray("state", new([frames, 2], [100, 2], ElementType.Float32)).Write<float>(state ?? known);
        group.CreateArray("frames", new([frames, 3, Height, Width], [ChunkFrames, 3, Height, Width], ElementType.UInt8))
            .Write<byte>(pictures);
    }
}
