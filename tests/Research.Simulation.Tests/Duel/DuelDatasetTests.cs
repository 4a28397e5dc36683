using OpenCvSharp;
using Research.Arrays.Zarr;
using Research.Experiments.DodgeTiming;
using Research.Simulation.Duel;

namespace Research.Simulation.Tests.Duel;

public sealed class DuelDatasetTests : IDisposable
{
    private static readonly Size Small = new(64, 36);

    private readonly string _folder = Directory.CreateTempSubdirectory("duels-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Store(string name) => Path.Combine(_folder, name);

    private static Dictionary<string, string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file),
            file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));

    [Fact]
    public void A_store_is_laid_out_as_the_document_s()
    {
        DuelDataset.Write(Store("a.zarr"), episodes: 2, seed: 4, Small);
        var group = ZarrGroup.Open(Store("a.zarr")).Group("episode_1");
        var fought = DuelEpisode.Fight(4, 1);
        int frames = fought.Frames.Count;

        Assert.Equal(["actions", "frames", "state"], group.ArrayNames);
        Assert.Equal([frames, 3, 36, 64], group.Array("frames").Shape);
        Assert.Equal([1, 3, 36, 64], group.Array("frames").Chunks);
        Assert.Equal([frames, 4], group.Array("actions").Shape);
        Assert.Equal([100, 4], group.Array("actions").Chunks);
        Assert.Equal([frames, 7], group.Array("state").Shape);
        Assert.Equal([new BloscCodec("zstd", 3)], group.Array("frames").Codecs);
        Assert.Equal(
            """{"fps":20,"action_keys":["move_left","move_right","attack","dodge_roll/dash"],"state_attributes":["player_hp","player_stamina","player_x","npc_hp","npc_x","npc_animation","npc_animation_time"]}""",
            group.Attributes.ToJsonString());
        Assert.Equal(fought.Actions, group.Array("actions").Read<byte>());
        Assert.Equal(fought.Frames[7].State, group.Array("state").Read<float>(7..8));

        var episodes = DodgeEpisodes.Open(Store("a.zarr"));
        Assert.Equal(fought.Dodges.Count, episodes.Items[1].Onsets.Count);
        Assert.Equal(20, episodes.FramesPerSecond);
    }

    [Fact]
    public void The_same_seed_writes_the_same_files_however_often_it_is_stopped()
    {
        DuelDataset.Write(Store("whole.zarr"), 3, seed: 8, Small);
        for (int stop = 0; stop < 2; stop++)
        {
            using var stopped = new CancellationTokenSource();
            int told = 0, at = 200 + 700 * stop;
            Assert.ThrowsAny<OperationCanceledException>(() =>
                DuelDataset.Write(Store("stopped.zarr"), 3, seed: 8, Small, new Heard(p =>
            {
                if (++told == 40 || p.Done > at)
                {
                    stopped.Cancel();
                }
            }), stopped.Token));

            // Whatever is there is complete, at any time.
            foreach (string name in ZarrGroup.Open(Store("stopped.zarr")).GroupNames)
            {
                Assert.Equal(Files(Path.Combine(Store("whole.zarr"), name)), Files(Path.Combine(Store("stopped.zarr"), name)));
            }
        }

        DuelDataset.Write(Store("stopped.zarr"), 3, seed: 8, Small);
        DuelDataset.Write(Store("stopped.zarr"), 3, seed: 8, Small, new Heard(_ => Assert.Fail("An episode is written twice.")));
        Assert.Equal(Files(Store("whole.zarr")), Files(Store("stopped.zarr")));
        Assert.Equal(["stopped.zarr", "whole.zarr"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName)
            .Order());
    }

    [Fact]
    public void What_a_killed_process_left_beside_the_store_is_thrown_away()
    {
        Directory.CreateDirectory(Store(".a.zarr.unfinished-episode_0"));
        File.WriteAllText(Store(".a.zarr.unfinished-episode_0/.zgroup"), "{");
        DuelDataset.Write(Store("a.zarr/"), 1, seed: 8, Small);

        Assert.Equal(["episode_0"], ZarrGroup.Open(Store("a.zarr")).GroupNames);
        Assert.Equal([Store("a.zarr")], Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Files_of_the_users_beside_the_store_stay()
    {
        File.WriteAllText(Store("poetry.lock"), "mine");
        Directory.CreateDirectory(Store("poetry.unfinished-episode_0"));
        DuelDataset.Write(Store("poetry"), 1, seed: 8, Small);

        Assert.Equal("mine", File.ReadAllText(Store("poetry.lock")));
        Assert.Equal(["poetry", "poetry.lock", "poetry.unfinished-episode_0"],
            Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Duels_of_two_kinds_do_not_go_into_one_store()
    {
        DuelDataset.Write(Store("a.zarr"), 1, seed: 8, Small);
        Assert.Equal(
            $"{Store("a.zarr")}: found seed 8; expected 9, or another folder. Data of two kinds do not go into one "
            + "folder.",
            Assert.Throws<InvalidDataException>(() => DuelDataset.Write(Store("a.zarr"), 1, seed: 9, Small)).Message);
        ZarrGroup.Create(Store("other.zarr"));
        Assert.Equal(
            $"{Store("other.zarr")}: found made_by missing; expected \"research duel\", or another folder. Data of "
            + "two kinds do not go into one folder.",
            Assert.Throws<InvalidDataException>(() => DuelDataset.Write(Store("other.zarr"), 1, seed: 9, Small)).Message);
        Assert.Equal("Frames of 64×64 pixels are not 16:9, as those of 256×144 are. (Parameter 'size')",
            Assert.Throws<ArgumentException>(() => new DuelPainter(DuelEpisode.Fight(1, 0), new Size(64, 64))).Message);
    }

    [Fact]
    public void A_picture_shows_the_wind_up_and_the_roll()
    {
        var episode = DuelEpisode.Fight(3, 0);
        using var painter = new DuelPainter(episode, DuelPainter.FullSize);
        byte[] Paint(DuelFrame frame)
        {
            byte[] planes = new byte[painter.FrameBytes];
            painter.Paint(frame, planes);
            return planes;
        }

        var attack = episode.Attacks[0];
        var shown = episode.Frames.First(f => f.Attack == attack && f.AnimationTime > 0.5 * attack.WindUp);
        var pacing = shown with { Attack = null, Animation = BossAnimation.Pacing, AnimationTime = 0 };
        Assert.InRange(Differing(Paint(shown), Paint(pacing)), 200, painter.FrameBytes / 10);
        Assert.InRange(Differing(Paint(shown), Paint(shown with { Roll = 0.3 })), 100, painter.FrameBytes / 10);
        Assert.Equal(Paint(shown), Paint(shown));

        static int Differing(byte[] a, byte[] b) => a.Zip(b).Count(pair => pair.First != pair.Second);
    }
}
