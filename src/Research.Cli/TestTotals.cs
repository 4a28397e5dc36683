using System.Xml.Linq;

namespace Research.Cli;

/// <summary>What the runners' result files (.trx) say, summed.</summary>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failed">Tests that failed, timed out or were cut short.</param>
/// <param name="Skips">Tests that did not run, with their reasons.</param>
internal sealed record TestTotals(int Passed, int Failed, IReadOnlyList<(string Test, string Reason)> Skips)
{
    public static TestTotals Read(string folder)
    {
        XNamespace ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        var tests = Directory.EnumerateFiles(folder, "*.trx", SearchOption.AllDirectories)
            .SelectMany(file => XDocument.Load(file).Descendants(ns + "UnitTestResult"))
            .Select(test => (
                Name: (string?)test.Attribute("testName") ?? "?",
                Outcome: (string?)test.Attribute("outcome") ?? "?",
                Message: test.Descendants(ns + "Message").Concat(test.Descendants(ns + "StdOut")).FirstOrDefault()?.Value.Trim() ?? "no reason given"))
            .ToList();
        var skips = tests.Where(t => t.Outcome == "NotExecuted").Select(t => (t.Name, t.Message)).ToList();
        int passed = tests.Count(t => t.Outcome == "Passed");
        return new TestTotals(passed, tests.Count - passed - skips.Count, skips);
    }

    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skips.Count} skipped";
}
