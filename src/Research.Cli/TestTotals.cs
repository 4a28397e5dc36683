using System.Xml.Linq;

namespace Research.Cli;

/// <summary>What the runners' result files (.trx) say, summed.</summary>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failures">Tests that failed, timed out or were cut short, with what they said first.</param>
/// <param name="Skips">Tests that did not run, with their reasons.</param>
internal sealed record TestTotals(
    int Passed, IReadOnlyList<(string Test, string Reason)> Failures, IReadOnlyList<(string Test, string Reason)> Skips)
{
    public static TestTotals Read(string folder)
    {
        XNamespace ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        var tests = Directory.EnumerateFiles(folder, "*.trx", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(file => XDocument.Load(file).Descendants(ns + "UnitTestResult"))
            .Select(test => (
                Name: (string?)test.Attribute("testName") ?? "?",
                Outcome: (string?)test.Attribute("outcome") ?? "?",
                Message: test.Descendants(ns + "Message").Concat(test.Descendants(ns + "StdOut")).FirstOrDefault()?.Value.Trim()
                    ?? "no reason given"))
            .ToList();
        var skips = tests.Where(t => t.Outcome == "NotExecuted").Select(t => (t.Name, t.Message)).ToList();
        var failures = tests.Where(t => t.Outcome is not ("NotExecuted" or "Passed")).Select(t => (t.Name, t.Message)).ToList();
        return new TestTotals(tests.Count(t => t.Outcome == "Passed"), failures, skips);
    }

    public override string ToString() => $"{Passed} passed, {Failures.Count} failed, {Skips.Count} skipped";
}
