using FsCheck;
using FsCheck.Fluent;
using Research.Alignment;
using Research.Metrics;
using Research.Tests.Metrics;

namespace Research.Tests.Alignment;

public class ActionTimelineTests
{
    private static readonly ActionSet Two = new(("JUMP", "Key.space"), ("SHOOT", "f"));
    private static readonly string[] KeyNames = ["Key.space", "f", "x"];

    [Fact]
    public void The_state_at_a_frame_is_the_one_after_every_event_up_to_its_time()
    {
        var timeline = Replay([(1, 0, true), (2, 1, true), (2.5, 0, false), (4, 1, false)], [0, 1, 2, 3, 4]);

        Assert.Equal([0u, 1u, 3u, 2u, 0u], Held(timeline));
        Assert.Equal([0f, 0, 1, 0, 1, 1, 0, 1, 0, 0], timeline.Labels.ToMultiHot());
        Assert.Equal([2, 2], timeline.Labels.CountTrue());
        Assert.Equal(new[,] { { 2, 1 }, { 1, 2 } }, timeline.Labels.CountTogether());
        Assert.Equal([new FrameRange(1, 2)], timeline.Presses(0));
    }

    [Fact]
    public void Events_of_equal_time_take_effect_in_the_order_of_the_log()
    {
        Assert.Equal([0u], Held(Replay([(1, 0, true), (1, 0, false)], [1])));
        Assert.Equal([1u], Held(Replay([(0, 0, true), (1, 0, false), (1, 0, true)], [1])));
    }

    [Fact]
    public void Repeats_of_a_key_that_is_down_change_nothing()
    {
        var timeline = Replay([(1, 0, true), (2, 0, true), (3, 0, true), (4, 0, false)], [0, 1, 2, 3, 4]);

        Assert.Equal([0u, 1u, 1u, 1u, 0u], Held(timeline));
        Assert.Empty(timeline.Warnings);
    }

    [Fact]
    public void Presses_that_fall_between_two_frames_are_in_the_log_only()
    {
        var timeline = Replay([(1.1, 0, true), (1.2, 0, false), (3.5, 0, true), (4.1, 0, false), (4.2, 0, true), (4.3, 0, true),
            (5.5, 0, false)], [1, 2, 3, 4, 5, 6]);

        Assert.Equal([new FrameRange(3, 2)], timeline.Presses(0));
        Assert.Equal([3, 0], timeline.LoggedPresses);
    }

    [Fact]
    public void What_does_not_add_up_is_reported_once_each()
    {
        var timeline = Replay(
            [(0, 1, false), (1, 2, true), (2, 2, false), (3, 0, true), (4, 1, false), (9, 2, true), (10.5, 2, false)],
                [0, 1, 2, 3, 4, 5]);

        Assert.Equal(
            [
                "events: 4 events of keys without an action left out: 'x' (4).",
                "events, line 1: 2 keyups of 'f' without a keydown; ignored.",
                "events, line 4: 'Key.space' goes down here and never up; JUMP is held to the last frame.",
                "events, line 6: 2 key events from here on after the last frame of frames (5.5 s of them).",
            ],
            timeline.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void A_key_held_implausibly_long_is_reported()
    {
        var timeline = Replay([(1, 1, true), (11, 1, true), (11.2, 1, false), (20, 0, true), (95, 0, false)], [0, 100]);
        Assert.Equal(
            [
                "events, line 1: 'f' goes down here and again on line 2, 10.0 s later, without a keyup between; SHOOT is held "
                + "all that time.",
                "events, line 4: 'Key.space' goes down here and up 75.0 s later; JUMP is held all that time. Was a keyup lost?",
            ],
            timeline.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void Frames_beyond_the_events_keep_the_last_state() =>
        Assert.Equal([0u, 2u, 2u, 2u, 2u], Held(Replay([(1, 1, true)], [0, 1, 2, 3, 1000])));

    [Fact]
    public void Logs_of_different_times_are_refused() =>
        Assert.Equal(
            "events, line 1: found events from 100 to 200 s; expected some between the first and the last frame of frames (0 to "
            + "5 s).",
            Assert.Throws<LogFormatException>(() => Replay([(100, 0, true), (200, 0, false)], [0, 5])).Message);

    [Fact]
    public void A_session_without_a_key_press_is_all_off() => Assert.Equal([0u, 0u], Held(Replay([], [0, 1])));

    [Fact]
    public void Replay_equals_looking_at_every_event_for_every_frame() =>
        Prop.ForAll(Sessions(), session =>
        {
            var (events, frames) = session;
            if (events.Length > 0 && (events.Max(e => e.Time) < frames[0] || events.Min(e => e.Time) > frames[^1]))
            {
                return;
            }

            var timeline = Replay(events, frames);
            for (int i = 0; i < frames.Length; i++)
            {
                for (int action = 0; action < Two.Count; action++)
                {
                    bool held = events.Where(e => e.Key == action && e.Time <= frames[i])
                        .OrderBy(e => e.Time).Select(e => e.Down).LastOrDefault();
                    Assert.Equal(held, timeline[i, action]);
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_notches_of_a_wheel_before_one_frame_are_one_press()
    {
        var frames = FrameClock.Of([1, 1.1, 1.2, 1.3]);
        MouseInput[] mouse =
        [
            new(1_120_000_000, MouseAction.Scroll) { Dy = 1 }, new(1_150_000_000, MouseAction.Scroll) { Dy = 1 },
        ];
        var log = MouseKeys.In(EventLog.Of([], [], []), mouse, frames);
        var timeline = ActionTimeline.Replay(log, frames, new ActionSet(("ZOOM", "mouse.wheel_up")));

        Assert.Equal([KeyTransition.Down, KeyTransition.Down, KeyTransition.Up], log.Events.Select(e => e.Transition));
        Assert.Equal([new FrameRange(2, 1)], timeline.Presses(0));
        Assert.Empty(timeline.Warnings);
    }

    [Fact]
    public void Action_sets_refuse_what_cannot_be_told_apart()
    {
        Assert.Equal("Found no action; expected one at least. (Parameter 'bindings')",
            Assert.Throws<ArgumentException>(() => new ActionSet()).Message);
        Assert.Equal("Found the key x of A and of B; expected each key once. (Parameter 'bindings')",
            Assert.Throws<ArgumentException>(() => new ActionSet(("A", "x"), ("B", "x"))).Message);
        Assert.Equal("Found the action A twice; expected each once. (Parameter 'bindings')",
            Assert.Throws<ArgumentException>(() => new ActionSet(("A", "x"), ("A", "y"))).Message);
        Assert.Equal("No action is named 'FLY'; there are JUMP, SHOOT. (Parameter 'action')",
            Assert.Throws<ArgumentException>(() => Two.IndexOf("FLY")).Message);
    }

    [Fact]
    public void Forty_actions_are_told_apart()
    {
        string[] keys = [.. Enumerable.Range(0, 40).Select(key => $"key {key}")];
        var events = Enumerable.Range(0, 40).Select(key => new KeyEvent(key + 0.5, key, KeyTransition.Down, key + 1));
        var timeline = ActionTimeline.Replay(EventLog.Of(events, [], keys),
            FrameClock.Of(Enumerable.Range(0, 41).Select(frame => (double)frame)),
            new ActionSet([.. keys.Select(key => (key, key))]));

        Assert.All(Enumerable.Range(0, 40), action => Assert.Equal([new FrameRange(action + 1, 40 - action)],
            timeline.Presses(action)));
    }

    [Fact]
    public void Labels_of_other_actions_are_refused() => Assert.Equal(
        "Found columns named A, B; expected the actions JUMP, SHOOT. (Parameter 'labels')",
        Assert.Throws<ArgumentException>(() => new ActionTimeline(Two, LabelMatrix.OfBits(["A", "B"], [0]))).Message);

    /// <summary>Few distinct times, so that ties, frames at an event's very time and events out of order are common.</summary>
    private static Arbitrary<((double Time, int Key, bool Down)[] Events, double[] Frames)> Sessions()
    {
        var time = Gen.Choose(0, 12).Select(t => t / 2.0);
        var press = from t in time from key in Gen.Choose(0, 2) from down in Gen.Elements(true, false) select (t, key, down);
        return (from events in press.ArrayOf() from frames in time.NonEmptyListOf() select (events, frames.Order().ToArray()))
            .ToArbitrary();
    }

    private static ActionTimeline Replay((double Time, int Key, bool Down)[] events, double[] frames) =>
        ActionTimeline.Replay(
            EventLog.Of(events.Select((e, i) =>
                new KeyEvent(e.Time, e.Key, e.Down ? KeyTransition.Down : KeyTransition.Up, i + 1)), [], KeyNames),
            FrameClock.Of(frames), Two);

    private static uint[] Held(ActionTimeline timeline) => timeline.Labels.Bits();
}
