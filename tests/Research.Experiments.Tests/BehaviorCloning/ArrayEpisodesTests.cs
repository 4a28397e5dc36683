using Research.Arrays;
using Research.Arrays.Elements;
using Research.Arrays.Npy;
using Research.Arrays.Zarr;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;

namespace Research.Experiments.Tests.BehaviorCloning;

public sealed class ArrayEpisodesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_labels_and_episodes_are_those_of_the_arrays()
    {
        using var data = new ArrayEpisodes(Grey(6),
            Actions(6))
        { EpisodeEnds = [2, 6], ActionNames = ["LEFT", "RIGHT"], Transform = new(4, 3, FrameColor.Gray) }
            .Load("own", _folder.Path);

        Assert.Equal(6, data.Frames.Count);
        Assert.Equal([new(0, 2), new(2, 4)], data.Fights.Ranges);
        Assert.Equal(["LEFT", "RIGHT"], data.Timeline.Actions.Names);
        Assert.Equal([1, 0, 0, 1, 1, 0], data.Frames.Labels[..6]);
        Assert.Equal(Enumerable.Range(24, 12).Select(value => (byte)value), data.Frames.Frame(2).ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Colours_are_the_same_whichever_dimension_has_the_channels(bool channelsFirst)
    {
        byte[] red = [200, 10, 30], pixels = new byte[3 * 4 * 5];
        for (int i = 0; i < 20; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                pixels[channelsFirst ? c * 20 + i : i * 3 + c] = red[c];
            }
        }

        var frames = NpyArray.Of<byte>(channelsFirst ? [1, 3, 4, 5] : [1, 4, 5, 3], pixels);
        using var data = new ArrayEpisodes(frames, Actions(1)) { Transform = new(5, 4, FrameColor.Rgb) }
            .Load("own", _folder.Path);

        Assert.Equal(red, data.Frames.Frame(0)[..3].ToArray());
        Assert.Equal(red, data.Frames.Frame(0)[^3..].ToArray());
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_named()
    {
        string file = _folder.At("actions.npy");
        NpyArray.Of<float>([5, 2], [1, 0, 0, 1, 1, 0.5f, 0, 0, 0, 0]).Write(file);
        string Fault(ArrayEpisodes episodes) =>
            Assert.Throws<InvalidDataException>(() => episodes.Load("own", _folder.Path)).Message;

        Assert.Equal($"{file}: found the shape [5, 2]; expected [6, A], a row for each of the frames and at least one action.",
            Fault(new(Grey(6), NpyArray.Read(file))));
        Assert.Equal($"{file}: found 0.5 as element 5 of float32; expected a value that bool holds.",
            Fault(new(Grey(5), NpyArray.Read(file))));
        Assert.Equal("an array in memory: found the end 2 of episode 1; expected one above 4 and up to 6, the number of frames.",
            Fault(new(Grey(6), Actions(6)) { EpisodeEnds = [4, 2] }));
        Assert.Equal("an array in memory: found 6 frames; expected 4, where the last episode ends.",
            Fault(new(Grey(6), Actions(6)) { EpisodeEnds = [4] }));
        Assert.Equal("an array in memory: found 2 actions; expected 1, as JUMP are.",
            Fault(new(Grey(6), Actions(6)) { ActionNames = ["JUMP"] }));
        Assert.Equal(
            "an array in memory: found the shape [12]; expected [N, H, W], [N, H, W, C] or [N, C, H, W] with 1 or 3 channels.",
            Fault(new(NpyArray.Of<byte>([12], new byte[12]), Actions(6))));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.frames"));
    }

    [Fact]
    public void Every_format_is_opened_by_a_path_and_slices_are_alike()
    {
        float[] values = [.. Enumerable.Range(0, 24).Select(value => (float)value)];
        NpyArray.Of<float>([4, 3, 2], values).Write(_folder.At("a.npy"));
        Npz.Write(_folder.At("a.npz"), [new("x", NpyArray.Of<float>([4, 3, 2], values)), new("y", NpyArray.Of<byte>([1], [7]))]);
        Npz.Write(_folder.At("one.npz"), [new("x", NpyArray.Of<float>([4, 3, 2], values))]);
        var group = ZarrGroup.Create(_folder.At("a.zarr"));
        group.CreateGroup("data").CreateArray("x", new([4, 3, 2], [2, 2, 2], ElementType.Float32)).Write<float>(values);
        group.SaveZip(_folder.At("a.zip"));

        foreach (string path in (string[])["a.npy", "a.npz/x", "one.npz", "a.zarr/data/x", "a.zip/data/x"])
        {
            var array = ArrayFile.Open(_folder.At(path));
            Assert.Equal([4, 3, 2], array.Shape);
            Assert.Equal(values, array.Read<float>());
            Assert.Equal([14, 15, 16, 17, 20, 21, 22, 23], array.Read<int>(2.., 1..));
            Assert.Contains(_folder.Path, array.Path);
            Assert.StartsWith($"{array.Path}: found the slice 3..5 of dimension 0; ",
                Assert.Throws<ArgumentException>(() => array.Read<int>(3..5)).Message);
        }

        Assert.Equal($"{_folder.At("a.npz")}: found 2 arrays and no name; expected one of x, y behind a slash.",
            Assert.Throws<ArgumentException>(() => ArrayFile.Open(_folder.At("a.npz"))).Message);
        Assert.Equal(
            $"{_folder.At("none.npy")}: found nothing there; expected a .npy file, an array in a .npz file (FILE.npz/NAME) or "
            + "in a zarr store (STORE/PATH).",
            Assert.Throws<FileNotFoundException>(() => ArrayFile.Open(_folder.At("none.npy"))).Message);
    }

    private static NpyArray Grey(int frames) =>
        NpyArray.Of<byte>([frames, 3, 4], [.. Enumerable.Range(0, frames * 12).Select(value => (byte)value)]);

    private static NpyArray Actions(int frames) => NpyArray.Of<byte>([frames, 2],
        [.. Enumerable.Range(0, frames).SelectMany(frame => (byte[])[(byte)(frame % 2 == 0 ? 1 : 0), (byte)(frame % 2)])]);
}
