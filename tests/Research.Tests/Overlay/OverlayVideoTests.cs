using OpenCvSharp;
using Research.Alignment;
using Research.Overlay;
using Research.Sessions;

namespace Research.Tests.Overlay;

public sealed class OverlayVideoTests : IDisposable
{
    private const int Frames = 30;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_frame_of_the_session_is_in_the_overlay_with_its_lamps()
    {
        var session = Record();
        string output = Path.Combine(_folder.Path, "out", "overlay.mp4");
        var seen = new List<WorkProgress>();
        OverlayVideo.Write(session, session.Logs.Timeline, output, new Heard(seen.Add));

        using var video = VideoReader.Open(output);
        Assert.Equal((Frames, new Size(720, 340)), (video.DeclaredFrames, video.FrameSize));
        Assert.Equal((Frames, Frames), (seen.Count, seen[^1].Done));
        foreach (var (index, picture) in video.ReadAll())
        {
            var lamp = picture.At<Vec3b>(LampRow("SHOOT"), 320 + 20 + 20);
            Assert.True(index is >= 10 and < 20 == lamp.Item1 > 150, $"frame {index}: {lamp.Item0}, {lamp.Item1}, {lamp.Item2}");
        }

        Assert.Equal(["overlay.mp4"], Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "out"))
            .Select(Path.GetFileName));
    }

    [Fact]
    public void A_still_is_the_same_picture_as_the_video_s_frame()
    {
        var session = Record();
        using var still = OverlayVideo.Still(session, session.Logs.Timeline, 15);

        Assert.Equal(new Vec3b(0, 255, 0), still.At<Vec3b>(LampRow("SHOOT"), 320 + 20 + 20));
        Assert.Throws<ArgumentOutOfRangeException>(() => OverlayVideo.Still(session, session.Logs.Timeline, Frames));
    }

    [Fact]
    public void What_is_stopped_leaves_no_file()
    {
        var session = Record();
        string output = Path.Combine(_folder.Path, "out", "overlay.mp4");
        using var stop = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() =>
            OverlayVideo.Write(session, session.Logs.Timeline, output, new Heard(_ => stop.Cancel()), stop.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "out")));
    }

    [Fact]
    public void A_clip_for_a_notebook_has_the_same_frames_in_fewer_bytes()
    {
        var session = Record();
        string output = _folder.At("clip.mp4");
        OverlayVideo.Write(session, session.Logs.Timeline, output);

        byte[] small = new VideoClip(output).ToSmallMp4();

        Assert.True(small.Length < new FileInfo(output).Length, $"{small.Length} bytes");
        File.WriteAllBytes(_folder.At("small.mp4"), small);
        using var video = VideoReader.Open(_folder.At("small.mp4"));
        Assert.Equal((Frames, new Size(720, 340)), (video.ReadAll().Count(), video.FrameSize));
        string absent = _folder.At("none.mp4");
        Assert.Equal($"{absent}: ffmpeg: {absent}: No such file or directory",
            Assert.Throws<IOException>(() => new VideoClip(absent).ToSmallMp4()).Message);
    }

    private static int LampRow(string action)
    {
        var layout = new OverlayLayout(320, 200, 7, Frames);
        return layout.LampsTop + ActionSet.Cuphead.IndexOf(action) * layout.LampSpacing;
    }

    /// <summary>Thirty frames of 320 × 200 at 10 a second, SHOOT held in the second ten.</summary>
    private Session Record()
    {
        RecordedVideo.Write(Path.Combine(_folder.Path, "A.mp4"), Frames, width: 320, height: 200);
        _folder.Write("A_frames.jsonl", string.Concat(Enumerable.Range(0, Frames).Select(i => $"{{\"t\":{i}}}\n")));
        _folder.Write("A_events.jsonl",
            "{\"event\":\"keydown\",\"key\":\"f\",\"t\":9.5}\n{\"event\":\"keyup\",\"key\":\"f\",\"t\":19.5}\n");
        return Session.Open(_folder.Path, "A");
    }
}
