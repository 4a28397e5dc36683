using System.Globalization;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Research.Arrays.Npy;
using Research.Formats;
using Research.Formats.ControlRecorder;
using Research.Formats.IlBot;
using Research.Sessions.Inputs;

namespace Research.Tests.Formats;

/// <summary>Arrays of IL_bot, which <c>array_files.py</c> has written with NumPy, and random ones.</summary>
public sealed class IlBotTests : IDisposable
{
    private const int Tick = 600; // ms

    private readonly TemporaryFolder _folder = new();

    public IlBotTests() =>
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "recordings", "arrays.zip"), _folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("il_bot", 4)] // seven columns; one session's ticks are uneven and overlap, one's windows are three ticks apart
    [InlineData("sample_data", 1)] // [10, 101, 8]
    public void Windows_become_sessions(string source, int sessions)
    {
        var report = RecordingImport.Run(_folder.At(source), _folder.At("out"), (2880, 1620));

        Assert.Equal(("IL_bot", sessions), (report.Format, report.ArrayFiles.Count));
        foreach (var (name, expected) in JsonNode.Parse(File.ReadAllText(_folder.At("expected.json")))!.AsObject()
            .Where(session => session.Key.StartsWith(source, StringComparison.Ordinal)))
        {
            string file = _folder.At($"out/{Path.GetFileName(name)}.npz");
            var session = InputSession.Read(file);
            double[] features = Npz.Open(file)["actions"].Values<double>();
            double[] wanted = [.. expected!["actions"]!.AsArray().SelectMany(row => row!.AsArray().Select(value => (double)value!))];
            Assert.Equal((double)expected["start"]!, session.Start);
            Assert.Equal(wanted.Length, features.Length);
            Assert.All(wanted.Zip(features), pair => Assert.Equal(pair.First, pair.Second, 1e-7));
            Assert.Equal(expected["states"]!.AsArray().Select(sum => (double)sum!),
                Enumerable.Range(0, session.Ticks).Select(tick => session.State(tick).ToArray().Sum(v => (double)v)));
        }
    }

    [Fact]
    public void The_report_names_what_was_lost_mapped_or_guessed()
    {
        var report = RecordingImport.Run(_folder.At("il_bot"), _folder.At("out"));

        Assert.Contains(new ImportNote("action_targets.npy", 1, "It is made of the same actions and states, and not read."),
            report.Lost);
        Assert.Contains(report.Lost, note => note.What == "releases of keys and sideways turns of the wheel");
        Assert.Contains(new ImportNote("codes of keys", 3, "13 is 1, 65 is 2, 87 is 3."), report.Mapped);
        Assert.Contains(report.Mapped, note => note.What == "rows that two ticks have");
        Assert.Contains(report.Guessed, note => note.What == "size of the screen" && note.Why.StartsWith("2879 x 1620 pixels",
            StringComparison.Ordinal));
    }

    /// <summary>Whatever a session's actions: padded windows of them that overlap give the same list.</summary>
    [Fact]
    public void Overlapping_padded_windows_give_the_same_list_of_actions()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            bool isOld = random.Next(2) == 0, hasStamps = random.Next(2) == 0;
            int length = random.Next(2, 11), step = random.Next(1, length), windows = random.Next(1, 6);
            int ticks = length + step * (windows - 1), columns = isOld ? 8 : 7, rows = isOld ? 101 : 100;
            var log = new List<InputAction>[ticks];
            double[] states = new double[ticks * 128];
            float[] padded = new float[ticks * rows * columns];
            int begin = random.Next(1, 100_000);
            for (int tick = 0; tick < ticks; tick++)
            {
                int[] times = [.. Enumerable.Range(0, random.Next(0, 8)).Select(_ => begin + tick * Tick + random.Next(Tick))
                    .Distinct().Order()];
                log[tick] = [.. times.Select(time => Action(random, time, isOld))];
                states[tick * 128] = tick;
                states[tick * 128 + 127] = hasStamps ? begin + (tick + 1) * Tick : 0;
                padded[tick * rows * columns] = isOld ? times.Length : 0;
                int[] order = [.. Enumerable.Range(0, times.Length)];
                random.Shuffle(order);
                foreach (var (place, action) in order.Index())
                {
                    Row(log[tick][action], isOld).CopyTo(padded, (tick * rows + place + (isOld ? 1 : 0)) * columns);
                }
            }

            int[] starts = [.. Enumerable.Range(0, windows).Select(window => window * step)];
            string name = $"round_{seed}";
            Write(name, [windows, length, rows, columns], [.. starts.SelectMany(start =>
                padded.AsSpan(start * rows * columns, length * rows * columns).ToArray())],
                [.. starts.SelectMany(start => states.AsSpan(start * 128, length * 128).ToArray())]);
            RecordingImport.Run(_folder.At(name), _folder.At("out"), (1000, 1000));

            var session = InputSession.Read(_folder.At($"out/{name}.npz"));
            Assert.Equal(ticks - 1, session.Ticks);
            double[] features = Npz.Open(_folder.At($"out/{name}.npz"))["actions"].Values<double>();
            Assert.Equal(
                log.Skip(1).SelectMany(actions => actions).Select(a =>
                    Text([a.Time, (double)a.Event, a.X, a.Y, a.Button, a.Key, a.Scroll])),
                features.Chunk(7).Select(Text));
        }
    }

    [Fact]
    public void Without_times_of_states_uneven_ticks_keep_their_actions()
    {
        string file = _folder.At("il_bot/20250821_183745/gamestate_sequences.npy");
        var states = NpyArray.Read(file);
        double[] values = states.Values<double>();
        for (int state = 0; state < values.Length / 128; state++)
        {
            values[state * 128 + 127] = 0;
        }

        NpyArray.Of<double>(states.Shape, values).Write(file);
        var report = RecordingImport.Run(Path.GetDirectoryName(file)!, _folder.At("out"), (2880, 1620));

        var expected = JsonNode.Parse(File.ReadAllText(_folder.At("expected.json")))!["il_bot/20250821_183745"]!["actions"]!.AsArray();
        double[][] actions = [.. Npz.Open(_folder.At("out/20250821_183745.npz"))["actions"].Values<double>().Chunk(7)];
        Assert.Equal(expected.Select(row => Text(row!.AsArray().Skip(1).Select(value => (double)(float)(double)value!))),
            actions.Select(row => Text(row.Skip(1))));
        Assert.Contains(report.Guessed, note => note.What == "beginnings of ticks");
    }

    [Fact]
    public void Windows_that_do_not_go_on_begin_another_session()
    {
        float[] rows = new float[4 * 3 * 100 * 7];
        rows[0] = 10; // the first tick of window 0 has an action, which no other window repeats
        double[] states = [.. Enumerable.Range(0, 4 * 3 * 128).Select(i => (double)((i / (3 * 128) * 10) + (i / 128 % 3)))];
        Write("two", [4, 3, 100, 7], rows, states);

        var report = RecordingImport.Run(_folder.At("two"), _folder.At("out"));
        Assert.Equal(["two.npz", "two_1.npz", "two_2.npz", "two_3.npz"], report.ArrayFiles.Select(file => file.Name));
        Assert.Contains(new ImportNote("sessions", 3, "A window that does not go on where the one before ends begins a session."),
            report.Guessed);
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "shape", "action, shape: found [3, 50, 8]; expected [W, T, 101, 8], *" },
        { "states", "state, shape: found [3, 127]; expected [3, 128], a state for each of at least 2 ticks of *" },
        { "NaN", "action, tick 1, row 2: found NaN in column 3; expected a finite number." },
        { "infinite state", "state, tick 2: found -Infinity in column 5; expected a finite number." },
        { "count", "action, tick 0, row 0: found -1; expected the number of actions of the tick." },
        { "behind", "action, tick 0, row 3: found an action; expected zeros behind the tick's 2 actions." },
        { "type", "action, tick 0, row 1: found type 9; expected 0 (move), *" },
        { "button", "action, tick 0, row 1: found button 0; expected 1 (left), 2 (right) or 3 (middle) for a click." },
        { "epoch", "action, tick 0, row 1: found time 1764000923648 in float32, which holds such times to 131072 ms only; expected *" },
        { "span", "action, tick 0: found actions from 5 to 700 ms; expected times in milliseconds within 600 ms." },
        { "order", "action, tick 1: found a tick from *; expected ticks in order of time." },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Each_fault_has_one_line(string fault, string expected)
    {
        int rows = fault == "shape" ? 50 : 101;
        float[] actions = new float[3 * rows * 8];
        double[] states = new double[3 * 128];
        (actions[0], actions[8], actions[16]) = (2, 5, 700); // two moves of tick 0
        actions[16] = fault == "span" ? 700 : 6;
        if (fault is "NaN" or "behind" or "count")
        {
            (int Place, float Value) wrong = fault switch
            {
                "NaN" => ((101 + 2) * 8 + 3, float.NaN),
                "behind" => (3 * 8 + 2, 1),
                _ => (0, -1),
            };
            actions[wrong.Place] = wrong.Value;
        }

        states[2 * 128 + 5] = fault == "infinite state" ? double.NegativeInfinity : 0;
        actions[9] = fault switch { "type" => 9, "button" => 1, _ => 0 };
        actions[8] = fault == "epoch" ? 1.764000926e12f : fault == "order" ? 5000 : 5;
        actions[16] = fault == "order" ? 5001 : actions[16];
        if (fault == "order")
        {
            (actions[101 * 8], actions[102 * 8]) = (1, 7);
        }

        string file = _folder.At("odd/non_normalized_action_sequence.npy"), other = file.Replace("action", "gamestate");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        NpyArray.Of<float>([3, rows, 8], actions).Write(file);
        int width = fault == "states" ? 127 : 128;
        NpyArray.Of<double>([3, width], states.AsSpan(0, 3 * width)).Write(other);

        Refused(file, expected.StartsWith("action", StringComparison.Ordinal) ? file + expected["action".Length..]
            : other + expected["state".Length..]);
    }

    [Fact]
    public void Files_that_are_cut_off_absent_or_were_not_fetched_have_one_line()
    {
        string file = _folder.At("sample_data/non_normalized_action_sequence.npy"), states = file.Replace("action", "gamestate");
        byte[] whole = File.ReadAllBytes(file);
        foreach (var (length, found) in (ReadOnlySpan<(int, string)>)[(0, "an empty file"), (4, "a file that does not begin *"),
            (9, "a file that does not begin *"), (20, "20 bytes"), (128, "0 bytes of data"),
            (whole.Length - 1, $"{whole.Length - 129} bytes of data")])
        {
            File.WriteAllBytes(file, whole[..length]);
            Refused(_folder.At("sample_data"), $"{file}: found {found}; expected *");
        }

        File.WriteAllText(file, "version https://git-lfs.example/spec/v1\nsize 1\n");
        Refused(file, $"{file}: found a Git LFS pointer of 47 bytes, which stands for a file that was not fetched; expected a .npy file.");
        File.Delete(states);
        Refused(file, $"{file}: found actions alone; expected the states of the game beside them, in {Path.GetFileName(states)}.");
    }

    [Fact]
    public void A_screen_belongs_to_these_arrays_only() =>
        Assert.Equal($"{_folder.At("controls")}: found control-recorder and the size of a screen; expected no size, which only arrays "
            + "of IL_bot need.", Assert.Throws<ArgumentException>(() => RecordingImport.Run(_folder.At("controls"), _folder.At("out"),
                (2, 2))).Message);

    [Fact]
    public void Fuzzed_arrays_are_imported_or_refused()
    {
        string data = _folder.At("fuzz");
        Directory.Move(_folder.At("sample_data"), data);
        File.Copy(_folder.At("controls/walking_003.npz"), Path.Combine(data, "a.npz"));
        Fuzz.Run(data, () =>
        {
            var report = new ImportReport(data, "fuzz");
            List<Action> reads =
            [
                () => _ = new IlBotFormat().Read(data, report).Count(),
                () => _ = new ControlRecorderFormat().Read(Path.Combine(data, "a.npz"), report).Count(),
            ];
            reads.ForEach(read => read());
        }, typeof(IOException), typeof(InvalidDataException));
    }

    /// <summary>Of eight columns, keys and the wheel have no place of their own, so here are none.</summary>
    private static InputAction Action(Random random, int milliseconds, bool isOld)
    {
        var what = (InputEvent)random.Next(isOld ? 2 : 4);
        return new InputAction(milliseconds / 1000.0, what, random.Next(1001) / 1000f, random.Next(1001) / 1000f,
            what == InputEvent.Click ? random.Next(1, 4) : 0, what == InputEvent.Key ? random.Next(1, 64) : 0,
            what == InputEvent.Scroll ? 1 - 2 * random.Next(2) : 0);
    }

    private static string Text(IEnumerable<double> features) =>
        string.Join(' ', features.Select(value => value.ToString("0.000000", CultureInfo.InvariantCulture)));

    private static float[] Row(InputAction action, bool isOld)
    {
        float time = (float)Math.Round(action.Time * 1000), x = MathF.Round(action.X * 1000), y = MathF.Round(action.Y * 1000);
        return isOld
            ? [time, (int)action.Event, x, y, action.Button, 0, 0, 0]
            : [time, x, y, action.Button, action.Event == InputEvent.Key ? 1 : 0, action.Key, action.Scroll];
    }

    private void Write(string folder, int[] shape, float[] actions, double[] states)
    {
        Directory.CreateDirectory(_folder.At(folder));
        NpyArray.Of<float>(shape, actions).Write(_folder.At($"{folder}/action_input_sequences.npy"));
        NpyArray.Of<double>([.. shape.SkipLast(2), 128], states).Write(_folder.At($"{folder}/gamestate_sequences.npy"));
    }

    private void Refused(string source, string expected)
    {
        var fault = Record.Exception(() => RecordingImport.Run(source, _folder.At("refused")));
        Assert.True(fault is IOException or InvalidDataException, $"{fault}");
        string[] parts = expected.Split('*');
        Assert.StartsWith(parts[0], fault.Message, StringComparison.Ordinal);
        Assert.EndsWith(parts[^1], fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }
}
