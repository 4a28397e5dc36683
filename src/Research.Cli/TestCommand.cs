using System.CommandLine;

namespace Research.Cli;

/// <summary><c>research test</c>: every test of every project, and the true sums at the end.</summary>
internal sealed class TestCommand : KitCommand
{
    private readonly Option<string?> _filter = new("--filter") { Description = "Only tests whose name contains this." };

    public TestCommand()
        : base("test", "Runs every test; the last line is 'N passed, N failed, N skipped'.", "research test",
            "research test --filter Alignment")
    {
        Options.Add(_filter);
        WaitsForChild = true;
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        string results = Directory.CreateTempSubdirectory("research-test-results-").FullName;
        try
        {
            string? filter = parsed.GetValue(_filter);
            int code = ChildProcess.Run("dotnet",
            [
                "test", Path.Combine(Repository.Root, "Research.sln"), "-c", "Release", "--no-build", "--nologo", "-v", "quiet",
                "--logger", "trx", "--logger", "console;verbosity=minimal", "--results-directory", results,
                .. filter is null ? [] : (string[])["--filter", $"FullyQualifiedName~{filter}"],
            ]);
            var totals = TestTotals.Read(results);
            foreach (var (test, reason) in totals.Skips)
            {
                Console.WriteLine($"skipped: {test}: {reason}");
            }

            // Last before the sums, where they are seen in the end of a log that was cut.
            foreach (var (test, reason) in totals.Failures)
            {
                Console.WriteLine($"failed: {test}: {reason}");
            }

            Console.WriteLine(totals);
            return code == 0 && totals is { Failures.Count: 0, Passed: > 0 } ? ExitCode.Done : ExitCode.Failed;
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }
}
