using Research.Arrays.Npy;
using Research.Experiments.ActionDecoder;
using Research.Sessions.Inputs;

namespace Research.Experiments.Tests.ActionDecoder;

public sealed class InputSessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_session_is_the_same_when_read_back()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var session = RandomSessions.Make(seed);
            string file = Path.Combine(_folder.Path, $"session_{seed}.npz");
            session.Write(file);
            var read = InputSession.Read(file);
            Assert.Equal((session.Ticks, session.ActionCount, session.Start), (read.Ticks, read.ActionCount, read.Start));
            for (int tick = 0; tick < session.Ticks; tick++)
            {
                Assert.Equal(session.Window(tick).ToArray(), read.Window(tick).ToArray());
                Assert.Equal(session.State(tick).ToArray(), read.State(tick).ToArray());
            }

            Assert.Equal(new InputWindows([session]).Fingerprint, new InputWindows([read]).Fingerprint);
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(seed => Path.Combine(_folder.Path, $"session_{seed}.npz")),
            InputSession.ReadAll(_folder.Path).Select(s => s.Name));
        Assert.Equal(2, InputSession.ReadAll(_folder.Path, first: 2).Count);
    }

    [Fact]
    public void An_action_belongs_to_the_last_tick_that_begins_at_or_before_it()
    {
        var random = new Random(1);
        for (int run = 0; run < 50; run++)
        {
            int ticks = random.Next(1, 30);
            double start = 1e6 * random.NextDouble();
            double[] edges = [.. Enumerable.Range(0, ticks + 1).Select(tick => start + tick * 0.6)];
            double[] times = [.. Enumerable.Range(0, random.Next(40)).Select(_ => random.Next(3) == 0 ? edges[random.Next(ticks)]
                : start + random.NextDouble() * (edges[ticks] - start) * 0.999).Order()];
            var session = InputSession.Of("s", start, [.. times.Select(t => new InputAction(t, InputEvent.Move, 0, 0))],
                new float[ticks * 128]);
            for (int tick = 0; tick < ticks; tick++)
            {
                double[] expected = [.. times.Where(t => t >= edges[tick] && t < edges[tick + 1]).Select(t => t - edges[tick])];
                Assert.Equal(expected, session.Window(tick).ToArray().Select(a => a.Time));
                Assert.All(expected, t => Assert.InRange(t, 0, 0.6 + 1e-9));
            }
        }
    }

    public static TheoryData<double[], string> WrongActions => new()
    {
        { [-0.1, 0, 0.5, 0.5, 0, 0, 0], "actions, row 0: found time -0.1; expected at least 0, the session's start." },
        { [0.5, 0, 0.5, 0.5, 0, 0, 0, 0.4, 0, 0.5, 0.5, 0, 0, 0], "actions, row 1: found time 0.4; expected at least 0.5, that "
            + "of the row before." },
        { [1.8, 0, 0.5, 0.5, 0, 0, 0], "actions, row 0: found time 1.8; expected less than 1.7999999999999998, the end of the "
            + "last of 3 ticks of 0.6 s." },
        { [double.NaN, 0, 0.5, 0.5, 0, 0, 0], "actions, row 0: found time NaN; expected a number of seconds." },
        { [0, 4, 0.5, 0.5, 0, 0, 0], "actions, row 0: found event 4; expected 0 (move), 1 (click), 2 (key) or 3 (scroll)." },
        { [0, 0, 1.5, 0.5, 0, 0, 0], "actions, row 0: found x 1.5; expected a share of the screen's width, from 0 to 1." },
        { [0, 0, 0.5, -1, 0, 0, 0], "actions, row 0: found y -1; expected a share of the screen's height, from 0 to 1." },
        { [0, 1, 0.5, 0.5, 0, 0, 0], "actions, row 0: found button 0; expected 1 to 3 for a click." },
        { [0, 0, 0.5, 0.5, 1, 0, 0], "actions, row 0: found button 1; expected 0 for a move." },
        { [0, 2, 0.5, 0.5, 0, 64, 0], "actions, row 0: found key 64; expected 1 to 63 for a key." },
        { [0, 2, 0.5, 0.5, 0, 1.5, 0], "actions, row 0: found key 1.5; expected 1 to 63 for a key." },
        { [0, 3, 0.5, 0.5, 0, 0, 2], "actions, row 0: found scroll 2; expected 1 or -1 for a scroll." },
    };

    [Theory]
    [MemberData(nameof(WrongActions))]
    public void What_the_format_does_not_allow_is_named(double[] actions, string message)
    {
        string file = Write(actions, 7, new float[3 * 128], 128);
        Assert.Equal($"{file}, {message}", Assert.Throws<InvalidDataException>(() => InputSession.Read(file)).Message);
    }

    [Fact]
    public void A_window_has_at_most_100_actions()
    {
        double[] Rows(int count) => [.. Enumerable.Range(0, count)
            .SelectMany(i => new[] { 0.6 + i * 0.001, 0, 0.5, 0.5, 0, 0, 0 })];
        Assert.Equal(100, InputSession.Read(Write(Rows(100), 7, new float[3 * 128], 128)).Window(1).Length);
        string file = Write(Rows(101), 7, new float[3 * 128], 128);
        Assert.Equal($"{file}, actions, row 100: found more than 100 actions in the window from 0.6 s; expected at most 100.",
            Assert.Throws<InvalidDataException>(() => InputSession.Read(file)).Message);
    }

    [Fact]
    public void Arrays_of_other_widths_or_names_are_refused()
    {
        string Refused(string file) => Assert.Throws<InvalidDataException>(() => InputSession.Read(file)).Message;
        string six = Write(new double[12], 6, new float[128], 128);
        Assert.Equal($"{six}, actions: found the shape [2, 6]; expected [N, 7].", Refused(six));
        string narrow = Write(new double[7], 7, new float[64], 64);
        Assert.Equal($"{narrow}, states: found the shape [1, 64]; expected [T, 128].", Refused(narrow));
        string nan = Write(new double[7], 7, [.. new float[129], float.NaN, .. new float[126]], 128);
        Assert.Equal($"{nan}, states, row 1: found NaN in column 1; expected a number.", Refused(nan));
        string two = Write(new double[7], 7, new float[128], 128, 0, 1);
        Assert.Equal($"{two}, start: found the shape [2]; expected one number.", Refused(two));
        string never = Write(new double[7], 7, new float[128], 128, double.NaN);
        Assert.Equal($"{never}, start: found NaN; expected a number of seconds.", Refused(never));

        string other = Path.Combine(_folder.Path, "other.npz");
        Npz.Write(other, new Dictionary<string, NpyArray> { ["clicks"] = NpyArray.Of<int>([1], [1]) });
        Assert.Equal($"{other}: found no array 'actions' among clicks; expected actions, [N, 7].", Refused(other));
        Assert.Equal("s, states: found 100 numbers; expected 128 for each tick.",
            Assert.Throws<InvalidDataException>(() => InputSession.Of("s", 0, [], new float[100])).Message);
    }

    [Fact]
    public void A_folder_without_sessions_is_refused()
    {
        Assert.Equal($"{_folder.Path}: found no .npz file; expected one a session.",
            Assert.Throws<InvalidDataException>(() => InputSession.ReadAll(_folder.Path)).Message);
        Assert.Equal("nowhere: found no such folder; expected one with a .npz file a session.",
            Assert.Throws<DirectoryNotFoundException>(() => InputSession.ReadAll("nowhere")).Message);
    }

    private string Write(double[] actions, int width, float[] states, int stateWidth, params double[] start)
    {
        start = start.Length == 0 ? [0] : start;
        string file = Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.npz");
        Npz.Write(file, new Dictionary<string, NpyArray>
        {
            ["actions"] = NpyArray.Of<double>([actions.Length / width, width], actions),
            ["states"] = NpyArray.Of<float>([states.Length / stateWidth, stateWidth], states),
            ["start"] = NpyArray.Of<double>([start.Length], start),
        });
        return file;
    }
}
