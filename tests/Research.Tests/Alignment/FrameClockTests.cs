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
    [InlineData("{\"t\":1}\n{\"time\":2}\n", 2, "found {\"time\":2} without \"t\"; expected \"t\": UTC seconds, a finite number.")]
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
        Assert.Equal([$"{clock.File}, line 3: the last line is cut off ({{\"t\":17); left out."], clock.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void Times_in_memory_are_checked_too() =>
        Assert.Equal("Frame times must be finite, never decreasing, and at least one. (Parameter 'times')",
            Assert.Throws<ArgumentException>(() => FrameClock.Of([1, double.NaN])).Message);

    private FrameClock Read(string text) => FrameClock.Read(_folder.Write("Train_frames.jsonl", text));
}
