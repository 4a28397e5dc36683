using Research.Experiments.ActionDecoder;
using Research.Sessions.Inputs;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ActionDecoder;

public sealed class ActionWindowsTests
{
    [Fact]
    public void A_batch_has_what_was_known_when_each_window_began()
    {
        var windows = RandomSessions.Windows(sessions: 3, ticks: 15);
        using var scope = NewDisposeScope();
        int[] rows = [.. Enumerable.Range(0, windows.Count).Reverse()];
        var batch = windows.Batch(rows);
        var inputs = batch.Inputs;
        Assert.Equal(3 * 5, windows.Count);
        Assert.Equal([(0, 10), (0, 11), (0, 12), (0, 13), (0, 14), (1, 10)], Enumerable.Range(0, 6).Select(row => windows[row]));
        Assert.Equal([windows.Count, 10], inputs.History.shape);
        Assert.Equal(3 * 14, inputs.Windows.shape[0]); // each different window of history once
        float[] features = inputs.Windows.data<float>().ToArray(), states = inputs.States.data<float>().ToArray(),
            current = inputs.Current.data<float>().ToArray();
        float[] pointer = inputs.Pointer.data<float>().ToArray(), density = inputs.Density.data<float>().ToArray();
        long[] lengths = inputs.Lengths.data<long>().ToArray(), history = inputs.History.data<long>().ToArray();
        int longest = (int)inputs.Windows.shape[1];
        for (int i = 0; i < rows.Length; i++)
        {
            var (s, tick) = windows[rows[i]];
            var session = windows.Sessions[s];
            Assert.Equal(session.Window(tick).ToArray(), batch.Targets[i]);
            Assert.Equal(session.State(tick).ToArray(), current[(i * 128)..((i + 1) * 128)]);
            var all = new List<InputAction>();
            for (int k = 0; k < 10; k++)
            {
                var actions = session.Window(tick - 10 + k).ToArray();
                all.AddRange(actions);
                int u = (int)history[i * 10 + k];
                Assert.Equal(actions.Length, lengths[u]);
                float[] expected = [.. actions.SelectMany(a =>
                    new[] { (float)a.Time, (int)a.Event, a.X, a.Y, a.Button, a.Key, a.Scroll })];
                Assert.Equal(expected, features.AsSpan(u * longest * 7, expected.Length).ToArray());
                Assert.All(features.AsSpan((u * longest + actions.Length) * 7, (longest - actions.Length) * 7).ToArray(),
                    value => Assert.Equal(0, value));
                Assert.Equal(session.State(tick - 10 + k).ToArray(), states[((i * 10 + k) * 128)..((i * 10 + k + 1) * 128)]);
            }

            for (int bin = 0; bin < 6; bin++)
            {
                Assert.Equal(all.Count(a => a.Time >= bin * 0.1 && a.Time < (bin + 1) * 0.1) / 10.0, density[i * 6 + bin], 5);
            }

            Assert.Equal(all.Count == 0 ? (pointer[2 * i], pointer[2 * i + 1]) : (all[^1].X, all[^1].Y),
                (pointer[2 * i], pointer[2 * i + 1]));
        }
    }

    [Fact]
    public void The_pointer_is_in_the_middle_before_anything_was_done()
    {
        var windows = new InputWindows([InputSession.Of("empty", 0, [], new float[11 * 128])]);
        Assert.Equal((0.5f, 0.5f), windows.Pointer(0));
        using var scope = NewDisposeScope();
        Assert.Equal([10, 1, 7], windows.Batch(0).Inputs.Windows.shape);
    }

    [Fact]
    public void An_epoch_has_every_window_once_in_an_order_of_its_own()
    {
        var windows = RandomSessions.Windows(sessions: 3, ticks: 30);
        using var scope = NewDisposeScope();
        int[] Order(int? seed, int epoch) => [.. windows.Batches(7, seed, epoch).SelectMany(b => b.Numbers)];
        Assert.Equal(Enumerable.Range(0, 60), Order(null, 0));
        Assert.Equal(Enumerable.Range(0, 60), Order(3, 1).Order());
        Assert.Equal(Order(3, 1), Order(3, 1));
        Assert.NotEqual(Order(3, 1), Order(3, 2));
        Assert.Equal(9, windows.BatchCount(7));
        Assert.Equal(9, windows.Batches(7).Count());
    }

    [Fact]
    public void Shuffled_history_is_the_same_windows_in_another_order()
    {
        var windows = RandomSessions.Windows();
        var shuffled = new InputWindows(windows.Sessions, shuffleHistory: true);
        using var scope = NewDisposeScope();
        int moved = 0;
        for (int row = 0; row < windows.Count; row++)
        {
            float[][] States(InputWindows of) => [.. of.Batch(row).Inputs.States.data<float>().ToArray().Chunk(128)];
            float[][] ordered = States(windows), other = States(shuffled);
            Assert.Equal(ordered.Select(s => s[0]).Order(), other.Select(s => s[0]).Order());
            moved += ordered.Zip(other).Count(pair => pair.First[0] != pair.Second[0]);
            Assert.Equal(other, States(shuffled));
            Assert.Equal(windows.Batch(row).Targets, shuffled.Batch(row).Targets);
        }

        Assert.True(moved > 5 * windows.Count);
    }

    [Fact]
    public void Sessions_too_short_for_a_window_are_refused() => Assert.Equal(
        "Found 1 sessions of at most 10 ticks; expected one of more than 10. (Parameter 'sessions')",
        Assert.Throws<ArgumentException>(() => new InputWindows([RandomSessions.Make(1, ticks: 10)])).Message);

    [Fact]
    public void Too_few_sessions_are_refused_with_the_number_that_can_be_held_out()
    {
        InputSession[] five = [.. Enumerable.Range(0, 5).Select(seed => RandomSessions.Make(seed))];
        Assert.Equal(
            "Found 5 sessions; expected more than 6: 3 to validate on, 3 to test on, and the others to train on. Hold out at "
            + "most 2 (notebook 07: -p heldOut=2).",
            Assert.Throws<InvalidDataException>(() => InputWindows.Split(five, heldOut: 3)).Message);
        var (train, validation, test) = InputWindows.Split(five, heldOut: 2);
        Assert.Equal((1, 2, 2), (train.Sessions.Count, validation.Sessions.Count, test.Sessions.Count));
        Assert.Equal(
            "Found 2 sessions; expected more than 2: 1 to validate on, 1 to test on, and the others to train on. Record more "
            + "sessions.", Assert.Throws<InvalidDataException>(() => InputWindows.Split(five[..2], heldOut: 1)).Message);
    }

    [Fact]
    public void Of_a_folder_with_few_sessions_fewer_are_held_out()
    {
        using var folder = new TemporaryFolder();
        foreach (int seed in Enumerable.Range(0, 5))
        {
            RandomSessions.Make(seed).Write(folder.At($"session-{seed}.npz"));
        }

        Assert.Equal(Math.Min(2, ClickData.OfProfile("").HeldOut), ClickData.OfProfile(folder.Path).HeldOut);
    }

    [Fact]
    public void Windows_without_enough_actions_are_refused_by_what_they_lack()
    {
        var windows = RandomSessions.Windows(sessions: 2, ticks: 15);
        int most = Enumerable.Range(0, windows.Count).Max(row => windows.Target(row).Length);

        windows.RequireActions(most);
        Assert.Equal(
            $"{windows.Sessions[0].Name}, {windows.Sessions[1].Name}: found at most {most} actions in each of 10 windows; "
            + $"expected one with {most + 1} at least.",
            Assert.Throws<InvalidDataException>(() => windows.RequireActions(most + 1)).Message);
    }
}
