using System.CommandLine;
using System.Net;
using Research.Dashboard;

namespace Research.Cli;

/// <summary><c>research dashboard</c>: a web page of the runs.</summary>
internal sealed class DashboardCommand : KitCommand
{
    private readonly Option<int> _port =
        new("--port")
        {
            Description = "Where it listens, on this machine only; 0 takes any that is free.",
            DefaultValueFactory = _ => 6016,
        };
    private readonly Option<string?> _results =
        new("--results") { Description = "The folder whose runs are shown; by default results/.", HelpName = "DIR" };

    public DashboardCommand()
        : base("dashboard", "Shows the runs on a web page, while they train and afterwards, until Ctrl-C.",
            "research dashboard",
            "research dashboard --results ~/runs --port 8080")
    {
        _port.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var given }] && int.TryParse(given, out int port)
                && port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
            {
                result.AddError($"--port {given}: expected {IPEndPoint.MinPort} to {IPEndPoint.MaxPort}.");
            }
        });
        Options.Add(_port);
        Options.Add(_results);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string results = Path.GetFullPath(parsed.GetValue(_results) ?? Repository.Results);
        if (parsed.GetValue(_results) is not null && !Directory.Exists(results))
        {
            throw new DirectoryNotFoundException($"--results {results}: found no such folder; expected one with runs.");
        }

        await using var server = await DashboardServer.StartAsync(results, parsed.GetValue(_port), cancellation);
        Console.WriteLine($"The runs in {results} are shown at {server.Address} until Ctrl-C.");
        await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        return ExitCode.Done;
    }
}
