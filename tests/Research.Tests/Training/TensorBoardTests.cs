using System.Text.Json;
using Research.Tests.Arrays;
using Research.Training;

namespace Research.Tests.Training;

/// <summary>What is written is read back by Debian's protobuf, with Debian's CRC: see tensorboard_events.py.</summary>
public sealed class TensorBoardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tensorboard-").FullName;

    private string Log => Path.Combine(_folder, TensorBoardLog.FileName);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public void Epochs_are_read_back_with_every_checksum_right()
    {
        var random = new Random(1);
        // steps of one byte and of two
        EpochLog[] epochs = [.. Enumerable.Range(1, 300).Select(epoch => Epoch(epoch, random, values: epoch % 7))];
        foreach (var epoch in epochs)
        {
            TensorBoardLog.Append(Log, epoch);
        }

        var file = Assert.Single(Read(Log));
        Assert.Equal("whole", file.End);
        Assert.Equal(("brain.Event:2", 0), (file.Events[0].Version, file.Events[0].Values.Count));
        Assert.Equal(epochs.Length, file.Events.Count - 1);
        foreach (var (epoch, read) in epochs.Zip(file.Events.Skip(1)))
        {
            Assert.Equal(epoch.Epoch, read.Step);
            Assert.Equal([.. epoch.Values, new("seconds", epoch.Seconds)],
                read.Values.Select(v => KeyValuePair.Create(v.Tag, (double)v.Number)), SameAsFloat);
            Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - read.Time, -1, 600);
        }
    }

    [SkippableFact]
    public void A_file_cut_off_at_any_byte_is_valid_to_its_last_whole_record_and_goes_on_without_gap_or_double()
    {
        EpochLog[] epochs = [.. Enumerable.Range(1, 4).Select(epoch => Epoch(epoch, new Random(epoch), values: 2))];
        var ends = new List<long>();
        foreach (var epoch in epochs)
        {
            TensorBoardLog.Append(Log, epoch);
            ends.Add(new FileInfo(Log).Length);
        }

        byte[] whole = File.ReadAllBytes(Log);
        string[] cut = [.. Enumerable.Range(0, whole.Length).Select(length => Path.Combine(_folder, $"{length:0000}"))];
        foreach (var (length, file) in cut.Index())
        {
            File.WriteAllBytes(file, whole[..length]);
        }

        foreach (var (length, read) in Read(cut).Index())
        {
            int kept = ends.Count(end => end <= length);
            Assert.Equal(Enumerable.Range(1, kept), read.Events.Skip(1).Select(e => e.Step));
            Assert.True(read.End == (length == 0 || kept > 0 && ends[kept - 1] == length || read.Events.Count == 1
                && read.End == "whole" ? "whole" : "cut off"), $"{length} bytes: {read.End}");
        }

        // The run goes on from its second epoch, whatever the log had.
        foreach (string file in cut)
        {
            TensorBoardLog.Align(file, epochs[..2]);
            TensorBoardLog.Append(file, epochs[2]);
        }

        Assert.All(Read(cut), read =>
        {
            Assert.Equal("whole", read.End);
            Assert.Equal([0, 1, 2, 3], read.Events.Select(e => e.Step));
            Assert.Single(read.Events, e => e.Version != "");
        });
    }

    [SkippableFact]
    public void A_log_that_is_asked_for_late_or_is_damaged_gets_the_epochs_that_are_done()
    {
        EpochLog[] epochs = [.. Enumerable.Range(1, 3).Select(epoch => Epoch(epoch, new Random(epoch), values: 2))];
        string absent = Path.Combine(_folder, "absent"), damaged = Path.Combine(_folder, "damaged"),
            anew = Path.Combine(_folder, "anew");
        TensorBoardLog.Align(absent, epochs);
        byte[] bytes = File.ReadAllBytes(absent);
        bytes[^6] ^= 1; // in the last event
        File.WriteAllBytes(damaged, bytes);
        File.WriteAllBytes(anew, bytes);
        Assert.Equal("wrong checksum of the event", Read(damaged).Single().End);
        TensorBoardLog.Align(damaged, epochs);
        TensorBoardLog.Align(anew, []);

        var read = Read(absent, damaged, anew);
        Assert.All(read, file => Assert.Equal("whole", file.End));
        Assert.Equal([0, 1, 2, 3], read[0].Events.Select(e => e.Step));
        Assert.Equal([0, 1, 2, 3], read[1].Events.Select(e => e.Step));
        Assert.Equal([0], read[2].Events.Select(e => e.Step));
    }

    private static EpochLog Epoch(int epoch, Random random, int values)
    {
        double[] odd = [double.NaN, double.PositiveInfinity, 0, -0.0, 1e-40, 1e300];
        return new EpochLog(epoch, random.NextDouble(), 0, Enumerable.Range(0, values).ToDictionary(
            i => i % 2 == 0 ? $"val_{i}" : $"val/\"ü\" {i}", i => i == 3 ? odd[random.Next(odd.Length)]
            : random.NextDouble() * Math.Pow(10, random.Next(-9, 9))));
    }

    private static bool SameAsFloat(KeyValuePair<string, double> expected, KeyValuePair<string, double> found) =>
        expected.Key == found.Key && BitConverter.SingleToInt32Bits((float)expected.Value) == BitConverter.SingleToInt32Bits(
            (float)found.Value);

    private static List<EventFile> Read(params string[] files)
    {
        Python.Require("crcmod", "python3-crcmod");
        string script = Path.Combine(AppContext.BaseDirectory, "Training", "tensorboard_events.py");
        return [.. Python.Run("google.protobuf", [script, .. files]).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<EventFile>(line, JsonSerializerOptions.Web)!)];
    }

    private sealed record EventFile(IReadOnlyList<Event> Events, string End);

    private sealed record Event(double Time, int Step, string Version, IReadOnlyList<Scalar> Values);

    /// <param name="Tag">The value's name.</param>
    /// <param name="Value">Its bits, so that what is no number can be compared too.</param>
    private sealed record Scalar(string Tag, string Value)
    {
        public float Number => BitConverter.Int32BitsToSingle(Convert.ToInt32(Value, 16));
    }
}
