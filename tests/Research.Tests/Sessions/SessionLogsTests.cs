using Research.Sessions;

namespace Research.Tests.Sessions;

public sealed class SessionLogsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_session_is_read_aligned_and_counted()
    {
        _folder.Write("A_events.jsonl", """
            {"event":"marker","type":"fight_start","t":1}
            {"event":"keydown","key":"f","t":1.05}
            {"event":"keydown","key":"Key.shift","t":1.1}
            {"event":"keyup","key":"f","t":3.55}
            {"event":"marker","type":"fight_end","t":4}
            """);
        _folder.Write("A_frames.jsonl", string.Concat(Enumerable.Range(0, 50).Select(i => $"{{\"t\":{i / 10.0}}}\n")));

        var session = SessionLogs.Open(_folder.Path, "A");
        var balance = session.Balance();

        Assert.Equal((50, 1, 31, 21), (balance.Frames, balance.Fights, balance.FightFrames, balance.Windows));
        var shoot = balance.Actions.Single(a => a.Action == "SHOOT");
        Assert.Equal((25, 50.0, 25, 16), (shoot.Frames, shoot.Percent, shoot.FightFrames, shoot.WindowSupport));
        Assert.Equal([$"{session.Events.File}: 1 event of keys without an action left out: 'Key.shift' (1)."],
            session.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void Events_years_before_the_first_frame_and_a_session_without_fights_are_reported()
    {
        _folder.Write("A_events.jsonl", """
            {"event":"keydown","key":"f","t":1.05}
            {"event":"keyup","key":"f","t":2.05}
            {"event":"keydown","key":"d","t":1764000001}
            {"event":"keyup","key":"d","t":1764000002}

            """);
        _folder.Write("A_frames.jsonl", string.Concat(Enumerable.Range(0, 50)
            .Select(i => $"{{\"t\":{1764000000 + i / 10.0}}}\n")));
        var session = SessionLogs.Open(_folder.Path, "A");
        Assert.Equal(
            [
                $"{session.Events.File}, line 1: 2 key events more than 60 s before the first frame of {session.Frames.File}, "
                + "the earliest 20,417 days before; are the two logs of one clock?",
                $"{session.Events.File}: no fight is marked; policies learn from the frames of fights, so there is nothing to "
                    + "learn from.",
            ],
            session.Warnings.Select(w => w.ToString()));
        Assert.StartsWith($"{session.Events.File}: found no fight; expected one at least, from a fight_start to a fight_end:",
            Assert.Throws<InvalidDataException>(session.RequireFights).Message);
    }

    [Fact]
    public void Markers_alone_must_lie_among_the_frames_too()
    {
        _folder.Write("A_events.jsonl",
            "{\"event\":\"marker\",\"type\":\"fight_start\",\"t\":1}\n{\"event\":\"marker\",\"type\":\"fight_end\",\"t\":5}\n");
        _folder.Write("A_frames.jsonl", string.Concat(Enumerable.Range(0, 50)
            .Select(i => $"{{\"t\":{1764000000 + i / 10.0}}}\n")));
        Assert.Contains("found events from 1 to 5 s; expected some between",
            Assert.Throws<Research.Alignment.LogFormatException>(() => SessionLogs.Open(_folder.Path, "A")).Message);
    }

    [Theory]
    [InlineData("../A")]
    [InlineData("b/A")]
    public void A_name_that_leads_out_of_the_folder_is_refused(string name) =>
        Assert.Equal($"found the session name '{name}'; expected one of files in {_folder.Path}, without a slash.",
            Assert.Throws<ArgumentException>(() => SessionLogs.Open(_folder.Path, name)).Message);

    [Fact]
    public void An_absent_folder_is_named() =>
        Assert.Equal(
            $"{_folder.Path}/nowhere: found no such folder; expected one with Train_events.jsonl and Train_frames.jsonl.",
            Assert.Throws<DirectoryNotFoundException>(() => SessionLogs.Open(_folder.Path + "/nowhere", "Train")).Message);

    [Fact]
    public void An_absent_session_is_named_with_those_that_are_there()
    {
        Assert.Equal(
            $"{_folder.Path}: found no session 'Train' (there is none at all); expected Train_events.jsonl and "
            + "Train_frames.jsonl.", Message());

        _folder.Write("B_events.jsonl", "");
        _folder.Write("A_events.jsonl", "");

        Assert.Equal(
            $"{_folder.Path}: found no session 'Train' (there is A, B); expected Train_events.jsonl and Train_frames.jsonl.",
            Message());

        string Message() => Assert.Throws<DirectoryNotFoundException>(() => SessionLogs.Open(_folder.Path, "Train")).Message;
    }
}
