using OpenCvSharp;
using Research.Alignment;
using Research.Capture;
using Research.Sessions;

namespace Research.Tests.Capture;

public sealed class SessionCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_session_whose_frames_are_at_their_lines_times_is_in_sync()
    {
        RecordedVideo.WriteSession(_folder, "A", frames: 40, lines: 40);
        var check = SessionCheck.Run(_folder.Path, "A");
        Assert.True(check.IsInSync, string.Join('\n', check.Faults));
        Assert.Empty(check.Still);
        Assert.InRange(Math.Abs(check.Timing.FarthestError), 0, 1);
    }

    [Fact]
    public void A_log_that_leaves_out_what_the_video_leaves_out_is_in_sync()
    {
        RecordedVideo.WriteSession(_folder, "A", frames: 80, lines: 80);
        RecordedVideo.RemoveFrames(_folder.At("A.mp4"), first: 20, last: 49);
        string[] lines = File.ReadAllLines(_folder.At("A_frames.jsonl"));
        File.WriteAllLines(_folder.At("A_frames.jsonl"), [.. lines[..20], .. lines[50..]]);
        // in the gap, which is no picture that stands still
        File.AppendAllText(_folder.At("A_events.jsonl"), "{\"event\":\"keydown\",\"key\":\"d\",\"t\":2.5}\n");
        var check = SessionCheck.Run(_folder.Path, "A");
        Assert.True(check.IsInSync, string.Join('\n', check.Faults));
        Assert.Empty(check.Still);
        Assert.InRange(Math.Abs(check.Timing.FarthestError), 0, 1);
        Assert.InRange(Math.Abs(check.Timing.Drift), 0, 1000); // an hour of milliseconds, over 8 s rounded by the container
    }

    [Fact]
    public void Frames_that_the_video_lost_are_named_with_the_way_out()
    {
        RecordedVideo.WriteSession(_folder, "A", frames: 60, lines: 60);
        RecordedVideo.RemoveFrames(_folder.At("A.mp4"), first: 20, last: 29);
        Assert.Equal(
            ["found 50 frames of video and 60 lines of frame log; expected as many; the video has no frame for lines 21 to 30 "
            + "of the log, 2 to 2.9 s. "
            + $"'./research repair {_folder.Path}/A' makes both agree and keeps the originals."],
                SessionCheck.Run(_folder.Path, "A").Faults);
    }

    [Fact]
    public void As_many_lines_as_frames_at_other_times_are_out_of_sync()
    {
        RecordedVideo.WriteSession(_folder, "A", frames: 60, lines: 50); // lines 51 to 60 were cut off, and not 21 to 30
        RecordedVideo.RemoveFrames(_folder.At("A.mp4"), first: 20, last: 29);
        var check = SessionCheck.Run(_folder.Path, "A");
        Assert.StartsWith(
            "from frame 20 on log and video are apart, most at frame 20, which is 1,000 ms earlier in the log than in the "
            + "video; expected at most 100 ms, a frame.", Assert.Single(check.Faults));
    }

    [Fact]
    public void A_video_that_cannot_be_decoded_to_its_end_names_the_frame()
    {
        RecordedVideo.WriteSession(_folder, "A", frames: 40, lines: 40);
        RecordedVideo.Write(_folder.At("A.mp4"), 40, "avc1");
        Damage(_folder.At("A.mp4"));
        Assert.Contains(SessionCheck.Run(_folder.Path, "A").Faults,
            fault => fault.StartsWith($"{_folder.Path}/A.mp4, frame ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_picture_that_stands_still_is_named_and_a_fault_while_keys_are_pressed()
    {
        RecordedVideo.WriteLogs(_folder, "A", lines: 80);
        VideoFileWriter.Write(_folder.At("A.mp4"), new Size(160, 96), 10, Frozen(80, first: 30, last: 59));
        var check = SessionCheck.Run(_folder.Path, "A");
        Assert.True(check.IsInSync);
        Assert.Equal([new StillPicture(new FrameRange(30, 30), 3, 3, 0)], check.Still);

        Press(times: 2);
        check = SessionCheck.Run(_folder.Path, "A");
        Assert.True(check.IsInSync);
        Assert.Equal(2, Assert.Single(check.Still).Presses);

        Press(times: 3);
        check = SessionCheck.Run(_folder.Path, "A");
        Assert.True(check.IsTimingRight);
        Assert.Equal("the picture stands still for 3 s, frames 30 to 59, while keys are pressed 3 times; expected a picture that "
            + "follows the game. It is often a menu or the end of a fight: lamps (-o) show it.", Assert.Single(check.Faults));

        void Press(int times) => _folder.Write("A_events.jsonl", string.Concat(Enumerable.Range(0, times).Select(press =>
            $$"""
            {"event":"keydown","key":"f","t":{{3.5 + press * 0.2:0.0}}}
            {"event":"keyup","key":"f","t":{{3.6 + press * 0.2:0.0}}}

            """)));
    }

    private static IEnumerable<Mat> Frozen(int frames, int first, int last)
    {
        int index = 0;
        using var still = new Mat();
        foreach (var picture in RecordedVideo.Pictures(frames, 160, 96))
        {
            if (index == first)
            {
                picture.CopyTo(still);
            }

            yield return index >= first && index <= last ? still : picture;
            index++;
        }
    }

    /// <summary>
    /// Cuts the data off behind the index, as a disk that ran full does with a file whose index stands in front.
    /// </summary>
    private static void Damage(string video)
    {
        string front = video + ".front.mp4";
        Assert.Equal(0, ProgramOutput.All("ffmpeg",
            ["-v", "error", "-i", video, "-c", "copy", "-movflags", "+faststart", front]).ExitCode);
        using (var stream = new FileStream(front, FileMode.Open))
        {
            stream.SetLength(stream.Length * 3 / 4);
        }

        File.Move(front, video, overwrite: true);
    }
}
