using Research.Data;
using Research.Figures;
using Research.Tests.Data;

namespace Research.Tests.Figures;

public sealed class MomentFigureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nine_frames_around_the_first_press_with_room_in_its_fight()
    {
        var figure = MomentFigure.Draw(Record(), "JUMP");

        Assert.Equal("Before and after JUMP goes down, frame 20 of 'A'", figure.Title);
        Assert.Equal((3, 3), (figure.Rows, figure.Columns));
        Assert.Equal(["−6", "−5", "−4", "−3", "−2", "−1", "0: JUMP in the label", "+1", "+2"], figure.Panels.Select(p => p.Title));
        Assert.Equal(9, figure.ToJson().Split("\"type\":\"image\"").Length - 1);
    }

    [Fact]
    public void No_such_press_is_said_instead_of_drawn() =>
        Assert.Equal("No press of DASH in a fight of 'A' has 6 frames before it and 2 after", MomentFigure.Draw(Record(), "DASH").Title);

    [SkippableFact]
    public void Both_are_drawn_without_text_cut_off()
    {
        Browser.Require();
        var session = Record();

        Assert.Empty(ChromiumRenderer.Shared.TextFaults(MomentFigure.Draw(session, "JUMP")));
        Assert.Empty(ChromiumRenderer.Shared.TextFaults(MomentFigure.Draw(session, "DASH")));
    }

    /// <summary>Forty frames, a fight from 10 to 30, JUMP pressed at 12 (too early for six frames of the fight before it) and at 20.</summary>
    private Session Record()
    {
        RecordedVideo.Write(Path.Combine(_folder.Path, "A.mp4"), frames: 40, width: 320, height: 180);
        _folder.Write("A_frames.jsonl", string.Concat(Enumerable.Range(0, 40).Select(i => $"{{\"t\":{i}}}\n")));
        _folder.Write("A_events.jsonl", """
            {"event":"marker","type":"fight_start","t":10}
            {"event":"keydown","key":"Key.space","t":12}
            {"event":"keyup","key":"Key.space","t":13}
            {"event":"keydown","key":"Key.space","t":20}
            {"event":"keyup","key":"Key.space","t":21}
            {"event":"marker","type":"fight_end","t":30}
            """);
        return Session.Open(_folder.Path, "A");
    }
}
