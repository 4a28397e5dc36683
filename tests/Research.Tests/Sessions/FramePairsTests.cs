using OpenCvSharp;
using Research.Sessions;
using static TorchSharp.torch;

namespace Research.Tests.Sessions;

public sealed class FramePairsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pairs_stay_inside_episodes_and_hold_the_files_pixels()
    {
        Episodes(3, 2, 4);
        var pairs = FramePairs.Open(_folder.Path);
        using var scope = NewDisposeScope();

        Assert.Equal((2 + 1 + 3, 8, 6), (pairs.Count, pairs.Height, pairs.Width));
        Assert.Equal([(0, 0), (0, 1), (1, 0), (2, 0), (2, 1), (2, 2)], Enumerable.Range(0, 6).Select(pairs.Locate));
        int seen = 0;
        foreach (var batch in pairs.Batches(4))
        {
            var (current, next) = batch.ToTensors();
            Assert.Equal([batch.Count, 3, 8, 6], current.shape);
            for (int i = 0; i < batch.Count; i++, seen++)
            {
                var (episode, frame) = pairs.Locate(batch.Rows[i]);
                Assert.Equal(Red(episode, frame) / 127.5f - 1, current[i, 0, 1, 2].item<float>(), 1e-6f);
                Assert.Equal(Red(episode, frame + 1) / 127.5f - 1, next[i, 0, 7, 5].item<float>(), 1e-6f);
                Assert.Equal(1, current[i, 2, 0, 0].item<float>()); // blue
            }
        }

        Assert.Equal(6, seen);
        Assert.Equal(Red(2, 3), pairs.Frame(2, 3).Span[0]);
    }

    [Fact]
    public void An_order_belongs_to_seed_and_epoch_and_reduction_takes_means()
    {
        Episodes(5, 5);
        var pairs = FramePairs.Open(_folder.Path, 2);
        int[] Order(int epoch) => [.. pairs.Batches(3, 7, epoch).SelectMany(b => b.Rows.ToArray())];

        Assert.Equal((4, 3), (pairs.Height, pairs.Width));
        Assert.Equal(Order(1), Order(1));
        Assert.NotEqual(Order(1), Order(2));
        Assert.Equal(Enumerable.Range(0, 8), Order(1).Order());
        Assert.Equal($"{_folder.Path}: found frames of 8×6 pixels; expected multiples of 4. (Parameter 'reduction')",
            Assert.Throws<ArgumentException>(() => FramePairs.Open(_folder.Path, 4)).Message);
    }

    [Fact]
    public void Episodes_are_split_whole_and_always_alike()
    {
        Episodes([.. Enumerable.Repeat(2, 20)]);
        var (train, validation) = FramePairs.Open(_folder.Path).Split();
        var (again, _) = FramePairs.Open(_folder.Path).Split();

        Assert.Equal((18, 2), (train.Episodes.Count, validation.Episodes.Count));
        Assert.Equal(20, train.Episodes.Concat(validation.Episodes).Select(e => e.Name).Distinct().Count());
        Assert.Equal(train.Fingerprint, again.Fingerprint);
        Assert.NotEqual(train.Fingerprint, validation.Fingerprint);
        Assert.Equal(Red(int.Parse(validation.Episodes[1].Name[^4..]), 1), validation.Frame(1, 1).Span[0]);
    }

    [Fact]
    public void An_episode_with_one_frame_is_left_out_with_a_warning()
    {
        Episodes(2, 1, 2);
        var pairs = FramePairs.Open(_folder.Path);

        Assert.Equal(2, pairs.Count);
        Assert.Equal($"{_folder.Path}/episode_0001: found a single frame; expected at least two. The episode is left out.",
            Assert.Single(pairs.Warnings));
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Episodes(4);
        string Fault(Action action) => Assert.ThrowsAny<Exception>(action).Message;
        string File(int frame) => $"{_folder.Path}/episode_0000/{frame:00000}.png";
        void Read() => Assert.NotEmpty(FramePairs.Open(_folder.Path).Batches(2).ToList());

        Assert.Equal(
            $"{_folder.Path}: found a single episode with pairs, episode_0000; expected at least two, one of them to validate "
            + "on.", Fault(() => FramePairs.Open(_folder.Path).Split()));
        byte[] whole = System.IO.File.ReadAllBytes(File(2));
        System.IO.File.WriteAllBytes(File(2), [1, 2, 3]);
        Assert.Equal($"{File(2)}: found 3 bytes that are no picture; expected a PNG file.", Fault(Read));
        System.IO.File.WriteAllBytes(File(2), []);
        Assert.Equal($"{File(2)}: found 0 bytes that are no picture; expected a PNG file.", Fault(Read));
        Paint(File(2), 10, 6, 0);
        Assert.Equal($"{File(2)}: found 10×6 pixels; expected 8×6, as the first frame has.", Fault(Read));
        System.IO.File.Delete(File(2));
        Assert.Equal($"{File(2)}: found no such picture, but 00003.png; expected numbers without a gap.", Fault(Read));
        System.IO.File.WriteAllBytes($"{_folder.Path}/episode_0000/two.png", whole);
        Assert.Equal(
            $"{_folder.Path}/episode_0000/two.png: found a picture of this name; expected numbers of five digits, 00000.png and "
            + "on.", Fault(Read));
        Directory.Delete(_folder.Path + "/episode_0000", recursive: true);
        Assert.Equal($"{_folder.Path}: found no folder episode_0000; expected episodes of numbered PNG files.", Fault(Read));
        Assert.Equal("/nowhere: found no such folder; expected one of episodes.", Fault(() => FramePairs.Open("/nowhere")));
    }

    [Fact]
    public void Actions_are_read_and_checked_line_by_line()
    {
        Episodes(3);
        string file = $"{_folder.Path}/episode_0000/actions.jsonl";
        Assert.Null(FramePairs.Open(_folder.Path).Episodes[0].Actions());
        File.WriteAllText(file, "{\"action\":\"NONE\",\"move\":\"UP\",\"x\":3,\"y\":4}\n{\"action\":\"UP\"}\n");
        Assert.Equal([new PairAction("NONE", "UP", 3, 4), new PairAction("UP")], FramePairs.Open(_folder.Path).Episodes[0]
            .Actions());
        File.AppendAllText(file, "{\"action\":\"UP\"}\n");
        Assert.Equal($"{file}: found 3 lines; expected 2, one for each pair of frames.",
            Assert.Throws<InvalidDataException>(() => FramePairs.Open(_folder.Path).Episodes[0].Actions()).Message);
        File.WriteAllText(file, "{\"action\":\"UP\"}\n{\"key\":1}\n");
        Assert.Equal($"{file}, line 2: found \"{{\"key\":1}}\"; expected an action, {{\"action\":\"LEFT\",…}}.",
            Assert.Throws<InvalidDataException>(() => FramePairs.Open(_folder.Path).Episodes[0].Actions()).Message);
    }

    [Fact]
    public void Episodes_in_which_nothing_moves_are_refused()
    {
        Episodes(3, 2);
        FramePairs.Open(_folder.Path).RequireMotion();
        foreach (string picture in Directory.GetFiles(_folder.Path, "*.png", SearchOption.AllDirectories))
        {
            Paint(picture, 8, 6, 7);
        }

        Assert.Equal($"{_folder.Path}: found no pixel that changes in the 3 pairs of episode_0000, episode_0001; "
            + "expected motion in these episodes, which are held out: scores on moving pixels need it.",
            Assert.Throws<InvalidDataException>(() => FramePairs.Open(_folder.Path).RequireMotion()).Message);
    }

    private static int Red(int episode, int frame) => 20 * episode % 100 + 10 * frame;

    private void Episodes(params int[] frames)
    {
        for (int episode = 0; episode < frames.Length; episode++)
        {
            string folder = Directory.CreateDirectory($"{_folder.Path}/episode_{episode:0000}").FullName;
            for (int frame = 0; frame < frames[episode]; frame++)
            {
                Paint($"{folder}/{frame:00000}.png", 8, 6, Red(episode, frame));
            }
        }
    }

    private static void Paint(string file, int height, int width, int red)
    {
        using var picture = new Mat(height, width, MatType.CV_8UC3, new Scalar(255, 40, red));
        Assert.True(Cv2.ImWrite(file, picture));
    }
}
