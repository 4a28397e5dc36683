using Research.Experiments;
using Research.Notebooks.Tests.Jupyter;
using Research.Tables;

namespace Research.Notebooks.Tests;

public class SmokeRunComparisonTests
{
    [SkippableFact]
    public void The_notebooks_record_every_number_of_the_documents_that_their_profile_produces()
    {
        Skip.If(string.IsNullOrEmpty(Environment.GetEnvironmentVariable(SmokeRun.Variable)),
            $"{SmokeRun.Variable} names no run; CI's does.");
        using var run = new SmokeRun();
        var ours = ComparisonTable.In(PublishedNumbers.All.Select(table => run.Executed(table.Notebook + ".ipynb")));

        Assert.Equal(
            [.. Enumerable.Range(2, 9).Select(epoch => $"validation error after epoch {epoch}"), "criterion: PSNR, dB",
                "criterion: perplexity"],
            PublishedNumbers.All.SelectMany(table => table.Numbers.Where(number => !ours[table.Title].ContainsKey(number.Name)))
                .Select(number => number.Name));
    }
}
