using OpenCvSharp;
using Research.Sessions;

namespace Research.Tests.Sessions;

public sealed class VideoReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Frames_come_in_order_with_their_index()
    {
        using var reader = VideoReader.Open(RecordedVideo.Write(Path.Combine(_folder.Path, "a.mp4"), 30));

        Assert.Equal((new Size(160, 96), 10.0, 30, 30),
            (reader.FrameSize, reader.FramesPerSecond, reader.DeclaredFrames, reader.EstimatedFrames));
        int expected = 0;
        foreach (var (index, frame) in reader.ReadAll())
        {
            Assert.Equal(expected++, index);
            Assert.InRange(frame.At<Vec3b>(20, 20).Item1, RecordedVideo.Level(index) - 4, RecordedVideo.Level(index) + 4);
        }

        Assert.Equal(30, expected);
    }

    [Theory]
    [InlineData(".mp4")]
    [InlineData(".avi")]
    [InlineData(".mkv")]
    public void Frames_are_counted_in_every_container(string extension) =>
        Assert.Equal(30, VideoReader.CountFrames(
            RecordedVideo.Write(Path.Combine(_folder.Path, "a" + extension), 30, extension == ".avi" ? "XVID" : "mp4v")));

    [Fact]
    public void A_folder_with_a_colon_is_no_protocol_of_FFmpegs()
    {
        string folder = $"10:15-{Guid.NewGuid():N}"; // relative: of a full path FFmpeg asks nothing
        Directory.CreateDirectory(folder);
        try
        {
            RecordedVideo.Write(_folder.At("a.mp4"), 5);
            File.Move(_folder.At("a.mp4"), Path.Combine(folder, "a.mp4"));
            Assert.Equal(5, VideoReader.CountFrames(Path.Combine(folder, "a.mp4")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_absent_an_empty_and_a_text_file_are_named()
    {
        string absent = Path.Combine(_folder.Path, "absent.mp4"), empty = _folder.Write("empty.mp4", ""),
            text = _folder.Write("text.mp4", "no video");

        Assert.Equal($"{absent}: found no such file; expected a video.", Message(absent));
        Assert.Equal($"{empty}: found an empty file; expected a video.", Message(empty));
        Assert.Equal($"{text}: found 8 bytes in which FFmpeg finds no video it can decode; "
            + "expected a whole video (an mp4 cut off while it was written has no index).", Message(text));
    }

    [Fact]
    public void An_mp4_cut_off_has_no_index()
    {
        byte[] whole = File.ReadAllBytes(RecordedVideo.Fixture);
        string cut = _folder.Write("cut.mp4", whole[..(whole.Length / 2)]);

        Assert.Equal($"{cut}: found {whole.Length / 2:N0} bytes in which FFmpeg finds no video it can decode; "
            + "expected a whole video (an mp4 cut off while it was written has no index).", Message(cut));
    }

    [Fact]
    public void Frames_that_end_early_are_an_error_that_names_the_first_one_missing()
    {
        string cut = _folder.Write("cut.avi", Half(RecordedVideo.Write(Path.Combine(_folder.Path, "whole.avi"), 60, "MJPG")));
        using var reader = VideoReader.Open(cut);

        var error = Assert.Throws<VideoException>(() => reader.ReadAll().Count());

        Assert.InRange(error.Frame, 10, 50);
        Assert.Equal($"{cut}, frame {error.Frame}: found no more that can be decoded; expected 60 frames, as the container says.",
            error.Message);

        static byte[] Half(string file) => File.ReadAllBytes(file) is var bytes ? bytes[..(bytes.Length / 2)] : [];
    }

    private static string Message(string file) => Assert.Throws<VideoException>(() => VideoReader.Open(file)).Message;
}
