using OpenCvSharp;
using Research.Sessions;

namespace Research.Tests.Sessions;

public sealed class VideoFramesTests : IDisposable
{
    private static readonly Size Size = new(128, 72);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mp4", "-bf 3 -g 25 -x264-params open-gop=1", "null")]
    [InlineData("a.mp4", "-bf 3 -g 1000 -sc_threshold 0", "null")] // one key frame
    [InlineData("a.mp4", "-bf 2 -g 30", NumberedVideo.Uneven)]
    [InlineData("a.mp4", "-bf 0 -g 30 -movflags empty_moov+default_base_moof -frag_duration 500000", "null")] // the recorder's
    [InlineData("a.mkv", "-bf 2 -g 30", "null")]
    public void A_window_has_the_very_frames_asked_for(string name, string encoding, string filter)
    {
        const int count = 110;
        string video = NumberedVideo.Write(_folder.At(name), count, Size, encoding, filter);
        using var frames = VideoFrames.Open(video);
        using var store = FrameStore.OfVideo(video, folder: _folder.At("cache"));

        Assert.Equal((count, count, 0), (frames.Count, store.Count, frames.KeyFrames[0]));
        foreach (int first in (int[])[100, 0, 1, 2, 17, 16, 49, 50, 51, 47, 60, 62, 24, 75, 99, 33])
        {
            byte[] window = frames.Read(first, 10);
            for (int i = 0; i < 10; i++)
            {
                var frame = window.AsSpan(i * store.FrameBytes, store.FrameBytes);
                Assert.Equal(first + i, NumberedVideo.Number(frame, frames.Height, frames.Width));
                Assert.True(frame.SequenceEqual(store[first + i]), $"Frame {first + i} has other pixels than the cache.");
            }
        }
    }

    /// <summary>Its first group of pictures is still there from the key frame on, hidden by an edit list.</summary>
    [Fact]
    public void Frames_that_an_edit_list_hides_are_not_counted()
    {
        string video = NumberedVideo.Write(_folder.At("a.mp4"), 80, Size, "-bf 2 -g 30"), cut = _folder.At("cut.mp4");
        var (code, _, errors) = ProgramOutput.All("ffmpeg", ["-v", "error", "-ss", "1.4", "-i", video, "-c", "copy", cut]);
        Assert.True(code == 0, errors);
        using var frames = VideoFrames.Open(cut);

        Assert.Equal(38, frames.Count);
        foreach (int first in (int[])[28, 0, 20, 1, 37])
        {
            Assert.Equal(42 + first, NumberedVideo.Number(frames.Read(first, 1), frames.Height, frames.Width));
        }
    }

    [Fact]
    public void Four_threads_read_at_once()
    {
        using var frames = VideoFrames.Open(NumberedVideo.Write(_folder.At("a.mp4"), 120, Size, "-bf 2 -g 20"));

        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            int first = i * 37 % 118;
            byte[] window = frames.Read(first, 2);
            Assert.Equal(first, NumberedVideo.Number(window, frames.Height, frames.Width));
        });
    }

    [Fact]
    public void What_is_not_in_the_video_is_refused()
    {
        string video = RecordedVideo.Write(_folder.At("a.mp4"), 30);
        var frames = VideoFrames.Open(video);
        byte[] room = new byte[frames.Height * frames.Width];

        Assert.Equal(0.5, frames.Seconds(5), 6);
        Assert.StartsWith($"{video} has frames 0 to 29; the window asks for 25 to 34.", Refused(() => frames.Read(25, 10)));
        Assert.StartsWith($"{video} has frames 0 to 29; the window asks for -1 to 0.", Refused(() => frames.Read(-1, 2)));
        Assert.StartsWith($"{video}: found a window of 0 frames; expected at least 1.", Refused(() => frames.Read(3, 0, room)));
        Assert.Equal("2 frames have 18432 bytes; there is room for 9216.",
            Assert.Throws<ArgumentException>(() => frames.Read(3, 2, room)).Message);
        frames.Dispose();
        Assert.Throws<ObjectDisposedException>(() => frames.Read(3, 1));

        static string Refused(Action read) => Assert.Throws<ArgumentOutOfRangeException>(read).Message;
    }

    [Theory]
    [InlineData("+faststart", "expected a complete video.")]
    [InlineData("0", "expected a whole video (an mp4 cut off while it was written has no index).")]
    public void A_video_cut_off_is_refused_with_its_index_or_without(string flags, string expected)
    {
        byte[] complete = File.ReadAllBytes(NumberedVideo.Write(_folder.At("a.mp4"), 60, Size, $"-bf 2 -g 20 -movflags {flags}"));
        string cut = _folder.Write("cut.mp4", complete[..(complete.Length * 6 / 10)]);

        string message = Assert.Throws<VideoException>(() => VideoFrames.Open(cut)).Message;

        Assert.StartsWith($"{cut}: found ", message);
        Assert.EndsWith(expected, message);
    }

    [Fact]
    public void A_frame_that_cannot_be_decoded_any_more_is_named_and_the_others_can()
    {
        string video = NumberedVideo.Write(_folder.At("a.mp4"), 200, Size, "-bf 0 -g 20 -movflags +faststart");
        using var frames = VideoFrames.Open(video);
        using (var file = File.Open(video, FileMode.Open))
        {
            file.SetLength(file.Length / 2);
        }

        var error = Assert.Throws<VideoException>(() => frames.Read(190, 10));

        Assert.StartsWith($"{video}, frame {error.Frame}: found no more that can be decoded; expected the frame shown at ",
            error.Message);
        Assert.Equal(22, NumberedVideo.Number(frames.Read(22, 1), frames.Height, frames.Width));
    }

    [Fact]
    public void A_window_of_a_session_is_the_same_from_the_video_and_from_the_cache()
    {
        RecordedVideo.WriteSession(_folder, "A", frames: 40, lines: 40);
        var session = Session.Open(_folder.Path, "A");
        using var frames = session.OpenVideo();
        using var store = session.LoadFrames(folder: _folder.At("cache"));

        var window = FrameWindow.Read(frames, session.Logs.Timeline, first: 13, count: 5);
        var cached = FrameWindow.Read(store, session.Logs.Timeline, first: 13, count: 5);
        using var pixels = window.ToTensor();

        Assert.Equal(cached.Frames, window.Frames);
        Assert.Equal(cached.Labels, window.Labels);
        int shoot = session.Logs.Timeline.Actions.IndexOf("SHOOT"), actions = session.Logs.Timeline.Actions.Count;
        Assert.Equal([0, 0, 1, 1, 1], Enumerable.Range(0, 5).Select(i => window.Labels[i * actions + shoot]));
        Assert.Equal([5L, 1, 72, 128], pixels.shape);
        Assert.Equal(window.Frames[^1] / 255f, pixels[4, 0, 71, 127].item<float>());
        Assert.StartsWith("There are labels of frames 0 to 39; the window asks for 36 to 40.",
            Assert.Throws<ArgumentOutOfRangeException>(() => FrameWindow.Read(frames, session.Logs.Timeline, 36, 5)).Message);
    }
}
