using Research.Experiments.ActionDecoder;
using Research.Sessions.Inputs;
using Research.Simulation.Clicks;

namespace Research.Simulation.Tests.Clicks;

/// <summary>The rules of datasets/README.md, over many sessions.</summary>
public sealed class ClickRulesTests
{
    private static readonly InputSession[] Sessions = [.. Enumerable.Range(0, 60).Select(number => ClickSession.Play(3, number))];

    private static IEnumerable<(InputSession Session, int Tick)> Ticks =>
        Sessions.SelectMany(s => Enumerable.Range(0, s.Ticks).Select(tick => (s, tick)));

    private static ClickTask TaskOf(InputSession session, int tick) => (ClickTask)session.State(tick)[..4].IndexOf(1f);

    [Fact]
    public void One_seed_number_and_length_give_one_session()
    {
        string Print(InputSession s) => new InputWindows([s]).Fingerprint;
        Assert.Equal(Print(ClickSession.Play(5, 2)), Print(ClickSession.Play(5, 2)));
        Assert.NotEqual(Print(ClickSession.Play(5, 2)), Print(ClickSession.Play(5, 3)));
        Assert.NotEqual(Print(ClickSession.Play(5, 2)), Print(ClickSession.Play(6, 2)));
        Assert.Equal(200, Sessions[0].Ticks);
    }

    [Fact]
    public void The_state_names_one_task_which_never_follows_itself_and_lasts_as_long_as_it_should()
    {
        Assert.All(Ticks, t => Assert.Equal(1, t.Session.State(t.Tick)[..4].ToArray().Sum()));
        Assert.All(Ticks, t => Assert.All(t.Session.State(t.Tick).ToArray(), value => Assert.InRange(value, -1, 1)));
        var lengths = new List<(ClickTask Task, int Length)>();
        foreach (var session in Sessions)
        {
            int begin = 0;
            for (int tick = 1; tick < session.Ticks; tick++)
            {
                if (session.State(tick)[4] == 0) // a new task
                {
                    Assert.NotEqual(TaskOf(session, tick), TaskOf(session, tick - 1));
                    lengths.Add((TaskOf(session, begin), tick - begin));
                    begin = tick;
                }
                else
                {
                    Assert.Equal(TaskOf(session, tick), TaskOf(session, tick - 1));
                }
            }
        }

        Assert.All(lengths.Where(l => l.Task != ClickTask.Sort), l => Assert.InRange(l.Length, 10, 60));
        // long ones are cut off by the session's end
        Assert.InRange(Median(lengths.Where(l => l.Task != ClickTask.Sort).Select(l => (double)l.Length)), 19, 29);
    }

    [Fact]
    public void No_one_acts_on_a_task_sooner_than_he_can_react()
    {
        foreach (var (session, tick) in Ticks.Where(t => t.Tick > 0 && t.Session.State(t.Tick)[4] == 0))
        {
            // The hand may still be busy with the task before; if it has been still for two ticks it is not.
            if (tick >= 2 && session.Window(tick - 1).Length == 0 && session.Window(tick - 2).Length == 0)
            {
                Assert.All(session.Window(tick).ToArray().Take(1), a => Assert.True(a.Time >= 0.15 * 0.6));
            }
        }
    }

    [Fact]
    public void Blows_are_answered_by_a_chord_whose_first_key_is_the_style()
    {
        var chords = new List<double>();
        foreach (var (session, tick) in Ticks.Where(t => TaskOf(t.Session, t.Tick) == ClickTask.Fight
            && t.Session.State(t.Tick)[9] == 0.25f && t.Tick + 2 < t.Session.Ticks))
        {
            double After(int later, double time) => later * 0.6 + time;
            var keys = Enumerable.Range(0, 3).SelectMany(later => session.Window(tick + later).ToArray()
                .Where(a => a.Event == InputEvent.Key && a.Key <= 3).Select(a => (a.Key, Time: After(later, a.Time)))).ToList();
            int style = session.State(tick)[10] == 1 ? 1 : 2;
            if (keys.Count >= 2 && keys[0].Key != 3)
            {
                Assert.Equal(style, keys[0].Key);
                Assert.Equal(3, keys[1].Key);
                chords.Add(keys[1].Time - keys[0].Time);
            }
        }

        Assert.True(chords.Count > 200);
        Assert.InRange(chords.Average(), 0.067, 0.073);
        Assert.All(chords, c => Assert.InRange(c, 0.030 - 1e-6, 0.120 + 1e-6));
    }

    [Fact]
    public void Things_are_sorted_in_bursts_while_the_state_counts_them()
    {
        var gaps = new List<double>();
        foreach (var session in Sessions)
        {
            double? last = null;
            for (int tick = 0; tick < session.Ticks; tick++)
            {
                bool sorting = TaskOf(session, tick) == ClickTask.Sort;
                int left = (int)Math.Round(session.State(tick)[15] * 28);
                Assert.Equal(sorting ? left : 0, left);
                foreach (var action in session.Window(tick).ToArray().Where(a => a.Event == InputEvent.Click))
                {
                    if (sorting && last is { } before)
                    {
                        gaps.Add(tick * 0.6 + action.Time - before);
                    }

                    last = sorting && action.X > 0.7 ? tick * 0.6 + action.Time : null;
                }

                if (sorting && tick + 1 < session.Ticks && TaskOf(session, tick + 1) == ClickTask.Sort
                    && session.State(tick + 1)[4] > 0)
                {
                    int clicked = session.Window(tick).ToArray().Count(a => a.Event == InputEvent.Click && a.X > 0.7);
                    Assert.InRange(left - (int)Math.Round(session.State(tick + 1)[15] * 28), Math.Max(0, clicked - 1),
                        clicked + 1);
                }
            }
        }

        Assert.InRange(Median(gaps), 0.16, 0.22);
        Assert.True(gaps.Count > 500);
    }

    [Fact]
    public void The_pointer_moves_on_paths_of_least_jerk_in_Fitts_time()
    {
        Assert.Equal((0, 0.5, 1), (MousePath.MinimumJerk(0), MousePath.MinimumJerk(0.5), MousePath.MinimumJerk(1)));
        for (double time = 0.01; time < 1; time += 0.01)
        {
            Assert.True(MousePath.MinimumJerk(time) > MousePath.MinimumJerk(time - 0.01));
            Assert.Equal(1 - MousePath.MinimumJerk(time), MousePath.MinimumJerk(1 - time), 9);
        }

        Assert.Equal(0.10, MousePath.Duration(0, 0.04), 9);
        Assert.Equal(0.10 + 0.09 * 3, MousePath.Duration(0.28, 0.04), 9);
        for (int seed = 0; seed < 50; seed++)
        {
            var points = MousePath.Of((0.1, 0.2), (0.6, 0.5), 3, 0.5, new Random(seed)).ToList();
            Assert.Equal((3.5, 0.6, 0.5), points[^1]);
            Assert.InRange(points.Count, 8, 17);
            Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.Second.Time > pair.First.Time));
            double length = Math.Sqrt(0.5 * 0.5 + 0.3 * 0.3);
            Assert.All(points, p => Assert.True(Math.Abs((p.X - 0.1) * 0.3 - (p.Y - 0.2) * 0.5) / length <= 0.08 * length
                + 1e-9));
        }
    }

    [Fact]
    public void What_means_nothing_says_nothing_of_the_task()
    {
        // The mean of each such number over ticks of gathering and of resting differs no more than chance has it over sessions.
        for (int column = 18; column < 96; column++)
        {
            double Mean(ClickTask task) => Sessions.Average(s => Enumerable.Range(0, s.Ticks)
                .Where(tick => TaskOf(s, tick) == task).Select(tick => (double)s.State(tick)[column]).DefaultIfEmpty(0)
                .Average());
            Assert.InRange(Mean(ClickTask.Gather) - Mean(ClickTask.Rest), -0.35, 0.35);
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
