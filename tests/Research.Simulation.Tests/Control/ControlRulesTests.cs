using Research.Sessions.Controls;
using Research.Simulation.Control;

namespace Research.Simulation.Tests.Control;

/// <summary>The rules of datasets/README.md, on ten recordings.</summary>
public sealed class ControlRulesTests
{
    private static readonly (ControlScript Script, ControlRecording Recording)[] Acted =
        [.. Enumerable.Range(0, 10).Select(number => ControlDemonstration.Act(seed: 1, number))];

    [Fact]
    public void A_recording_is_60_s_and_the_same_from_the_same_seed_and_number()
    {
        Assert.All(Acted, a => Assert.Equal(1800, a.Recording.FrameCount));
        var again = ControlDemonstration.Act(seed: 1, number: 4).Recording;
        Assert.Equal(Acted[4].Recording.Frames.ToArray(), again.Frames.ToArray());
        Assert.Equal(Acted[4].Recording.GameState.ToArray(), again.GameState.ToArray());
        Assert.NotEqual(Acted[4].Recording.Controls.ToArray(),
            ControlDemonstration.Act(seed: 2, number: 4).Recording.Controls.ToArray());
    }

    [Fact]
    public void The_control_follows_the_gesture_by_the_lag()
    {
        int[] lags = [.. Acted.SelectMany(a => a.Script.Gestures.Where(g => g.Counts
            && a.Script.Phases.Any(p => p.First <= g.First && g.PressedFrom < p.Last)).Select(g => g.PressedFrom - g.First))];
        Assert.InRange(lags.Min(), 2, 3);
        Assert.InRange(lags.Max(), 6, 12);
        Assert.InRange(lags.Order().ElementAt(lags.Length / 2), 3.5, 4.5); // 0.13 s at 30 frames a second
    }

    [Fact]
    public void Every_control_occurs_and_those_of_play_never_on_a_screen()
    {
        int[] pressed = new int[28];
        foreach (var (_, recording) in Acted)
        {
            for (int frame = 0; frame < recording.FrameCount; frame++)
            {
                for (int control = 0; control < 28; control++)
                {
                    pressed[control] += recording[frame, control] != 0 ? 1 : 0;
                }

                if (recording.IsScreenOpen(frame))
                {
                    Assert.All(ControlLayout.Actions.Where(c => ControlLayout.Names[c] != "open_inventory"),
                        c => Assert.Equal(0, recording[frame, c]));
                    Assert.Equal((0, 0), (recording[frame, 9], recording[frame, 10]));
                }
                else
                {
                    Assert.All([.. ControlLayout.Inventory, .. ControlLayout.Cursor], c => Assert.Equal(0, recording[frame, c]));
                }
            }
        }

        Assert.All(pressed.Index(), p => Assert.True(p.Item > 0, ControlLayout.Names[p.Index]));
    }

    [Fact]
    public void Screens_open_two_frames_after_the_press_and_idle_stretches_are_idle()
    {
        foreach (var (script, recording) in Acted)
        {
            foreach (int frame in Enumerable.Range(1, 1799)
                .Where(f => recording.IsScreenOpen(f) && !recording.IsScreenOpen(f - 1)))
            {
                int opening = ControlLayout.IndexOf("open_inventory");
                Assert.Equal((1, 0), (recording[frame - 2, opening], recording[frame - 3, opening]));
            }

            foreach (var phase in script.Phases.Where(p => p.Kind == PhaseKind.Idle))
            {
                Assert.All(Enumerable.Range(phase.First, phase.Last - phase.First),
                    frame => Assert.All(ControlLayout.Presses, c => Assert.Equal(0, recording[frame, c])));
            }
        }

        Assert.Contains(Acted, a => a.Script.Phases.Any(p => p.Kind == PhaseKind.Idle));
        Assert.Contains(Acted, a => a.Script.Phases.Any(p => p.Kind == PhaseKind.Inventory));
    }

    [Fact]
    public void Gestures_of_half_the_size_press_nothing_and_are_a_ninth_of_those_of_play()
    {
        var ofPlay = Acted.SelectMany(a => a.Script.Gestures.Where(g =>
            a.Script.Phases.Single(p => p.First <= g.First && g.First < p.Last).Kind == PhaseKind.Play)).ToList();
        Assert.Equal(1.0 / 9, ofPlay.Count(g => !g.Counts) / (double)ofPlay.Count, 0.03);
        foreach (var (script, recording) in Acted)
        {
            foreach (var nothing in script.Gestures.Where(g => !g.Counts
                && !script.Gestures.Any(o => o.Counts && o.Control == g.Control && o.PressedFrom < g.PressedTo
                && g.PressedFrom < o.PressedTo)))
            {
                Assert.All(Enumerable.Range(nothing.PressedFrom, nothing.PressedTo - nothing.PressedFrom),
                    frame => Assert.Equal(0, recording[frame, ControlLayout.IndexOf(nothing.Control)]));
            }
        }
    }

    [Fact]
    public void A_hand_is_lost_now_and_then_and_then_its_points_and_flag_are_0()
    {
        int lost = 0, losses = 0;
        foreach (var (_, recording) in Acted)
        {
            for (int frame = 0; frame < recording.FrameCount; frame++)
            {
                for (int hand = 0; hand < 2; hand++)
                {
                    bool isLost = recording.Frames.Span[frame * 260 + 225 + hand] == 0;
                    Assert.Equal(isLost, recording.Frames.Slice(frame * 260 + 99 + 63 * hand, 63).Span.IndexOfAnyExcept(0f) < 0);
                    lost += isLost ? 1 : 0;
                    losses += isLost && (frame == 0 || recording.Frames.Span[(frame - 1) * 260 + 225 + hand] != 0) ? 1 : 0;
                }
            }
        }

        Assert.InRange(20 * 60.0 / losses, 8, 20); // hands × seconds for each loss: 12 s between two, and the loss itself
        Assert.InRange(lost / 30.0 / losses, 0.5, 1.2);
    }

    [Fact]
    public void The_body_shows_the_press_before_it_comes()
    {
        // Forward is a lean: the nose is nearer while the gesture is made, and already on the frame of the press.
        double Nose(ControlRecording recording, int frame) => recording.Frames.Span[frame * 260 + 2];
        int forward = ControlLayout.IndexOf("move_forward");
        int nearer = 0, all = 0;
        foreach (var (_, recording) in Acted)
        {
            foreach (int onset in Enumerable.Range(20, 1780).Where(f => recording[f, forward] == 1 && Enumerable.Range(f - 15, 15)
                .All(b => recording[b, forward] == 0 && recording[b, 1] == 0)))
            {
                (nearer, all) = (nearer + (Nose(recording, onset) < Nose(recording, onset - 12) - 0.04 ? 1 : 0), all + 1);
            }
        }

        Assert.True(all > 20 && nearer > 0.8 * all, $"{nearer} of {all}");
    }

    [Fact]
    public void The_game_answers_a_frame_later()
    {
        foreach (var (_, recording) in Acted)
        {
            Assert.All(Enumerable.Range(1, 1799),
                frame => Assert.Equal(1, recording.GameState.Span[frame * 46 + 8 + recording.Slot(frame - 1)]));
        }
    }
}
