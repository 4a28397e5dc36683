using Research.Data;

namespace Research.Tests.Data;

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
        Assert.Equal([$"{session.Events.File}: 1 event of keys without an action left out: 'Key.shift' (1)."], session.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void An_absent_folder_is_named() =>
        Assert.Equal($"{_folder.Path}/nowhere: found no such folder; expected one with Train_events.jsonl and Train_frames.jsonl.",
            Assert.Throws<DirectoryNotFoundException>(() => SessionLogs.Open(_folder.Path + "/nowhere", "Train")).Message);

    [Fact]
    public void An_absent_session_is_named_with_those_that_are_there()
    {
        Assert.Equal($"{_folder.Path}: found no session 'Train' (there is none at all); expected Train_events.jsonl and Train_frames.jsonl.", Message());

        _folder.Write("B_events.jsonl", "");
        _folder.Write("A_events.jsonl", "");

        Assert.Equal($"{_folder.Path}: found no session 'Train' (there is A, B); expected Train_events.jsonl and Train_frames.jsonl.", Message());

        string Message() => Assert.Throws<DirectoryNotFoundException>(() => SessionLogs.Open(_folder.Path, "Train")).Message;
    }
}
