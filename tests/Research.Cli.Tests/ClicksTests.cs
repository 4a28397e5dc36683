using Research.Sessions.Inputs;

namespace Research.Cli.Tests;

public sealed class ClicksTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-clicks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Clicks_writes_sessions_that_can_be_read()
    {
        string clicks = Path.Combine(_folder, "clicks");
        var kit = Kit.Run("clicks", "--sessions", "2", "--seed", "4", "--ticks", "30", "-o", clicks);
        var sessions = InputSession.ReadAll(clicks);
        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Matches($@"^{clicks}: 2 sessions, 60 ticks, {sessions.Sum(s => s.ActionCount):N0} actions, in \d+\.\d s\n$",
            kit.Output);
        Assert.Equal([30, 30], sessions.Select(s => s.Ticks));

        var other = Kit.Run("clicks", "--sessions", "2", "--seed", "5", "--ticks", "30", "-o", clicks);
        Assert.Equal(
            (1, $"{Path.Combine(clicks, "clicks.json")}: found seed 4; expected 5, or another folder. Data of two kinds do "
            + "not go into one folder.\n"), (other.ExitCode, other.Errors));
    }

    [Theory]
    [InlineData("--sessions", "0")]
    [InlineData("--ticks", "-3")]
    public void Less_than_one_is_wrong_usage(string option, string value)
    {
        var kit = Kit.Run("clicks", option, value, "-o", Path.Combine(_folder, "clicks"));
        Assert.Equal((2, $"{option} {value}: expected at least 1.\n'research clicks --help' shows the usage.\n"),
            (kit.ExitCode, kit.Errors));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }
}
