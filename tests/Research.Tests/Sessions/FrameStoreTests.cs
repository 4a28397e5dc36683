using OpenCvSharp;
using Research.Arrays.Npy;
using Research.Sessions;

namespace Research.Tests.Sessions;

public sealed class FrameStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Cache => Path.Combine(_folder.Path, "cache");

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// OpenCvSharp's OpenCV 4.13 converts YUV to BGR by a newer FFmpeg than OpenCV-Python's 4.6, and without its assembler, which
    /// rounds otherwise: a pixel may differ by 2 grey levels of 255, and the mean level by 0.2 (measured: −0.10; the mean of
    /// absolute differences is 0.41). The frame must be the very one all the same: its neighbours are further from it wherever
    /// the picture moves.
    /// </summary>
    [Fact]
    public void Every_pixel_is_the_one_of_the_reports_Python_loop_to_two_grey_levels()
    {
        var expected = Npz.Open(Path.Combine(AppContext.BaseDirectory, "vision", "loaded.npz"));
        byte[] pixels = expected["gray"].Values<byte>();

        using var store = FrameStore.OfVideo(RecordedVideo.Fixture, folder: Cache);

        Assert.Equal(expected["gray"].Shape, new[] { store.Count, store.Height, store.Width });
        double sum = 0;
        for (int i = 0; i < store.Count; i++)
        {
            int most = 0;
            for (int j = 0; j < store.FrameBytes; j++)
            {
                int difference = store[i][j] - pixels[i * store.FrameBytes + j];
                most = Math.Max(most, Math.Abs(difference));
                sum += difference;
            }

            Assert.True(most <= 2, $"Frame {i} differs by {most} grey levels.");
        }

        Assert.InRange(sum / pixels.Length, -0.2, 0.2);
    }

    [Fact]
    public void Colour_frames_are_red_green_blue()
    {
        string video = Path.Combine(_folder.Path, "red.mp4");
        using (var writer = new VideoWriter(video, VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), 10, new Size(64, 48)))
        using (var frame = new Mat(48, 64, MatType.CV_8UC3, Scalar.FromRgb(220, 120, 20)))
        {
            writer.Write(frame);
        }

        using var store = FrameStore.OfVideo(video, new FrameTransform(32, 24, FrameColor.Rgb), Cache);

        Assert.Equal((1, 24, 32, 3), (store.Count, store.Height, store.Width, store.Channels));
        Assert.InRange(store[0][0], 210, 230);
        Assert.InRange(store[0][1], 110, 130);
        Assert.InRange(store[0][2], 10, 30);
    }

    [Theory]
    [InlineData("mp4v", 3, 160)]
    [InlineData("avc1", 4, 160)]
    [InlineData("mp4v", 1, 160)]
    [InlineData("mp4v", 3, 150)] // no multiple of 16
    public void However_many_threads_decode_the_frames_are_the_same(string codec, int threads, int width)
    {
        string video = RecordedVideo.Write(Path.Combine(_folder.Path, "long.mp4"), 600, codec, width);
        using var reader = VideoReader.Open(video);
        var transform = new FrameTransform(32, 24, FrameColor.Gray);
        string file = Path.Combine(_folder.Path, "frames");
        using (var handle = File.OpenHandle(file, FileMode.Create, FileAccess.ReadWrite))
        {
            var decode = new VideoDecode(video, transform, handle, 0, null, default) { Threads = threads };
            Assert.Equal((600, threads), (decode.Run(), decode.Stretches));
        }

        byte[] bytes = File.ReadAllBytes(file), expected = new byte[transform.FrameBytes];
        Assert.Equal(600 * transform.FrameBytes, bytes.Length);
        foreach (var (index, frame) in reader.ReadAll())
        {
            transform.Apply(frame, expected);
            Assert.True(expected.AsSpan().SequenceEqual(bytes.AsSpan(index * expected.Length, expected.Length)),
                $"Frame {index} differs.");
        }
    }

    [Theory]
    [InlineData(".mkv")] // its container does not number the frames
    [InlineData(".avi")]
    public void Other_containers_give_the_same_frames(string extension)
    {
        string video = RecordedVideo.Write(Path.Combine(_folder.Path, "a" + extension), 300, extension == ".avi" ? "XVID"
            : "mp4v");
        using var reader = VideoReader.Open(video);
        using var store = FrameStore.OfVideo(video, folder: Cache);
        byte[] expected = new byte[store.FrameBytes];
        foreach (var (index, frame) in reader.ReadAll())
        {
            FrameTransform.Report.Apply(frame, expected);
            Assert.True(store[index].SequenceEqual(expected), $"Frame {index} differs.");
        }

        Assert.Equal(300, store.Count);
    }

    [Fact]
    public void A_video_that_breaks_off_is_told_by_the_frame_and_leaves_nothing_behind()
    {
        byte[] whole = File.ReadAllBytes(RecordedVideo.Write(Path.Combine(_folder.Path, "whole.avi"), 400, "MJPG"));
        string cut = _folder.Write("cut.avi", whole[..(whole.Length / 2)]);

        var error = Assert.Throws<VideoException>(() => FrameStore.OfVideo(cut, folder: Cache));

        Assert.InRange(error.Frame, 100, 300);
        Assert.Equal(
            $"{cut}, frame {error.Frame}: found no more that can be decoded; expected 400 frames, as the container says.",
            error.Message);
        Assert.Empty(Directory.GetFiles(Cache));
    }

    [Fact]
    public void A_video_is_decoded_once_and_again_when_it_changes()
    {
        string video = RecordedVideo.Write(Path.Combine(_folder.Path, "a.mp4"), 20);
        var first = Fill(video);
        var second = Fill(video);
        RecordedVideo.Write(video, 25);
        var third = Fill(video);

        Assert.Equal((20, true), first);
        Assert.Equal((20, false), second);
        Assert.Equal((25, true), third);
        Assert.Single(Directory.GetFiles(Cache));

        File.WriteAllBytes(Directory.GetFiles(Cache)[0], [1, 2, 3]);
        Assert.Equal((25, true), Fill(video));
        _ = Fill(video, new FrameTransform(16, 16, FrameColor.Gray));
        Assert.Equal(2, Directory.GetFiles(Cache).Length);
    }

    [Fact]
    public void A_stopped_fill_leaves_nothing_behind_and_what_a_killed_one_left_is_removed()
    {
        string video = RecordedVideo.Write(Path.Combine(_folder.Path, "a.mp4"), 300);
        using var stop = new CancellationTokenSource();
        var progress = new Heard(p => stop.Cancel());

        Assert.ThrowsAny<OperationCanceledException>(() =>
            FrameStore.OfVideo(video, folder: Cache, progress: progress, cancellation: stop.Token));
        Assert.Empty(Directory.GetFiles(Cache));

        Assert.Equal((300, true), Fill(video));
        string left = Directory.GetFiles(Cache)[0] + ".0.part";
        File.WriteAllText(left, "half");
        File.SetLastWriteTimeUtc(video, DateTime.UtcNow.AddMinutes(1));
        Assert.Equal((300, true), Fill(video));
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void Progress_ends_with_all_frames()
    {
        var heard = new List<WorkProgress>();
        using var store = FrameStore.OfVideo(RecordedVideo.Fixture, folder: Cache, progress: new Heard(heard.Add));

        Assert.Equal(new WorkProgress(Path.GetFileNameWithoutExtension(RecordedVideo.Fixture), 200, 200), heard[^1]);
    }

    [Fact]
    public void A_file_that_is_no_whole_store_is_refused()
    {
        FrameStore.OfVideo(RecordedVideo.Fixture, folder: Cache).Dispose();
        byte[] whole = File.ReadAllBytes(Directory.GetFiles(Cache)[0]);
        string text = _folder.Write("text.frames", "no store"), cut = _folder.Write("cut.frames", whole[..^1]);
        whole[8] = 9;
        string version = _folder.Write("version.frames", whole);

        Assert.Equal($"{text}: found no header of a frame store; expected one of 4096 bytes.", Message(text));
        Assert.Equal($"{cut}: found {whole.Length - 1:N0} bytes; expected {whole.Length:N0}, for 200 frames.", Message(cut));
        Assert.Equal($"{version}: found version 9, dtype 0; expected version 1, dtype 0 (uint8).", Message(version));

        static string Message(string file) => Assert.Throws<InvalidDataException>(() => FrameStore.Open(file)).Message;
    }

    [Fact]
    public void Frames_outside_and_after_disposal_are_refused()
    {
        var store = FrameStore.OfVideo(RecordedVideo.Fixture, folder: Cache);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => store[200].Length);
        Assert.StartsWith($"{store.File} has frames 0 to 199, not 200.", error.Message);
        Parallel.For(0, 2000, i => Assert.True(store[i % 200].SequenceEqual(store[(i + 200) % 200])));
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store[0].Length);
    }

    private (int Frames, bool Decoded) Fill(string video, FrameTransform? transform = null)
    {
        bool decoded = false;
        using var store = FrameStore.OfVideo(video, transform, Cache, new Heard(_ => decoded = true));
        return (store.Count, decoded);
    }
}
