namespace Research.Cli.Tests;

public sealed class DashboardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-dashboard-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_dashboard_says_where_it_is_and_ends_when_it_is_told_to()
    {
        var kit = Kit.RunAndInterrupt("until Ctrl-C", "dashboard", "--port", "0", "--results", _folder);
        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Matches($@"^The runs in {_folder} are shown at http://127\.0\.0\.1:\d+/ until Ctrl-C\.\n$", kit.Output);
    }

    [Fact]
    public void A_folder_or_port_that_cannot_be_is_one_line()
    {
        string absent = Path.Combine(_folder, "absent");
        var kit = Kit.Run("dashboard", "--results", absent);
        Assert.Equal((1, "", $"--results {absent}: found no such folder; expected one with runs.\n"),
            (kit.ExitCode, kit.Output, kit.Errors));
        Assert.StartsWith("--port 70000: expected 0 to 65535.\n", Kit.Run("dashboard", "--port", "70000").Errors);
    }
}
