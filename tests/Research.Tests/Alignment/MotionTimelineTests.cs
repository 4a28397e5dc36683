using Research.Alignment;
using Research.Sessions;

namespace Research.Tests.Alignment;

public sealed class MotionTimelineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_motion_is_in_one_frame_or_outside_the_video_and_in_the_frame_that_first_shows_a_key_pressed_then(int seed)
    {
        var random = new Random(seed);
        double[] times = [.. Enumerable.Range(0, 40).Select(_ => 100 + random.Next(0, 200) / 64.0).Order()]; // some twice
        var frames = FrameClock.Of(times);
        var moves = Enumerable.Range(0, 60).Select(_ => new MouseInput(98_000_000_000 + random.Next(0, 520) * 15_625_000L / 2,
            MouseAction.Move)
        { Dx = random.Next(-50, 50), Dy = random.Next(-50, 50) }).ToList();

        var all = MotionTimeline.Of(moves, frames);
        Assert.Equal(moves.Sum(move => move.Dx), all.Before.Dx + all.After.Dx + Sum(all, 0));
        Assert.Equal(moves.Sum(move => move.Dy), all.Before.Dy + all.After.Dy + Sum(all, 1));
        foreach (var move in moves)
        {
            var one = MotionTimeline.Of([move with { Dx = 1, Dy = 2 }], frames);
            double time = move.Time / 1e9;
            Assert.Equal((1, 2), (one.Before.Dx + one.After.Dx + Sum(one, 0), one.Before.Dy + one.After.Dy + Sum(one, 1)));
            Assert.Equal((time <= times[0], time > times[^1]), (one.Before.Dx == 1, one.After.Dx == 1));
            if (time > times[0] && time <= times[^1])
            {
                var log = EventLog.Of([new KeyEvent(time, 0, KeyTransition.Down, 1)], [], ["k"]);
                var held = ActionTimeline.Replay(log, frames, new ActionSet(("JUMP", "k")));
                int first = Enumerable.Range(0, frames.Count).First(frame => held[frame, 0]);
                Assert.Equal((1, 2), (one[first, 0], one[first, 1]));
            }
        }
    }

    [Fact]
    public void A_session_has_the_motion_that_its_definition_asks_for()
    {
        _folder.Write("actions.json", """{"actions": {"FIRE": ["mouse.left"]}, "motion": true}""");
        _folder.Write("s_events.jsonl", """{"event":"marker","type":"episode_start","t":1}""" + "\n");
        _folder.Write("s_frames.jsonl", "{\"t\":1}\n{\"t\":2}\n{\"t\":3}\n");
        Assert.Null(SessionLogs.Open(_folder.Path, "s").Motion);

        const string Header = "t,ns,event,button,x,y,dx,dy\n";
        _folder.Write("s_mouse.csv", Header + "0.5,500000000,move,,,,7,7\n1.5,1500000000,move,,,,3,-4\n"
            + "2,2000000000,move,,,,1,0\n2.2,2200000000,scroll,,,,0,1\n2.5,2500000000,move,,,,0.5,\n3.5,3500000000,move,,,,9,9\n");
        var motion = SessionLogs.Open(_folder.Path, "s").Motion!;
        Assert.Equal([0, 0, 4, -4, 0.5, 0], motion.Values.ToArray());
        Assert.Equal(((7, 7), (9, 9)), (motion.Before, motion.After));
        Assert.Equal([4 - 2.25, 2], motion.Deviation([1, 2]));

        _folder.Write("s_mouse.csv", Header + "1.5,1500000000,move,,3,4,,\n");
        Assert.Equal($"{_folder.At("s_mouse.csv")}: found 1 lines of motion without dx and dy; expected relative motion, as "
            + "\"motion\": true needs it.", Assert.Throws<LogFormatException>(() => SessionLogs.Open(_folder.Path, "s")).Message);
        _folder.Write("s_mouse.csv", Header + "1.5,1500000000,move,,,,NaN,4\n");
        Assert.StartsWith($"{_folder.At("s_mouse.csv")}, line 2: found 1.5,1500000000,move,,,,NaN,4; expected the fields ",
            Assert.Throws<LogFormatException>(() => SessionLogs.Open(_folder.Path, "s")).Message, StringComparison.Ordinal);
    }

    private static double Sum(MotionTimeline motion, int axis) =>
        Enumerable.Range(0, motion.FrameCount).Sum(frame => motion[frame, axis]);
}
