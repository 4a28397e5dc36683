using Research.Sessions;

namespace Research.Tests.Sessions;

public sealed class SessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Cache => Path.Combine(_folder.Path, "cache");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fights_are_rows_whose_labels_stand_beside_their_frames()
    {
        RecordedVideo.WriteSession(_folder, "A", frames: 40, lines: 40);

        var session = Session.Open(_folder.Path, "A");
        using var fights = session.LoadFights(folder: Cache);

        Assert.Equal((40, 20, "A"), (session.FrameCount, fights.Count, session.Name));
        Assert.Equal(Enumerable.Range(10, 20), fights.FrameIndices);
        int shoot = fights.Actions.IndexOf("SHOOT");
        for (int row = 0; row < fights.Count; row++)
        {
            Assert.InRange(fights.Frame(row)[0], RecordedVideo.Level(row + 10) - 4, RecordedVideo.Level(row + 10) + 4);
            Assert.Equal(row is >= 5 and <= 9 ? 1 : 0, fights.RowLabels(row)[shoot]);
        }

        Assert.Equal(SlidingWindows.Over(session.Logs.Fights).FrameIndices, fights.FrameIndices);
    }

    [Theory]
    [InlineData(38, "38 frames")]
    [InlineData(43, "43 frames")]
    [InlineData(1, "1 frame")]
    public void Another_number_of_frames_than_of_lines_is_an_error_with_both(int frames, string found)
    {
        RecordedVideo.WriteSession(_folder, "A", frames, lines: 40);
        string video = Path.Combine(_folder.Path, "A.mp4"), log = Path.Combine(_folder.Path, "A_frames.jsonl");

        Assert.Equal($"{video}: found {found}; expected 40, one for each line of {log}; "
            + $"'./research repair {Path.Combine(_folder.Path, "A")}' makes both agree and keeps the originals.",
            Assert.Throws<VideoException>(() => Session.Open(_folder.Path, "A")).Message);
    }

    [Theory]
    [InlineData(25, 40, ".mp4", 25, 15)]
    [InlineData(43, 40, ".mp4", 40, 20)]
    [InlineData(25, 40, ".mkv", 25, 15)]
    public void Trimming_takes_what_both_have(int frames, int lines, string extension, int taken, int rows)
    {
        RecordedVideo.WriteSession(_folder, "A", frames, lines, extension);

        var session = Session.Open(_folder.Path, "A", mismatch: FrameMismatch.Trim);
        using var fights = session.LoadFights(folder: Cache);

        Assert.Equal((taken, taken, rows), (session.FrameCount, session.Logs.Timeline.FrameCount, fights.Count));
    }

    [Fact]
    public void A_session_without_a_video_says_what_there_is()
    {
        RecordedVideo.WriteLogs(_folder, "A", 40);
        Assert.Equal(
            $"{_folder.Path}: found no video of session 'A' (there is A_events.jsonl, A_frames.jsonl); expected one of A.mp4, "
            + "A.mkv, A.avi.",
            Assert.Throws<FileNotFoundException>(() => Session.Open(_folder.Path, "A")).Message);

        _folder.Write("A.mp4", "");
        _folder.Write("A.avi", "");
        Assert.Equal($"{_folder.Path}: found 2 videos of session 'A', A.mp4 and A.avi; expected one of A.mp4, A.mkv, A.avi.",
            Assert.Throws<FileNotFoundException>(() => Session.Open(_folder.Path, "A")).Message);

        Assert.Equal($"{_folder.Path}: found no session 'B' (there is A); expected B_events.jsonl and B_frames.jsonl.",
            Assert.Throws<DirectoryNotFoundException>(() => Session.Open(_folder.Path, "B")).Message);
    }

    [Fact]
    public void A_broken_video_is_named()
    {
        RecordedVideo.WriteLogs(_folder, "A", 40);
        string video = _folder.Write("A.mp4", "");

        Assert.Equal($"{video}: found an empty file; expected a video.",
            Assert.Throws<VideoException>(() => Session.Open(_folder.Path, "A")).Message);
    }
}
