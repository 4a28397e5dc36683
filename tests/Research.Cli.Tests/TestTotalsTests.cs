namespace Research.Cli.Tests;

public sealed class TestTotalsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-trx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sums_are_taken_over_all_result_files_and_anything_unknown_counts_as_failed()
    {
        Write("a", ("One", "Passed", ""), ("Two", "Failed", "<Output><ErrorInfo><Message>no</Message></ErrorInfo></Output>"));
        Write("b", ("Three", "Passed", ""), ("Four", "NotExecuted",
            "<Output><ErrorInfo><Message>not here</Message></ErrorInfo></Output>"), ("Five", "Timeout", ""));

        var totals = TestTotals.Read(_folder);

        Assert.Equal("2 passed, 2 failed, 1 skipped", totals.ToString());
        Assert.Equal([("Four", "not here")], totals.Skips);
        Assert.Equal([("Two", "no"), ("Five", "no reason given")], totals.Failures);
    }

    private void Write(string name, params (string Test, string Outcome, string Inner)[] results) =>
        File.WriteAllText(Path.Combine(_folder, name + ".trx"), $"""
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"><Results>
            {string.Concat(results.Select(r => $"<UnitTestResult testName=\"{r.Test}\" outcome=\"{r.Outcome}\">{r.Inner}</UnitTestResult>"))}
            </Results></TestRun>
            """);
}
