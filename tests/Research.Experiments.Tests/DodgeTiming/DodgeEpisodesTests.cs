using System.Text.Json.Nodes;
using Research.Arrays.Elements;
using Research.Arrays.Zarr;
using Research.Experiments.DodgeTiming;

namespace Research.Experiments.Tests.DodgeTiming;

public sealed class DodgeEpisodesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static bool[] Pressed(int frames, params int[] at) =>
        [.. Enumerable.Range(0, frames).Select(frame => at.Contains(frame))];

    private ZarrGroup Store(string name = "a.zarr") => ZarrGroup.Create(Path.Combine(_folder.Path, name));

    private static string Refusal(ZarrGroup root) =>
        Assert.Throws<InvalidDataException>(() => DodgeEpisodes.Open(root.Path)).Message;

    [Fact]
    public void The_document_s_four_columns_run_once_one_of_them_is_named()
    {
        // The document took column 4 of data with columns 0 to 3, and died.
        var unnamed = Store("unnamed.zarr");
        EpisodeStore.Add(unnamed, "episode_0", Pressed(60, 30), keys: ["move_left", "move_right", "attack", "block"]);
        Assert.Equal(
            $"{unnamed.Path}/episode_0: found action_keys move_left, move_right, attack, block; expected one of them to be "
            + "dodge_roll/dash.", Refusal(unnamed));

        var named = Store("named.zarr");
        EpisodeStore.Add(named, "episode_0", Pressed(60, 30, 31, 50));
        EpisodeStore.Add(named, "episode_1", Pressed(60, 20), keys: ["dodge_roll/dash", "b", "c", "d"], column: 0);
        var episodes = DodgeEpisodes.Open(named.Path);
        Assert.Equal([[30, 50], [20]], episodes.Items.Select(e => e.Onsets));

        var renamed = DodgeEpisodes.Open(unnamed.Path, dodge: "block");
        Assert.Equal([30], renamed.Items[0].Onsets);
    }

    [Fact]
    public void Episodes_come_by_number_and_other_groups_are_none()
    {
        var root = Store();
        foreach (string name in (string[])["episode_10", "episode_9", "episode_0", "episode_x", "notes"])
        {
            EpisodeStore.Add(root, name, Pressed(40, name.Length));
        }

        var episodes = DodgeEpisodes.Open(root.Path);
        Assert.Equal([0, 9, 10], episodes.Items.Select(e => e.Number));
        Assert.Equal([0, 9], DodgeEpisodes.Open(root.Path, first: 2).Items.Select(e => e.Number));
        Assert.Equal((EpisodeStore.Height, EpisodeStore.Width, 20.0),
            (episodes.Height, episodes.Width, episodes.FramesPerSecond));
        Assert.Equal(["countdown", "animation"], episodes.StateNames);
    }

    [Fact]
    public void A_frame_that_a_killed_writer_left_out_is_refused_before_anything_is_trained()
    {
        var root = Store();
        EpisodeStore.Add(root, "episode_0", Pressed(60, 30));
        string[] chunks = [.. Directory.EnumerateFiles(Path.Combine(root.Path, "episode_0", "frames"))
            .Where(file => Path.GetFileName(file)[0] != '.')];
        string removed = chunks.Order(StringComparer.Ordinal).Last();
        File.Delete(removed);

        Assert.StartsWith(
            $"{root.Path}/episode_0/frames: found no chunk {Path.GetFileName(removed)}; expected all: a writer that was killed "
            + "leaves such arrays.", Refusal(root));
        Assert.Single(DodgeEpisodes.Open(root.Path, missing: MissingChunks.Fill).Items);
        Assert.Contains(Lines(Research.Inspection.ContentTree.Of(root.Path)),
            line => line.StartsWith($"missing: 1 chunk, {Path.GetFileName(removed)};", StringComparison.Ordinal));

        static IEnumerable<string> Lines(Research.Inspection.ContentTree tree) => [tree.Line, .. tree.Below.SelectMany(Lines)];
    }

    [Fact]
    public void Presses_of_any_type_are_read_as_the_document_reads_them()
    {
        var root = Store();
        var group = root.CreateGroup("episode_0",
            new JsonObject { ["action_keys"] = new JsonArray("dodge_roll/dash"), ["state_attributes"] = new JsonArray("x") });
        group.CreateArray("frames", new([4, 3, 2, 2], [1, 3, 2, 2], ElementType.UInt8)).Write<byte>(new byte[48]);
        group.CreateArray("state", new([4, 1], [4, 1], ElementType.Float64)).Write<double>([0.1, 0.2, 0.3, 0.4]);
        group.CreateArray("actions", new([4, 1], [4, 1], ElementType.Float32)).Write<float>([0, 0.5f, -1, 0]);
        var episode = DodgeEpisodes.Open(root.Path).Items[0];

        Assert.Equal([false, true, true, false], Enumerable.Range(0, 4).Select(episode.IsPressed));
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.4f], episode.State.ToArray());
        Assert.Null(DodgeEpisodes.Open(root.Path).FramesPerSecond);
    }

    [Fact]
    public void What_is_no_dataset_of_episodes_is_refused()
    {
        var empty = Store("empty.zarr");
        Assert.Equal($"{empty.Path}: found no groups; expected episode_0, episode_1 and so on.", Refusal(empty));
        empty.CreateGroup("session_1");
        Assert.Equal($"{empty.Path}: found the groups session_1; expected episode_0, episode_1 and so on.", Refusal(empty));

        var nameless = Store("nameless.zarr");
        EpisodeStore.Add(nameless, "episode_0", Pressed(40, 20), keys: []);
        Assert.Equal(
            $"{nameless.Path}/episode_0: found action_keys nowhere in its attributes; expected the names of the columns of "
            + "actions, one of them dodge_roll/dash.", Refusal(nameless));

        var five = Store("five.zarr");
        EpisodeStore.Add(five, "episode_0", Pressed(40, 20), keys: ["a", "b", "c", "d", "dodge_roll/dash"]);
        Assert.Equal(
            $"{five.Path}/episode_0: found 5 action_keys (a, b, c, d, dodge_roll/dash) and 4 columns of actions; expected as "
            + "many.", Refusal(five));

        var broken = Store("broken.zarr");
        EpisodeStore.Add(broken, "episode_3", Pressed(40, 20),
            state: [.. Enumerable.Range(0, 80).Select(i => i == 15 ? float.NaN : 0)]);
        Assert.Equal($"{broken.Path}/episode_3/state: found NaN for animation at frame 7; expected a finite number.",
            Refusal(broken));
    }

    [Fact]
    public void Arrays_that_do_not_belong_together_are_refused()
    {
        ZarrGroup Episode(string name, int[] frames, int[] actions, int[] state, ElementType type = ElementType.UInt8,
            JsonNode? fps = null)
        {
            var group = Store(name).CreateGroup("episode_0", new JsonObject
            {
                ["action_keys"] = new JsonArray("dodge_roll/dash"),
                ["state_attributes"] = new JsonArray("x"),
                ["fps"] = fps,
            });
            group.CreateArray("frames", new(frames, frames, type));
            group.CreateArray("actions", new(actions, actions, ElementType.Bool));
            group.CreateArray("state", new(state, state, ElementType.Float32));
            return ZarrGroup.Open(Path.Combine(_folder.Path, name));
        }

        var last = Episode("last.zarr", [9, 2, 4, 3], [9, 1], [9, 1]);
        Assert.Equal($"{last.Path}/episode_0/frames: found UInt8 [9, 2, 4, 3]; expected UInt8 [T, 3, H, W].", Refusal(last));
        var wide = Episode("wide.zarr", [9, 3, 2, 4], [9, 1], [9, 1], ElementType.Float32);
        Assert.Equal($"{wide.Path}/episode_0/frames: found Float32 [9, 3, 2, 4]; expected UInt8 [T, 3, H, W].", Refusal(wide));
        var few = Episode("few.zarr", [9, 3, 2, 4], [8, 1], [9, 1]);
        Assert.Equal($"{few.Path}/episode_0/actions: found the shape [8, 1]; expected a row for each of the 9 frames.",
            Refusal(few));
        var many = Episode("many.zarr", [9, 3, 2, 4], [9, 1], [9, 2]);
        Assert.Equal($"{many.Path}/episode_0: found 1 state_attributes (x) and 2 columns of state; expected as many.",
            Refusal(many));
        var still = Episode("still.zarr", [9, 3, 2, 4], [9, 1], [9, 1], fps: 0);
        Assert.Equal($"{still.Path}/episode_0: found fps 0 in its attributes; expected a number above 0.", Refusal(still));

        var stateless = Store("stateless.zarr");
        stateless.CreateGroup("episode_0").CreateArray("frames", new([1, 3, 2, 2], [1, 3, 2, 2], ElementType.UInt8));
        Assert.Contains("actions", Assert.Throws<ArgumentException>(() => DodgeEpisodes.Open(stateless.Path)).Message);
    }

    [Fact]
    public void Episodes_that_do_not_belong_together_are_refused()
    {
        var root = Store();
        EpisodeStore.Add(root, "episode_0", Pressed(40, 20));
        var second = root.CreateGroup("episode_1",
            new JsonObject { ["action_keys"] = new JsonArray("dodge_roll/dash"), ["state_attributes"] = new JsonArray("x") });
        second.CreateArray("frames", new([1, 3, 2, 4], [1, 3, 2, 4], ElementType.UInt8));
        second.CreateArray("actions", new([1, 1], [1, 1], ElementType.Bool)).Write<bool>([false]);
        second.CreateArray("state", new([1, 1], [1, 1], ElementType.Float32)).Write<float>([0]);
        Assert.Equal($"{root.Path}/episode_1/frames: found frames of 4×2 pixels; expected 16×12 as in episode_0.", Refusal(root));

        var other = Store("other.zarr");
        EpisodeStore.Add(other, "episode_0", Pressed(40, 20));
        var third = other.CreateGroup("episode_1",
            new JsonObject { ["action_keys"] = new JsonArray("dodge_roll/dash"), ["state_attributes"] = new JsonArray("x") });
        third.CreateArray("frames", new([1, 3, EpisodeStore.Height, EpisodeStore.Width], [1, 3, 2, 4], ElementType.UInt8));
        third.CreateArray("actions", new([1, 1], [1, 1], ElementType.Bool)).Write<bool>([false]);
        third.CreateArray("state", new([1, 1], [1, 1], ElementType.Float32)).Write<float>([0]);
        Assert.Equal($"{other.Path}/episode_1: found state_attributes x; expected countdown, animation as in episode_0.",
            Refusal(other));
    }
}
