using Research.Alignment;
using Research.Simulation.Cuphead;
using Xunit.Abstractions;

namespace Research.Simulation.Tests;

/// <summary>The scene keeps the log's labels, and shows every key exactly one frame later.</summary>
public sealed class SceneTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("Train", 14_791, 9_549, new[] { 3_980, 60, 869, 875, 434, 8_254, 105 })]
    [InlineData("Test", 665, 590, new[] { 217, 0, 29, 36, 23, 495, 4 })]
    public void The_real_logs_give_a_state_for_every_frame_and_keep_their_labels(
        string session, int frames, int fightFrames, int[] held)
    {
        var scene = Sessions.Of(session);

        Assert.Equal(frames, scene.FrameCount);
        Assert.Equal(fightFrames, scene.Fights.Sum(f => f.Frames.Count));
        Assert.All(scene.Fights, f => Assert.All(f.Frames.Frames, i => Assert.NotNull(scene[i].Arena)));
        Assert.All(scene.Fights, f => Assert.All(f.Frames.Frames, i => Assert.Equal(1, scene[i].Iris)));
        Assert.Equal(held, scene.Timeline.Labels.CountTrue());
    }

    [SkippableTheory]
    [InlineData("Train")]
    [InlineData("played")]
    public void Shifted_labels_fit_the_picture_best_at_no_shift_and_one_frame_of_delay(string session)
    {
        const int Delay = 1;
        var scene = Sessions.Of(session);
        var frames = Enumerable.Range(0, scene.FrameCount).Select(i => scene[i]).ToArray();
        foreach (string action in ActionSet.Cuphead.Names)
        {
            int column = ActionSet.Cuphead.IndexOf(action);
            bool[] shown = [.. frames.Select((f, i) => Shows(action, f, i > 0 ? frames[i - 1] : f))];
            double[] scores = [.. Enumerable.Range(-2, 5).Select(shift => F1(i =>
                i - Delay - shift is var at && at > 0 && at < frames.Length && IsLabelled(action, column, at), shown))];
            output.WriteLine($"{session} {action}: {string.Join(" ", scores.Select(s => s.ToString("0.00")))}");
            Assert.Equal(2, Array.IndexOf(scores, scores.Max()));
            Assert.True(scores[2] > 0.9, $"{action} fits with F1 {scores[2]:0.00}");
            Assert.All(scores.Where((_, k) => k != 2), s => Assert.True(s < scores[2]));
        }

        // A jump and a dash are told by how they begin, everything else by how long it lasts.
        bool IsLabelled(string action, int column, int at) =>
            scene.Timeline[at, column] && (action is not ("JUMP" or "DASH") || !scene.Timeline[at - 1, column]
                || frames[at].Arena is null);
    }

    [Fact]
    public void The_same_seed_gives_the_same_scene_and_another_seed_other_hazards()
    {
        var session = ScriptedSession.Play(fights: 1, seed: 5);

        Assert.Equal(Paths(1), Paths(1));
        Assert.NotEqual(Paths(1), Paths(2));

        string Paths(int seed) => string.Join("\n", Scene.Stage(session.Events, session.Frames, seed).Fights[0].Hazards
            .Select(h => $"{h.Kind} {h.IsDecoy} {h.Flight} {h.PositionAt((h.Flight.Start + h.Flight.End) / 2)}"));
    }

    [Theory]
    [InlineData("UP")]
    [InlineData("DOWN")]
    [InlineData("LEFT")]
    [InlineData("RIGHT")]
    [InlineData("JUMP")]
    [InlineData("SHOOT")]
    [InlineData("DASH")]
    public void Up_to_its_own_frame_a_key_leaves_no_trace_in_the_player(string action)
    {
        const int Onset = 60;
        int key = ActionSet.Cuphead.IndexOf(action);
        var frames = FrameClock.Of(Enumerable.Range(0, 100).Select(i => 100 + i / 10.0));
        FightMarker[] markers = [new(103, true, 1), new(109, false, 9)];
        KeyEvent[] press = [new(100 + Onset / 10.0 - 0.04, key, KeyTransition.Down, 2), new(106.5, key, KeyTransition.Up, 3)];
        var with = Scene.Stage(EventLog.Of(press, markers, ActionSet.Cuphead.Keys), frames, seed: 1);
        var without = Scene.Stage(EventLog.Of([], markers, ActionSet.Cuphead.Keys), frames, seed: 1);

        Assert.Equal([false, true], (bool[])[with.Timeline[Onset - 1, key], with.Timeline[Onset, key]]);
        Assert.All(Enumerable.Range(0, Onset + 1), i => Assert.Equal(without[i].Arena?.Player, with[i].Arena?.Player));
        Assert.NotEqual(without[Onset + 1].Arena!.Player, with[Onset + 1].Arena!.Player);
        Assert.Equal(without[Onset].Arena!.Bullets.Count, with[Onset].Arena!.Bullets.Count);
    }

    [SkippableFact]
    public void Phases_of_a_real_log_follow_the_aim_and_the_pauses()
    {
        var fight = Sessions.Of("Test").Fights[0];
        double start = Sessions.Of("Test").Clock.Times[fight.Frames.First] - Sessions.Of("Test").Clock.Times[0];

        // SHOOT is let go at 13.2 s and 32.8 s and pressed again at 18.0 s and 36.8 s; UP is held from 36.7 s to 58.4 s.
        double[] expected = [-1, 12.75, 17.55, 32.35, 36.25, 57.95];
        Assert.Equal(expected, fight.Phases.SelectMany(p => (double[])[p.Start - start, p.End - start]),
            (e, a) => Math.Abs(e - a) < 0.2);
        Assert.Equal([BossKind.Potato, BossKind.Onion, BossKind.Carrot], fight.Phases.Select(p => p.Boss));
    }

    [Fact]
    public void A_log_without_a_fight_is_all_map_and_a_frame_outside_is_refused()
    {
        var scene = Scene.Stage(EventLog.Of([], [], []), FrameClock.Of([10, 10.1, 10.2]), seed: 1);

        Assert.Empty(scene.Fights);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Null(scene[i].Arena));
        var fault = Assert.Throws<ArgumentOutOfRangeException>(() => scene[3]);
        Assert.Equal("frame ('3') must be less than '3'. (Parameter 'frame')\nActual value was 3.", fault.Message);
    }

    /// <summary>What a viewer sees of an action at a frame.</summary>
    private static bool Shows(string action, SceneFrame frame, SceneFrame before)
    {
        if (frame.Arena is { } arena)
        {
            var player = arena.Player;
            return action switch
            {
                "UP" => player.IsAimingUp,
                "DOWN" => player.IsDucking,
                "LEFT" => player.IsRunning && player.Facing < 0,
                "RIGHT" => player.IsRunning && player.Facing > 0,
                "JUMP" => player.TakesOff && player.Height > (before.Arena?.Player.Height ?? 0),
                "SHOOT" => player.IsShooting,
                _ => player.IsDashing && before.Arena?.Player.IsDashing != true,
            };
        }

        return action switch
        {
            "UP" => frame.Token.Downwards < 0,
            "DOWN" => frame.Token.Downwards > 0,
            "LEFT" => frame.Token.Sideways < 0,
            "RIGHT" => frame.Token.Sideways > 0,
            "JUMP" => frame.Token.IsHopping,
            "SHOOT" => frame.Token.IsSnapping,
            _ => frame.Token.IsDusty,
        };
    }

    private static double F1(Func<int, bool> labelled, bool[] shown)
    {
        int both = shown.Where((s, i) => s && labelled(i)).Count(), either = shown.Where((s, i) => s || labelled(i)).Count();
        return 2.0 * both / (both + either);
    }
}
