using Research.Alignment;

namespace Research.Tests.Alignment;

public sealed class FrameClockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Line_i_is_frame_i()
    {
        var clock = Read("{\"t\": 10.5}\r\n{\"t\": 10.5}\r\n{\"t\": 10.75}");

        Assert.Equal([10.5, 10.5, 10.75], clock.Times);
        Assert.Empty(clock.Warnings);
    }

    [Theory]
    [InlineData("{\"t\":1}\nnonsense\n{\"t\":2}\n", 2, "found nonsense; expected a JSON object such as {\"t\":1764000921.512}.")]
    [InlineData("{\"t\":1}\n\n{\"t\":2}\n", 2, "found a blank line; expected a JSON object such as {\"t\":1764000921.512}.")]
    [InlineData("{\"t\":1}\n{\"time\":2}\n", 2,
        "found {\"time\":2} without \"t\"; expected \"t\": UTC seconds, a finite number.")]
    [InlineData("{\"t\":1}\n{\"t\":NaN}\n", 2, "found {\"t\":NaN}; expected \"t\": UTC seconds, a finite number.")]
    [InlineData("{\"t\":-Infinity}\n", 1, "found {\"t\":-Infinity}; expected \"t\": UTC seconds, a finite number.")]
    [InlineData("{\"t\":1}\n{\"t\":2}\n{\"t\":1.75}\n", 3,
        "found t = 1.75, 0.25 s before the frame above; expected frame times that never run backwards.")]
    [InlineData("", 0, "found an empty file; expected one {\"t\": UTC seconds} a line.")]
    [InlineData("{\"t\":", 0, "found no whole line; expected one {\"t\": UTC seconds} a line.")]
    public void Bad_logs_are_refused(string text, int line, string message)
    {
        string file = _folder.Write("Train_frames.jsonl", text);

        Assert.Equal($"{file}{(line > 0 ? $", line {line}" : "")}: {message}",
            Assert.Throws<LogFormatException>(() => FrameClock.Read(file)).Message);
    }

    [Fact]
    public void A_cut_off_last_line_is_left_out_and_reported()
    {
        var clock = Read("{\"t\":1}\n{\"t\":2}\n{\"t\":17");

        Assert.Equal([1.0, 2.0], clock.Times);
        Assert.Equal([$"{clock.File}, line 3: the last line is cut off ({{\"t\":17); left out."],
            clock.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void Gaps_and_a_time_that_stands_still_are_reported_with_their_frames()
    {
        double[] times = [.. Enumerable.Range(0, 20).Select(i => i / 10.0), 11.9, 12, 12, 12, 12, 12, 15.1, 15.2, 15.4, 15.5];
        var clock = Read(string.Concat(times.Select(t => $"{{\"t\":{t:R}}}\n")));

        Assert.Equal([20, 26], clock.Gaps.Select(gap => gap.Frame)); // not 28: a frame that came late
        Assert.Equal(0.1, clock.Interval, 1e-9);
        Assert.Equal(
            [
                $"{clock.File}, line 21: 10.0 s without a frame before frame 20; no window crosses the gap.",
                $"{clock.File}, line 27: 3.1 s without a frame before frame 26; no window crosses the gap.",
                $"{clock.File}, line 22: the time stands still for 5 frames, from frame 21 on.",
            ],
            clock.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void Many_gaps_are_summed_up()
    {
        var clock = Read(string.Concat(Enumerable.Range(0, 80).Select(i => $"{{\"t\":{i / 10.0 + i / 10}}}\n")));
        Assert.Equal(6, clock.Warnings.Count);
        Assert.Equal($"{clock.File}, line 61: 2 more such gaps from here on, together 2.2 s.", clock.Warnings[5].ToString());
    }

    [Theory]
    [InlineData("1764000921512", "milliseconds")]
    [InlineData("1764000921512000", "microseconds")]
    [InlineData("1764000921512000000", "nanoseconds")]
    public void Times_of_another_unit_are_refused(string time, string unit) =>
        Assert.EndsWith(
            $", line 1: found t = {double.Parse(time, System.Globalization.CultureInfo.InvariantCulture):R}, {unit} as it "
            + "seems; expected UTC seconds.",
            Assert.Throws<LogFormatException>(() => Read($"{{\"t\":{time}}}\n")).Message);

    [Fact]
    public void Times_in_memory_are_checked_too() =>
        Assert.Equal("Frame times must be finite, never decreasing, and at least one. (Parameter 'times')",
            Assert.Throws<ArgumentException>(() => FrameClock.Of([1, double.NaN])).Message);

    private FrameClock Read(string text) => FrameClock.Read(_folder.Write("Train_frames.jsonl", text));
}
