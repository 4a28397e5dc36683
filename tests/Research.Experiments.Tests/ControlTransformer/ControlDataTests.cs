using Research.Arrays.Npy;
using Research.Experiments.ControlTransformer;
using Research.Sessions.Controls;

namespace Research.Experiments.Tests.ControlTransformer;

public sealed class ControlDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_columns_are_the_documents()
    {
        Assert.Equal((28, 671, 531), (ControlLayout.Names.Count, ControlLayout.InputWidth, ControlLayout.Sensors));
        Assert.Equal(Enumerable.Range(0, 28),
            new[]
            {
                ControlLayout.Actions,
                ControlLayout.Look,
                ControlLayout.Hotbar,
                ControlLayout.Cursor,
                ControlLayout.Inventory,
            }.SelectMany(c => c).Order());
        Assert.Equal((9, 14, 22, 25), (ControlLayout.IndexOf("look_yaw"), ControlLayout.IndexOf("hotbar_slot_1"),
            ControlLayout.IndexOf("hotbar_slot_9"), ControlLayout.IndexOf("inv_left_click")));
        Assert.StartsWith("No control is named 'fly'; there are move_forward, ",
            Assert.Throws<ArgumentException>(() => ControlLayout.IndexOf("fly")).Message);
    }

    [Fact]
    public void A_recording_is_read_as_it_was_written_in_float32_or_float64()
    {
        var recording = ControlFixtures.Recording(9, 1, "a");
        string file = Path.Combine(_folder.Path, "a.npz");
        recording.Write(file);
        Same(recording, ControlRecording.Read(file));
        Write("b.npz", recording, doubles: true);
        Same(recording, ControlRecording.Read(Path.Combine(_folder.Path, "b.npz")));
        Assert.Equal(["a", "b"], ControlDataset.Open(_folder.Path).Recordings.Select(r => r.Name));
        Assert.Single(ControlDataset.Open(_folder.Path, first: 1).Recordings);
    }

    [Theory]
    [InlineData("frames:4x259", ", frames: found shape (4, 259); expected (N, 260), N at least 1.")]
    [InlineData("controls:4x29", ", controls: found shape (4, 29); expected (4, 28), a row for each of frames.")]
    [InlineData("game_state:3x46", ", game_state: found shape (3, 46); expected (4, 46), a row for each of frames.")]
    [InlineData("frames:0x260", ", frames: found shape (0, 260); expected (N, 260), N at least 1.")]
    [InlineData("controls:", ": found the arrays frames, game_state; expected frames, controls, game_state.")]
    public void Other_shapes_and_missing_arrays_are_refused(string change, string message)
    {
        string file = Path.Combine(_folder.Path, "a.npz");
        var shapes = new Dictionary<string, int[]> { ["frames"] = [4, 260], ["controls"] = [4, 28], ["game_state"] = [4, 46] };
        string[] parts = change.Split(':');
        shapes[parts[0]] = parts[1].Length == 0 ? [] : [.. parts[1].Split('x').Select(int.Parse)];
        Npz.Write(file, shapes.Where(s => s.Value.Length > 0)
            .Select(s => KeyValuePair.Create(s.Key, NpyArray.Of<float>(s.Value, new float[s.Value[0] * s.Value[1]]))));
        Assert.Equal(file + message, Assert.Throws<InvalidDataException>(() => ControlRecording.Read(file)).Message);
    }

    [Theory]
    [InlineData("frames", 2, 7, float.NaN, ", frames: found NaN at frame 2, column 7; expected a finite number.")]
    [InlineData("game_state", 1, 45, float.PositiveInfinity,
        ", game_state: found Infinity at frame 1, column 45; expected a finite number.")]
    [InlineData("controls", 3, 0, 0.5f, ", controls: found 0.5 for move_forward at frame 3; expected 0 or 1.")]
    [InlineData("controls", 3, 10, -1.5f, ", controls: found -1.5 for look_pitch at frame 3; expected a number in [-1, 1].")]
    [InlineData("controls", 0, 23, 1.5f, ", controls: found 1.5 for cursor_x at frame 0; expected a number in [0, 1].")]
    [InlineData("controls", 1, 22, 1f, ", controls: found 2 hotbar slots chosen at frame 1; expected at most one.")]
    public void Values_that_cannot_be_are_refused_by_frame_and_column(
        string array, int frame, int column, float value, string message)
    {
        var recording = ControlFixtures.Recording(4, 1);
        string file = Write("a.npz", recording, doubles: false, (array, frame, column, value));
        Assert.Equal(file + message, Assert.Throws<InvalidDataException>(() => ControlRecording.Read(file)).Message);
    }

    [Fact]
    public void A_folder_without_recordings_is_refused_and_one_recording_cannot_be_split()
    {
        Assert.Equal($"{_folder.Path}: found no .npz file; expected recordings.",
            Assert.Throws<InvalidDataException>(() => ControlDataset.Open(_folder.Path)).Message);
        Assert.Equal("/nowhere: found no such folder; expected one with recordings (.npz).",
            Assert.Throws<DirectoryNotFoundException>(() => ControlDataset.Open("/nowhere")).Message);
        Assert.Equal("memory: found 1 recording; expected at least 2, for one is kept apart to validate with.",
            Assert.Throws<InvalidDataException>(() => ControlFixtures.Dataset(1).Split()).Message);
    }

    [Fact]
    public void Fewer_recordings_than_a_cross_validation_needs_are_refused()
    {
        Assert.Equal("memory: found 2 recordings; expected at least 3, for one is held out, and classifiers are cross-validated "
            + "by complete recordings among the others.",
            Assert.Throws<InvalidDataException>(() => ControlFixtures.Dataset(2).RequireRecordings(3)).Message);
        Assert.Equal(2, ControlFixtures.Dataset(3).RequireRecordings(3).Split().Train.Count);
    }

    [Fact]
    public void Whole_recordings_are_kept_apart()
    {
        var data = ControlFixtures.Dataset(10, frames: 3);
        var (train, validation) = data.Split(0.2, seed: 1);
        Assert.Equal((8, 2), (train.Count, validation.Count));
        Assert.Equal(data.Recordings.Select(r => r.Name).Order(), train.Concat(validation).Select(r => r.Name).Order());
        Assert.Equal(validation, data.Split(0.2, seed: 1).Validation);
        Assert.NotEqual(Enumerable.Range(0, 20).Select(seed => data.Split(0.2, seed).Validation[0].Name).Distinct().Take(1),
            Enumerable.Range(0, 20).Select(seed => data.Split(0.2, seed).Validation[0].Name).Distinct());
        Assert.Equal((1, 9), (data.Split(0.01).Validation.Count, data.Split(0.99).Validation.Count));
    }

    [Fact]
    public void Statistics_are_those_of_the_recordings_to_learn_from_and_a_constant_has_deviation_1()
    {
        ControlRecording[] recordings = [ControlFixtures.Recording(20, 1), ControlFixtures.Recording(11, 2)];
        var statistics = FeatureStatistics.Of(recordings);
        float[][] rows = [.. recordings.SelectMany(r => InputFeatures.Of(r).Chunk(531))];
        foreach (int column in (int[])[0, 9, 23, 100, 260, 484, 485 + 38])
        {
            double mean = rows.Average(r => (double)r[column]),
                deviation = Math.Sqrt(rows.Average(r => Math.Pow(r[column] - mean, 2)));
            Assert.Equal(mean, statistics.Mean[column], 1e-6);
            Assert.Equal(deviation, statistics.Deviation[column], 1e-6);
        }

        Assert.Equal((671, 671), (statistics.Mean.Count, statistics.Deviation.Count));
        Assert.Equal((0, 1), (statistics.Mean[485], statistics.Deviation[485])); // game state that is always 0
        Assert.All(Enumerable.Range(531, 140),
            column => Assert.Equal((0, 1), (statistics.Mean[column], statistics.Deviation[column])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Windows_are_those_of_brute_force(int stride)
    {
        ControlRecording[] recordings = [ControlFixtures.Recording(13, 1), ControlFixtures.Recording(9, 2)];
        var statistics = FeatureStatistics.Of(recordings);
        var windows = new ControlWindows(recordings, statistics, frames: 6, stride);
        var ends = recordings.SelectMany(r => Enumerable.Range(0, r.FrameCount)
            .Where(f => (f + 1) % stride == 0 || (f > 0 && Enumerable.Range(14, 9)
            .Any(slot => r[f, slot] == 1 && r[f - 1, slot] == 0))).Select(f => (r, f))).ToList();
        Assert.Equal(ends, windows.Ends);

        var batch = windows.Batch([.. Enumerable.Range(0, windows.Count)]);
        for (int row = 0; row < windows.Count; row++)
        {
            var (recording, end) = ends[row];
            for (int i = 0; i < 6; i++)
            {
                int frame = end - 5 + i;
                Assert.Equal(frame < 0, batch.PaddingOf(row)[i]);
                float[] found = batch.Window(row).Slice(i * 671, 671).ToArray(), expected = frame < 0 ? new float[671]
                    : Expected(recording, frame, statistics);
                Assert.Equal(expected, found);
            }

            Assert.Equal(recording.IsScreenOpen(end), batch.Truth.IsScreenOpen[row]);
            Assert.Equal(ControlLayout.Actions.Select(c => recording[end, c]), batch.Truth.Actions.Skip(row * 12).Take(12));
            Assert.Equal([recording[end, 9], recording[end, 10]], batch.Truth.Look.Skip(row * 2).Take(2));
            Assert.Equal([recording[end, 23], recording[end, 24]], batch.Truth.Cursor.Skip(row * 2).Take(2));
            Assert.Equal([recording[end, 25], recording[end, 26], recording[end, 27]], batch.Truth.Inventory.Skip(row * 3)
                .Take(3));
            int slot = Enumerable.Range(0, 9).Single(s => recording[end, 14 + s] == 1);
            Assert.Equal(end > 0 && recording[end - 1, 14 + slot] == 0 ? slot : -1, batch.Truth.Hotbar[row]);
            bool play = !recording.IsScreenOpen(end);
            Assert.Equal(play && ControlLayout.Actions.All(c => recording[end, c] == 0), batch.Truth.IsIdle(row));
            Assert.Equal(play && (Math.Abs(recording[end, 9]) > 0.08f || Math.Abs(recording[end, 10]) > 0.08f),
                batch.Truth.IsLooking(row));
        }
    }

    [Fact]
    public void Dropout_zeroes_whole_entries_of_history_as_often_as_it_says_and_nothing_else()
    {
        ControlRecording[] recordings = [ControlFixtures.Recording(120, 3)];
        var windows = new ControlWindows(recordings, FeatureStatistics.Of(recordings), frames: 30);
        int[] rows = [.. Enumerable.Range(40, 80)];
        var (whole, dropped, again) = (windows.Batch(rows), windows.Batch(rows, new Random(1), 0.3),
            windows.Batch(rows, new Random(1), 0.3));
        int entries = 0, zeros = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.Equal(dropped.Window(row).ToArray(), again.Window(row).ToArray());
            for (int frame = 0; frame < 30; frame++)
            {
                var (before, after) = (whole.Window(row).Slice(frame * 671, 671).ToArray(),
                    dropped.Window(row).Slice(frame * 671, 671).ToArray());
                Assert.Equal(before[..531], after[..531]);
                for (int entry = 0; entry < 5; entry++)
                {
                    float[] there = after[(531 + 28 * entry)..(559 + 28 * entry)];
                    bool isZero = there.All(v => v == 0);
                    Assert.True(isZero || there.AsSpan().SequenceEqual(before.AsSpan(531 + 28 * entry, 28)));
                    (entries, zeros) = (entries + 1, zeros + (isZero ? 1 : 0));
                }
            }
        }

        Assert.Equal(0.3, (double)zeros / entries, 0.02);
    }

    [Fact]
    public void An_epoch_has_every_window_once_in_an_order_of_its_own()
    {
        ControlRecording[] recordings = [ControlFixtures.Recording(50, 3)];
        var windows = new ControlWindows(recordings, FeatureStatistics.Of(recordings), where: (r, f) => !r.IsScreenOpen(f));
        Assert.All(windows.Ends, end => Assert.False(end.Recording.IsScreenOpen(end.Frame)));
        int[] Order(int epoch) => [.. windows.Epoch(8, shuffleSeed: 5, epoch).SelectMany(b => b.Rows.ToArray())];
        Assert.Equal(Enumerable.Range(0, windows.Count), Order(1).Order());
        Assert.Equal(Order(1), Order(1));
        Assert.NotEqual(Order(1), Order(2));
        var blind = windows.WithoutHistory();
        Assert.Equal((windows.Ends, windows.Truth, windows.Recordings), (blind.Ends, blind.Truth, blind.Recordings));
        Assert.Contains(windows.Batch([windows.Count - 1]).Window(0).Slice(29 * 671 + 531, 140).ToArray(), value => value != 0);
        Assert.All(Enumerable.Range(0, 30), frame => Assert.All(blind.Batch([windows.Count - 1]).Window(0)
            .Slice(frame * 671 + 531, 140).ToArray(), value => Assert.Equal(0, value)));
    }

    [Fact]
    public void Trivial_policies_do_what_they_say()
    {
        ControlRecording[] recordings = [ControlFixtures.Recording(70, 4)];
        var windows = new ControlWindows(recordings, FeatureStatistics.Of(recordings));
        var copy = ControlBaselines.CopyPrevious(windows);
        Assert.All(Enumerable.Range(1, 69), row =>
            Assert.Equal(ControlLayout.Actions.Select(c => recordings[0][row - 1, c]), copy.Actions.Skip(row * 12).Take(12)));
        Assert.Equal(0, new ControlEvaluation("copy", windows.Truth, copy).HotbarAccuracy);
        var off = new ControlEvaluation("off", windows.Truth, ControlBaselines.Off(windows));
        Assert.Equal((0, 0, 1), (off.ActionF1, off.InventoryF1, off.IdleAccuracy));
        var drawn = ControlBaselines.Prevalence(windows, windows, seed: 1);
        Assert.Equal(drawn.Actions, ControlBaselines.Prevalence(windows, windows, seed: 1).Actions);
        double share = windows.Ends.Where(e => !e.Recording.IsScreenOpen(e.Frame)).Average(e => e.Recording[e.Frame, 0]);
        Assert.Equal(share, Enumerable.Range(0, 70).Average(row => drawn.Actions[row * 12]), 0.15);
    }

    private static float[] Expected(ControlRecording recording, int frame, FeatureStatistics statistics)
    {
        var raw = recording.Frames.Span;
        var expected = new List<float>();
        for (int i = 0; i < 260; i++)
        {
            expected.Add(raw[frame * 260 + i]);
        }

        for (int i = 0; i < 225; i++)
        {
            expected.Add(frame == 0 ? 0 : raw[frame * 260 + i] - raw[(frame - 1) * 260 + i]);
        }

        expected.AddRange(recording.GameState.Slice(frame * 46, 46).ToArray());
        for (int back = 5; back >= 1; back--)
        {
            expected.AddRange(frame - back < 0 ? new float[28] : recording.Controls.Slice((frame - back) * 28, 28).ToArray());
        }

        return [.. expected.Select((value, column) => column < 531
            ? (value - statistics.Mean[column]) / statistics.Deviation[column] : value)];
    }

    private static void Same(ControlRecording expected, ControlRecording found)
    {
        Assert.Equal(expected.Frames.ToArray(), found.Frames.ToArray());
        Assert.Equal(expected.Controls.ToArray(), found.Controls.ToArray());
        Assert.Equal(expected.GameState.ToArray(), found.GameState.ToArray());
    }

    private string Write(
        string name, ControlRecording recording, bool doubles, (string Array, int Frame, int Column, float Value)? change = null)
    {
        string file = Path.Combine(_folder.Path, name);
        NpyArray Array(string array, int width, float[] values)
        {
            if (change is { } c && c.Array == array)
            {
                values[c.Frame * width + c.Column] = c.Value;
            }

            return doubles ? NpyArray.Of<double>([recording.FrameCount, width], [.. values.Select(v => (double)v)])
                : NpyArray.Of<float>([recording.FrameCount, width], values);
        }

        Npz.Write(file,
        [
            new("frames", Array("frames", 260, recording.Frames.ToArray())),
                new("controls", Array("controls", 28, recording.Controls.ToArray())),
            new("game_state", Array("game_state", 46, recording.GameState.ToArray())),
        ]);
        return file;
    }
}
