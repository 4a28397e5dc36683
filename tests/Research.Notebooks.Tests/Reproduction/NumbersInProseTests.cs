namespace Research.Notebooks.Tests;

/// <summary>A number in the README is one that a run or a document has.</summary>
public class NumbersInProseTests
{
    private static readonly string Sources = Path.Combine(Repository.Root, "tests", "Research.Notebooks.Tests", "Reproduction",
        "numbers.txt");

    [Fact]
    public void Every_number_is_found_where_it_is_said_to_be_from()
    {
        string[] files =
        [
            "README.md", "results/README.md", "docs/experiments.md", "docs/kernel.md", "docs/your-sessions.md",
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Research.Experiments"), "README.md",
                SearchOption.AllDirectories)
                .Where(file => !file.Contains("/bin/", StringComparison.Ordinal)),
        ];

        Assert.Empty(new NumberSources(Repository.Root, File.ReadLines(Sources))
            .Faults([.. files.Select(file => File.ReadAllText(Path.Combine(Repository.Root, file)))]));
    }

    [Fact]
    public void Numbers_that_are_wrong_unexplained_or_gone_are_found()
    {
        using var folder = new TemporaryFolder();
        folder.Write("summary.json", "{\n  \"f1\": 0.593,\n  \"loss\": 0.71\n}");
        var sources = new NumberSources(folder.Path,
        [
            "# note", "F1 of 0.59 | run: summary.json, f1", "0.60 at best | run: summary.json, f1", "loss 1 | given: gone",
                "97 % right | document: binary accuracy, LSTM",
            "98 % wrong | document: binary accuracy, LSTM", "12 frames | given: a habit",
        ]);

        Assert.Equal(
            [
                "0.7 in '…nd no source. But the loss is 0.7; so is of [12 frame…': found no source of it in numbers.txt",
                "'0.60 at best': found no number that rounds to 0.60 in run: summary.json, f1",
                "'loss 1': found in no prose, or without a number",
                "'98 % wrong': found no number that rounds to 98 % in document: binary accuracy, LSTM",
            ],
            sources.Faults(
                "An F1 of\n0.59, 0.60 at best; 97 % right and 98 % wrong, and no source. But the loss is 0.7; so is\n\n1. `5` "
                + "of [12 frames](notebooks/7) and [07 Actions](notebooks/07-a.ipynb) in sections 4.2 and 4.3\n```\n77\n```\n"));
    }
}
