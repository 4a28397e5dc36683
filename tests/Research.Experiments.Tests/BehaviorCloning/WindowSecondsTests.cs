using Research.Experiments.BehaviorCloning;

namespace Research.Experiments.Tests.BehaviorCloning;

public sealed class WindowSecondsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1.54, 0.1, 15)]
    [InlineData(1.56, 0.1, 16)]
    [InlineData(0.01, 0.1, 1)]
    [InlineData(1.0, 1 / 60.0, 60)]
    [InlineData(null, 1 / 60.0, 10)]
    public void Seconds_become_the_nearest_number_of_frames_at_the_sessions_rate(double? seconds, double interval, int frames) =>
        Assert.Equal(frames, new PolicyOptions { WindowSeconds = seconds }.AtInterval(interval).WindowLength);

    [Fact]
    public void A_window_with_too_many_frames_is_refused() => Assert.Equal(
        "PolicyOptions: found 60000 in the field 'window_length'; expected a whole number, at least 1 and at most 10000.",
        Assert.Throws<ArgumentException>(() => new PolicyOptions { WindowSeconds = 600 }.AtInterval(0.01)).Message);

    [Fact]
    public void What_a_window_comes_to_is_told_and_sessions_of_two_rates_are_refused_before_training()
    {
        _folder.Write("actions.json", """{"actions": {"RIGHT": ["d"]}}""");
        Log("Train", 0.1);
        Log("Test", 0.102);
        Log("Fast", 1 / 60.0);
        var data = new SessionData(_folder.Path, Fights: 5, Seed: 1, HoldOut: true);
        var options = new CloningOptions { Policy = new() { WindowSeconds = 1.56 } };

        Assert.Equal("window_seconds 1.56: 16 frames at 10 frames a second, 1.6 s", options.DescribeWindow(data));
        Assert.Null(new CloningOptions().DescribeWindow(data with { Test = "Fast" }));
        Assert.Equal("Fast: found 60 frames a second; expected 10, as in the training session, for window_seconds became frames at "
            + "that rate. Give window_length instead, or sessions of one rate.", Assert.Throws<InvalidDataException>(() =>
                options.DescribeWindow(data with { Test = "Fast" })).Message);
    }

    private void Log(string name, double interval)
    {
        _folder.Write(name + "_frames.jsonl", string.Concat(Enumerable.Range(0, 20)
            .Select(frame => FormattableString.Invariant($"{{\"t\":{100 + interval * frame:R}}}\n"))));
        _folder.Write(name + "_events.jsonl", """{"event":"keydown","key":"d","t":100.1}""" + "\n");
    }
}
